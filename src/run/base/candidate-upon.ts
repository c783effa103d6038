// An image as a candidate of the gate upon a newer base: matched again, with what is said of its base then.
import { judgeBase, type KnownBase } from '../../inspection/origin/base/judge.ts';
import type { Digest } from '../../terms/digest.ts';
import type { Finding } from '../../terms/finding.ts';
import { candidate, type ScannedCandidate } from '../image/candidate.ts';
import type { Known } from '../image/conditions.ts';
import type { JudgedImage } from '../image/judge-images.ts';
import type { ImageOutcome } from '../image/outcome.ts';
import type { ScanRequest } from '../scan.ts';
import { type Bases, isSameSystem, outcomeUpon, shifted } from './upon.ts';

type Request = Pick<ScanRequest, 'knowledge' | 'asOf'>;

/** `name`: of the newer base, which `newer` is and `bases` speaks of. Errors: those of the advisories. */
export async function candidateUpon(
  { makings }: ScannedCandidate,
  name: string,
  newer: JudgedImage,
  bases: Bases,
  to: Digest,
  request: Request,
): Promise<ScannedCandidate> {
  const { judged, placing, base } = makings;
  const { depth } = bases;
  const outcome = outcomeUpon(judged.outcome, bases);
  const known = baseUpon(base, name, newer, to);
  const matched = await matchUpon(judged.outcome, outcome, bases, request);
  const findings = [
    ...matched.findings,
    ...outcome.findings,
    ...(known === undefined ? [] : judgeBase(outcome.image, known, request.asOf)),
    ...onlyOthersKnow(makings.findings, newer.image.layers.length - depth),
  ];
  const refusals = judged.refusals.filter((one) => !isOfBase(one.digest, judged, depth));
  const upon: JudgedImage = { image: judged.image, refusals, outcome };
  return candidate(upon, matched, findings, placing, known, { kind: 'lacking', digest: to });
}

function isOfBase(digest: Digest | undefined, { image }: JudgedImage, depth: number): boolean {
  return image.layers.slice(0, depth).some((layer) => layer.digest === digest);
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
  { newer, depth }: Bases,
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
