// Where the newer base of an image is to be found, and how many of its layers that would replace.
import type { Policy } from '../../gate/policy.ts';
import { trustOfPolicy } from '../../inspection/image-policy.ts';
import { claimBeside } from '../../inspection/origin/base/claim.ts';
import type { KnownBase } from '../../inspection/origin/base/judge.ts';
import { countBaseLayers } from '../../inspection/origin/base/layers.ts';
import { beginsWith, type SeenBase } from '../../inspection/origin/base/look.ts';
import { parseRegistryReference } from '../../oci/reference.ts';
import type { ScannedCandidate } from '../image/candidate.ts';
import type { ImageOutcome } from '../image/outcome.ts';
import type { Outside } from '../outside.ts';
import type { ScanRequest } from '../scan.ts';
import { knownBases } from './look.ts';

/**
 * What the manifest says; else what it was built from, which knows better than a label that came with the base; else the
 * only image that the policy lets build upon.
 */
export async function baseForPlan(
  { makings }: ScannedCandidate,
  sections: Policy['sections'],
  request: Pick<ScanRequest, 'bases' | 'asOf'>,
  outside: Outside,
): Promise<KnownBase | undefined> {
  const { base, judged, placing } = makings;
  const claim = claimBeside(base?.claim, placing.recorded, trustOfPolicy(sections).bases);
  if (claim === undefined) return base;
  const look = knownBases(request.bases ?? 'of-registries', request.asOf, outside);
  return look(placing.source, judged.image, claim);
}

export interface Place {
  readonly kind: 'place';
  /** As it is told. */
  readonly name: string;
  /** As it is read. */
  readonly reference: string;
  readonly depth: number;
  /** What its registry shows of it; absent where the user names it. */
  readonly look?: SeenBase;
}

/** Undefined: no newer one is out. */
export function newerPlace(
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
  if (base?.look.kind !== 'seen') return { kind: 'nowhere', why: 'nobody has looked at the base' };
  const { claim, look } = base;
  const { registry, repository } = parseRegistryReference(claim.name);
  const reference = `${registry}/${repository}@${look.digests[0]}`;
  return { kind: 'place', name: claim.name, reference, depth, look };
}
