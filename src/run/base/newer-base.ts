// Looks into the newer bases of images that do not pass, for the fix plan; what cannot be had is said there and changes no verdict.
import type { NewerBase, NewerBases } from '../../gate/newer-base.ts';
import type { Policy } from '../../gate/policy.ts';
import { trustOfPolicy } from '../../inspection/image-policy.ts';
import { claimBeside } from '../../inspection/origin/base/claim.ts';
import { judgeBase, type KnownBase } from '../../inspection/origin/base/judge.ts';
import { countBaseLayers } from '../../inspection/origin/base/layers.ts';
import { beginsWith } from '../../inspection/origin/base/look.ts';
import { parseRegistryReference } from '../../oci/reference.ts';
import { dayOf, dayText } from '../../terms/day.ts';
import type { Digest } from '../../terms/digest.ts';
import { UserError } from '../../terms/errors.ts';
import type { Finding } from '../../terms/finding.ts';
import { settle } from '../deadline.ts';
import { candidate, type ScannedCandidate } from '../image/candidate.ts';
import type { Known } from '../image/conditions.ts';
import { type JudgedImage, judgeImages } from '../image/judge-images.ts';
import type { ImageOutcome } from '../image/outcome.ts';
import { readImages } from '../image/read-images.ts';
import type { Outside } from '../outside.ts';
import type { ScanRequest } from '../scan.ts';
import { knownBases } from './look.ts';
import { lowerPart } from './lower-part.ts';
import { isBelow, isOlderAsked, isSameSystem, outcomeUpon, shifted } from './upon.ts';

/** A whole base is read, and nobody waits for the plan longer. */
const milliseconds = 180_000;

type Request = Omit<ScanRequest, 'references'>;

