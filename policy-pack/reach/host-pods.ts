// Pods that policies select by address, or not at all: those of the host's network, and blocks that hold pods.
import { type AddressRange, type Family, wholeFamily, without } from './addresses.ts';
import type { Members } from './membership.ts';
import type { Pod } from './pods.ts';
import type { Heed, PeerMatch, PodScope } from './policy.ts';

/** Whether a point counts in answers of this kind. */
export function heeded(heed: Heed | undefined, strict: boolean): boolean {
  return heed === 'always' || (heed === 'strict' && strict);
}

/**
 * What a scope selects of pods on the host's network: nothing where the API says so; in strict answers perhaps the
 * same as of others, because NetworkPolicy leaves it to the plug-in.
 */
export function hostless(members: Members, scope: PodScope, pods: readonly Pod[], strict: boolean): Members {
  const never = heeded(scope.withoutHost, strict);
  if (!never && !strict) return members;
  const onHost = (index: number): Pod['hostNetwork'] => pods[index]?.hostNetwork ?? 'no';
  const stays = (index: number): boolean => !never || onHost(index) !== 'yes';
  return {
    sure: members.sure.filter((index) => onHost(index) === 'no'),
    perhaps: [...members.perhaps, ...members.sure.filter((index) => onHost(index) !== 'no')]
      .filter(stays)
      .sort((a, b) => a - b),
  };
}

/** Pods whose addresses may lie in a block: surely where the block is the whole world of every family that pods have. */
export function podsWithin(
  peer: Extract<PeerMatch, { kind: 'addresses' }>,
  pods: readonly Pod[],
  { strict, podFamilies }: { readonly strict: boolean; readonly podFamilies: readonly Family[] },
): Members {
  if (heeded(peer.podsToo, strict)) {
    const every = peer.ranges.some(({ family }) => podFamilies.includes(family))
      ? pods.map(({ index }) => index)
      : [];
    return isWhole(peer.ranges, podFamilies) ? { sure: every, perhaps: [] } : { sure: [], perhaps: every };
  }
  if (!strict) return { sure: [], perhaps: [] };
  // A pod of the host's network is met at the address of its node.
  return {
    sure: [],
    perhaps: pods.flatMap(({ index, hostNetwork }) => (hostNetwork === 'no' ? [] : [index])),
  };
}

/** Whether ranges hold every address of the families. */
export function isWhole(ranges: readonly AddressRange[], families: readonly Family[]): boolean {
  return families.every((family) => without(wholeFamily[family], ranges).length === 0);
}
