// Looks into the newer bases of images that do not pass, for the fix plan; what cannot be had is said there and changes no verdict.
import type { NewerBase, NewerBases } from '../../gate/newer-base.ts';
import type { Policy } from '../../gate/policy.ts';
import type { KnownBase } from '../../inspection/origin/base/judge.ts';
import { UserError } from '../../terms/errors.ts';
import type { Finding } from '../../terms/finding.ts';
import { settle } from '../deadline.ts';
import { candidate, type ScannedCandidate } from '../image/candidate.ts';
import { judgeImages } from '../image/judge-images.ts';
import type { ImageOutcome } from '../image/outcome.ts';
import type { Outside } from '../outside.ts';
import type { ScanRequest } from '../scan.ts';
import { candidateUpon } from './candidate-upon.ts';
import { readNewerBill } from './newer-bill.ts';
import { baseForPlan, newerPlace, type Place } from './newer-place.ts';
import { readOlderBase } from './older-base.ts';
import { isBelow, isOlderAsked } from './upon.ts';

/** A whole base is read, and nobody waits for the plan longer. */
const milliseconds = 180_000;

type Request = Omit<ScanRequest, 'references'>;

/** `asked`: of which images, in their order. `named`: what the user wants to be looked into, in the place of what the bases' tags lead to. */
export async function lookIntoNewerBases(
  images: readonly ScannedCandidate[],
  asked: readonly boolean[],
  named: string | undefined,
  sections: Policy['sections'],
  request: Request,
  outside: Outside,
): Promise<NewerBases> {
  const found: (NewerBase | undefined)[] = [];
  for (const [index, image] of images.entries()) {
    found.push(asked[index] === true ? await lookInto(image, named, sections, request, outside) : undefined);
  }
  return found;
}

async function lookInto(
  image: ScannedCandidate,
  named: string | undefined,
  sections: Policy['sections'],
  request: Request,
  outside: Outside,
): Promise<NewerBase | undefined> {
  const base = await baseForPlan(image, sections, request, outside);
  const place = newerPlace(image.makings.judged.outcome, base, named);
  if (place === undefined) return undefined;
  if (place.kind === 'nowhere') return unseen(image, base, place.why);
  const signal = AbortSignal.timeout(milliseconds);
  const seen = await settle(
    () => readUpon(image, base, place, { ...request, signal }, outside),
    milliseconds,
    signal,
  ).catch((error: unknown) => {
    if (error instanceof UserError) return { reason: error.message };
    throw error;
  });
  return 'reason' in seen ? unseen(image, base, seen.reason) : seen;
}

function unseen({ makings }: ScannedCandidate, base: KnownBase | undefined, why: string): NewerBase {
  return { kind: 'unseen', stays: staying(makings, base, { kind: 'unseen', why }) };
}

function staying(
  { judged, matched, findings, placing }: ScannedCandidate['makings'],
  base: KnownBase | undefined,
  looked: Parameters<typeof candidate>[5],
): Pick<ScannedCandidate, 'remedies'> {
  const { remedies } = candidate(judged, matched, findings, placing, base, looked);
  return { remedies };
}

async function readUpon(
  image: ScannedCandidate,
  base: KnownBase | undefined,
  place: Place,
  request: Request,
  outside: Outside,
): Promise<NewerBase> {
  const { makings } = image;
  const { judged } = makings;
  const { name, reference, depth, look } = place;
  const { signersOf } = typeof request.bases === 'object' ? request.bases : {};
  const bill =
    look === undefined
      ? undefined
      : await readNewerBill({ ...place, look }, judged.outcome, signersOf, outside);
  const { platform } = judged.image;
  const [newer] =
    bill === undefined
      ? await judgeImages(reference, { ...request, platforms: [platform] }, outside)
      : [bill];
  if (newer === undefined) return unseen(image, base, `${reference} has no image`);
  // What is not all known would look better than it is.
  const [refusal] = [...newer.refusals, ...newer.outcome.refusals];
  if (refusal !== undefined) return unseen(image, base, refusal.message);
  const bases = { depth, newer: newer.outcome };
  const older = isOlderAsked(judged.outcome, bases)
    ? await readOlderBase(makings.placing.source, judged, depth, request, outside)
    : undefined;
  const to = newer.image.indexDigest ?? newer.image.digest;
  const ofBase = basePackages(judged.outcome, depth);
  return {
    kind: 'seen',
    reference: name,
    ...(base?.claim.digest === undefined ? {} : { from: base.claim.digest }),
    to,
    by: bill === undefined ? 'layers' : 'inventory',
    upon: await candidateUpon(image, name, newer, { ...bases, older }, to, request),
    stays: staying(makings, base, { kind: 'lacking', digest: to }),
    ofBase: (finding) => isBelow(finding, depth) || concerns(finding, ofBase),
  };
}

function basePackages({ packages }: ImageOutcome, depth: number): ReadonlySet<string> {
  return new Set(packages.filter(({ layer }) => layer < depth).map(({ purl }) => purl));
}

function concerns({ details }: Finding, purls: ReadonlySet<string>): boolean {
  return details.kind !== 'fact' && details.purls.some((purl) => purls.has(purl));
}
