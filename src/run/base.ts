// The other side of a comparison: the base's image read anew, or the result that its own gate left behind.
import { existsSync, readFileSync } from 'node:fs';
import { parseResult } from '../report/result-reading.ts';
import type { Finding } from '../terms/finding.ts';
import { platformName } from '../terms/image.ts';
import type { JudgedFinding, Result, ScannedImage } from '../terms/verdict.ts';
import type { Outside } from './outside.ts';
import { type ScannedCandidate, type ScanRequest, scanImages } from './scan.ts';

/** What one image of the base had, on the snapshot of this run. */
export interface BaseImage {
  readonly reference: string;
  readonly platform: string;
  readonly findings: readonly Finding[];
  /** Ids that the base's own scan could know; undefined when there was none. */
  readonly knownIds?: ReadonlySet<string>;
}

/**
 * `wish`: an image reference, or the path of a result (JSON). The base is judged on the same advisories as the change,
 * so that news about old packages is not laid at its door. Errors: those of the sources; `UserError` for a bad result.
 */
export async function readBase(
  wish: string,
  request: ScanRequest,
  outside: Outside,
): Promise<readonly BaseImage[]> {
  if (wish.endsWith('.json') && existsSync(wish)) {
    return rematch(parseResult(readFileSync(wish, 'utf8'), wish), request);
  }
  const scan = await scanImages({ ...request, references: [wish] }, outside);
  return scan.images.map((image) => ({
    reference: image.reference,
    platform: platformName(image.scanned(image.grade).platform),
    findings: image.findings,
  }));
}

/** Packages of an earlier result against today's advisories; what is no vulnerability is taken as it was found. */
async function rematch(result: Result, request: ScanRequest): Promise<readonly BaseImage[]> {
  const images: BaseImage[] = [];
  for (const image of result.images) {
    const own = result.findings.filter(
      (finding) => finding.image === undefined || finding.image === image.reference,
    );
    const { findings } = await request.knowledge.match(image.packages, image.os, layersOf(image));
    images.push({
      reference: image.reference,
      platform: platformName(image.platform),
      findings: [...findings, ...own.filter((finding) => finding.details.kind === 'fact')],
      knownIds: new Set(own.flatMap(idsOf)),
    });
  }
  return images;
}

function layersOf(image: ScannedImage): Parameters<ScanRequest['knowledge']['match']>[2] {
  return image.layers.map((layer) => ({ ...layer, mediaType: '' }));
}

function idsOf({ details }: JudgedFinding): readonly string[] {
  return details.kind === 'fact' ? [] : details.ids;
}

/** Each image with the base's image of its platform: of its own repository where there are several. */
export function withBase<T extends ScannedCandidate>(
  images: readonly T[],
  base: readonly BaseImage[] | undefined,
): readonly (T & { readonly base?: BaseImage })[] {
  if (base === undefined) return images;
  return images.map((image) => {
    const platform = platformName(image.scanned(image.grade).platform);
    const same = base.filter((one) => one.platform === platform);
    const found = same.find((one) => nameOf(one.reference) === nameOf(image.reference)) ?? only(same);
    return found === undefined ? image : { ...image, base: found };
  });
}

function only<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}

/** The reference without tag, digest and platform. */
function nameOf(reference: string): string {
  return (reference.split(/[@\s]/)[0] ?? '').replace(/:[^/:]*$/, '');
}
