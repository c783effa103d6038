// The other side of a comparison: the base's image read anew, or the result that its own gate left behind.
import { existsSync, readFileSync } from 'node:fs';
import { letterOn, worstGrade } from '../health/worst.ts';
import { parseResult } from '../report/result-reading.ts';
import { dayOf, dayText } from '../terms/day.ts';
import { UserError } from '../terms/errors.ts';
import type { Finding } from '../terms/finding.ts';
import { platformName } from '../terms/image.ts';
import type { GradeLetter, JudgedFinding, Result, ScannedImage } from '../terms/verdict.ts';
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

export interface Base {
  /** Empty: there is no base, and everything counts. */
  readonly images: readonly BaseImage[];
  readonly told: { readonly reference: string; readonly grade?: GradeLetter } | undefined;
  /** Bases that were named and are not there. */
  readonly warnings: readonly string[];
}

/**
 * `wish`: image references or paths of results (JSON), one a line. The base is judged on the same advisories as the
 * change, so that news about old packages is not laid at its door. What does not exist (yet) is no base and a warning;
 * then everything counts. Errors: those of the sources; `UserError` for a bad result.
 */
export async function readBase(wish: string, request: ScanRequest, outside: Outside): Promise<Base> {
  const images: BaseImage[] = [];
  const letters: (GradeLetter | undefined)[] = [];
  const warnings: string[] = [];
  const found: string[] = [];
  for (const one of wish.split('\n').map((line) => line.trim())) {
    if (one === '') continue;
    const side = one.endsWith('.json')
      ? await readEarlier(one, request)
      : await scanBase(one, request, outside);
    if (side === undefined) {
      warnings.push(`The base ${one} does not exist: what the change introduces cannot be told from it.`);
      continue;
    }
    found.push(one);
    images.push(...side.images);
    letters.push(side.letter);
  }
  const known = letters.filter((letter) => letter !== undefined);
  const worst = known.length === letters.length ? known.toSorted().at(-1) : undefined;
  const told =
    found.length === 0
      ? undefined
      : { reference: found.join(', '), ...(worst === undefined ? {} : { grade: worst }) };
  return { images, told, warnings };
}

interface Side {
  readonly images: readonly BaseImage[];
  readonly letter: GradeLetter | undefined;
}

async function scanBase(
  reference: string,
  request: ScanRequest,
  outside: Outside,
): Promise<Side | undefined> {
  try {
    const scan = await scanImages({ ...request, references: [reference], imports: [] }, outside);
    return {
      images: scan.images.map((image) => ({
        reference: image.reference,
        platform: platformName(image.scanned(image.grade).platform),
        findings: image.findings,
      })),
      letter: worstGrade(scan.images.map((image) => image.grade))?.letter,
    };
  } catch (error) {
    if (error instanceof UserError && error.code === 'not-found') return undefined;
    throw error;
  }
}

async function readEarlier(path: string, request: ScanRequest): Promise<Side | undefined> {
  if (!existsSync(path)) return undefined;
  const result = parseResult(readFileSync(path, 'utf8'), path);
  const { grade } = result;
  // Its schedule says what its letter is by now.
  const letter = grade?.letter === undefined ? undefined : letterOn(grade, dayText(dayOf(request.asOf)));
  return { images: await rematch(result, request), letter };
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
  base: readonly BaseImage[],
): readonly (T & { readonly base?: BaseImage })[] {
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
