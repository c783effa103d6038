// The other side of a comparison: the base's image read anew, or the result that its own gate left behind.
import { existsSync } from 'node:fs';
import { letterOn, worstGrade } from '../../health/worst.ts';
import { parseResult } from '../../report/result-reading.ts';
import { dayOf, dayText } from '../../terms/day.ts';
import { UserError } from '../../terms/errors.ts';
import { readGivenText } from '../../terms/given-file.ts';
import { platformName } from '../../terms/image.ts';
import type { GradeLetter, JudgedFinding, Result, ScannedImage } from '../../terms/verdict.ts';
import type { TrustWish } from '../evidence/trust-options.ts';
import type { ScannedCandidate } from '../image/candidate.ts';
import type { Outside } from '../outside.ts';
import { type ScanRequest, scanImages } from '../scan.ts';
import type { BaseImage } from './base-image.ts';

export interface Base {
  /** Empty: there is no base, and everything counts. */
  readonly images: readonly BaseImage[];
  readonly told: { readonly reference: string; readonly grade?: GradeLetter } | undefined;
  /** Bases that were named and are not there. */
  readonly warnings: readonly string[];
}

/** In front of a reference: its signed inventory is read, and not its layers. */
const attested = 'attested:';

/**
 * `wish`: image references, alone or behind `attested:`, or paths of results (JSON), one a line. The base is judged on the same advisories as the
 * change, so that news about old packages is not laid at its door. What does not exist (yet) is no base and a warning;
 * then everything counts. Errors: those of the sources; `UserError` for a bad result.
 */
export async function readBase(
  wish: string,
  request: ScanRequest,
  outside: Outside,
  trust?: TrustWish,
): Promise<Base> {
  const images: BaseImage[] = [];
  const letters: (GradeLetter | undefined)[] = [];
  const warnings: string[] = [];
  const found: string[] = [];
  for (const one of wish.split('\n').map((line) => line.trim())) {
    if (one === '') continue;
    const side = await readSide(one, request, outside, trust);
    if (side === undefined) {
      warnings.push(`The base ${one} does not exist: what the change introduces cannot be told from it.`);
      continue;
    }
    warnings.push(...(side.warnings ?? []));
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
  readonly warnings?: readonly string[];
}

function readSide(
  wish: string,
  request: ScanRequest,
  outside: Outside,
  trust: TrustWish | undefined,
): Promise<Side | undefined> {
  if (wish.endsWith('.json')) return readEarlier(wish, request);
  return wish.startsWith(attested)
    ? believeBase(wish.slice(attested.length), request, outside, trust)
    : scanBase(wish, request, outside);
}

/** Where nothing is believed, the image itself is looked at. */
async function believeBase(
  reference: string,
  request: ScanRequest,
  outside: Outside,
  trust: TrustWish | undefined,
): Promise<Side | undefined> {
  try {
    const { readAttestedBase } = await import('./attested.ts');
    const answer = await readAttestedBase(reference, request, trust, outside);
    if (answer.kind === 'found') {
      const { images } = answer;
      const letter = worstGrade(images.map((image) => image.grade))?.letter;
      return { images, letter, warnings: [packagesAlone(reference)] };
    }
    const side = await scanBase(reference, request, outside);
    const warning = `No inventory of the base ${reference} is believed (${answer.why}): its layers were read.`;
    return side === undefined ? undefined : { ...side, warnings: [warning] };
  } catch (error) {
    if (error instanceof UserError && error.code === 'not-found') return undefined;
    throw error;
  }
}

async function scanBase(
  reference: string,
  request: ScanRequest,
  outside: Outside,
): Promise<Side | undefined> {
  try {
    const scan = await scanImages(
      { ...request, references: [reference], imports: request.baseImports ?? [] },
      outside,
    );
    return {
      images: scan.images.map((image) => ({
        reference: image.reference,
        platform: platformName(image.scanned(image.grade).platform),
        findings: image.findings,
      })),
      letter: worstGrade(scan.images.map((image) => image.grade))?.letter,
      ...untold(reference, request),
    };
  } catch (error) {
    if (error instanceof UserError && error.code === 'not-found') return undefined;
    throw error;
  }
}

async function readEarlier(path: string, request: ScanRequest): Promise<Side | undefined> {
  if (!existsSync(path)) return undefined;
  const result = parseResult(readBaseText(path), path);
  const { grade } = result;
  // Its schedule says what its letter is by now.
  const letter = grade?.letter === undefined ? undefined : letterOn(grade, dayText(dayOf(request.asOf)));
  return { images: await rematch(result, request), letter };
}

function readBaseText(path: string): string {
  try {
    return readGivenText(path);
  } catch (cause) {
    throw new UserError('usage', `the base ${path} cannot be read`, 'Name a readable result.', { cause });
  }
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
      findings: [...findings, ...own.filter(isKept)],
      knownIds: new Set(own.flatMap(idsOf)),
    });
  }
  return images;
}

function packagesAlone(reference: string): string {
  return `The base ${reference} is compared by its signed inventory: packages, their vulnerabilities and the grade. Whether it has this image's other findings (secrets, hardening, integrity, origin) is unknown, and they count as if there were no base.`;
}

/** Without the reports of the base nobody knows what only other tools would say of it: that is no reason to pass. */
function untold(reference: string, { imports = [], baseImports }: ScanRequest): Pick<Side, 'warnings'> {
  if (imports.length === 0 || baseImports !== undefined) return {};
  const warning = `What other tools say of the base ${reference} was not given (--base-import): whether the change introduces what only they report is unknown, and it counts as introduced.`;
  return { warnings: [warning] };
}

/** What is not found again by matching: facts, and what only other tools knew. */
function isKept({ details }: JudgedFinding): boolean {
  return (
    details.kind === 'fact' || (details.reportedBy !== undefined && !details.reportedBy.includes('Seaworthy'))
  );
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