/** `named`: what the user wants to be looked into, in the place of what the bases' tags lead to. */
export async function lookIntoNewerBases(
  images: readonly ScannedCandidate[],
  isAsked: (index: number) => boolean,
  named: string | undefined,
  sections: Policy['sections'],
  request: Request,
  outside: Outside,
): Promise<NewerBases> {
  const found: (NewerBase | undefined)[] = [];
  for (const [index, image] of images.entries()) {
    found.push(isAsked(index) ? await lookInto(image, named, sections, request, outside) : undefined);
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
  const base = await knownBase(image, sections, request, outside);
  const place = placeOf(image.makings.judged.outcome, base, named);
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

/**
 * What the manifest says; else what it was built from, which knows better than a label that came with the base; else the
 * only image that the policy lets build upon.
 */
async function knownBase(
  { makings }: ScannedCandidate,
  sections: Policy['sections'],
  request: Request,
  outside: Outside,
): Promise<KnownBase | undefined> {
  const { base, judged, placing } = makings;
  const claim = claimBeside(base?.claim, placing.recorded, trustOfPolicy(sections).bases);
  if (claim === undefined) return base;
  const look = knownBases(request.bases ?? 'of-registries', request.asOf, outside);
  return look(placing.source, judged.image, claim);
}

interface Place {
  readonly kind: 'place';
  /** As it is told. */
  readonly name: string;
  /** As it is read. */
  readonly reference: string;
  readonly depth: number;
}

/** Undefined: no newer one is out. */
function placeOf(
  { image, kinds }: ImageOutcome,
  base: KnownBase | undefined,
  named: string | undefined,
): Place | { readonly kind: 'nowhere'; readonly why: string } | undefined {
  const depth = countBaseLayers(image, kinds, base);
  if (named === undefined) {
    if (base === undefined)
      return { kind: 'nowhere', why: 'the image names no base; name one: --newer-base' };
    if (base.look.kind === 'unseen') return { kind: 'nowhere', why: base.look.why };
    if (beginsWith(image.config.diffIds, base.look.diffIds)) return undefined;
  }
  if (depth === undefined) {
    return { kind: 'nowhere', why: 'which of the layers are the base’s is not known' };
  }
  if (named !== undefined) return { kind: 'place', name: named, reference: named, depth };
  const { name } = base?.claim ?? { name: '' };
  const { registry, repository } = parseRegistryReference(name);
  const digest = base?.look.kind === 'seen' ? base.look.digests[0] : undefined;
  return { kind: 'place', name, reference: `${registry}/${repository}@${digest}`, depth };
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
  { name, reference, depth }: Place,
  request: Request,
  outside: Outside,
): Promise<NewerBase> {
  const { makings } = image;
  const { judged } = makings;
  const { platform } = judged.image;
  const [newer] = await judgeImages(reference, { ...request, platforms: [platform] }, outside);
  if (newer === undefined) return unseen(image, base, `${reference} has no image`);
  // What is not all known would look better than it is.
  const [refusal] = [...newer.refusals, ...newer.outcome.refusals];
  if (refusal !== undefined) return unseen(image, base, refusal.message);
  const bases = { depth, newer: newer.outcome };
  const older = isOlderAsked(judged.outcome, bases)
    ? await readOlder(makings.placing.source, judged, depth, request, outside)
    : undefined;
  const outcome = outcomeUpon(judged.outcome, { ...bases, older });
  const to = newer.image.indexDigest ?? newer.image.digest;
  const known = baseUpon(makings.base, name, newer, to);
  const matched = await matchUpon(judged.outcome, outcome, newer.outcome, depth, request);
  const shift = newer.image.layers.length - depth;
  const findings = [
    ...matched.findings,
    ...outcome.findings,
    ...(known === undefined ? [] : judgeBase(outcome.image, known, request.asOf)),
    ...onlyOthersKnow(makings.findings, shift),
  ];
  const looked = { kind: 'lacking', digest: to } as const;
  const refusals = judged.refusals.filter((one) => !isOfBase(one.digest, judged, depth));
  const upon: JudgedImage = { image: judged.image, refusals, outcome };
  const ofBase = basePackages(judged.outcome, depth);
  return {
    kind: 'seen',
    reference: name,
    ...(base?.claim.digest === undefined ? {} : { from: base.claim.digest }),
    to,
    upon: candidate(upon, matched, findings, makings.placing, known, looked),
    stays: staying(makings, base, looked),
    ofBase: (finding) => isBelow(finding, depth) || concerns(finding, ofBase),
  };
}

function isOfBase(digest: Digest | undefined, { image }: JudgedImage, depth: number): boolean {
  return image.layers.slice(0, depth).some((layer) => layer.digest === digest);
}

function basePackages({ packages }: ImageOutcome, depth: number): ReadonlySet<string> {
  return new Set(packages.filter(({ layer }) => layer < depth).map(({ purl }) => purl));
}

function concerns({ details }: Finding, purls: ReadonlySet<string>): boolean {
  return details.kind !== 'fact' && details.purls.some((purl) => purls.has(purl));
}

/** What other tools alone report of the image they do not report of the newer base, which they have not seen: it stays. */
function onlyOthersKnow(findings: readonly Finding[], shift: number): readonly Finding[] {
  return findings
    .filter(({ details }) => details.reportedBy !== undefined && !details.reportedBy.includes('Seaworthy'))
    .map((one) => shifted(one, shift));
}

/** The base as it would be said and seen of the image upon it; undefined where the image names none now. */
function baseUpon(
  base: KnownBase | undefined,
  name: string,
  { image }: JudgedImage,
  to: Digest,
): KnownBase | undefined {
  if (base === undefined) return undefined;
  const { claim, look } = base;
  const same = claim.name === name && look.kind === 'seen' ? look : undefined;
  const { created, diffIds } = image.config;
  const built = created === undefined ? {} : { built: created };
  return {
    claim: { ...claim, name, digest: to },
    look: { kind: 'seen', digests: [to, image.digest], otherBuilds: [], ...same, ...built, diffIds },
  };
}

/** Packages above the base that are of another release than it are held against that one's advisories. */
async function matchUpon(
  now: ImageOutcome,
  { packages, os, image }: ImageOutcome,
  newer: ImageOutcome,
  depth: number,
  { knowledge }: Request,
): Promise<Known> {
  if (isSameSystem(now, newer)) return knowledge.match(packages, os, image.layers);
  const height = image.layers.length - now.image.layers.length + depth;
  const below = await knowledge.match(
    packages.filter(({ layer }) => layer < height),
    os,
    image.layers,
  );
  const above = await knowledge.match(
    packages.filter(({ layer }) => layer >= height),
    now.os,
    image.layers,
  );
  return {
    ...below,
    findings: [...below.findings, ...above.findings],
    uncovered: [...below.uncovered, ...above.uncovered],
  };
}

/** Undefined where it cannot be read anew: then nothing of the newer base is taken for removed. */
async function readOlder(
  reference: string,
  { image }: JudgedImage,
  depth: number,
  { knownBad, without, signal, asOf }: Request,
  outside: Outside,
): Promise<ImageOutcome | undefined> {
  const { imageAnalyzers, judgeLayers } = await import('../image/judge-layers.ts');
  const { log, layerCache } = outside;
  const looking = { knownBad, without };
  const source = lowerPart(outside.openImage(reference), image.digest, depth);
  const [read] = await readImages(reference, source, [image.platform], async () => imageAnalyzers(looking), {
    log,
    layerCache,
    signal,
  });
  if (read?.kind !== 'read') return undefined;
  return judgeLayers(read, new Date(dayText(dayOf(asOf))), looking);
}
