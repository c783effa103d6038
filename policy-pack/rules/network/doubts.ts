// Why the policies of a pod leave something open: the holes in them, as observations at their place.
import type { Resource } from '../../model/resource.ts';
import { holes, type Path } from '../../model/tree.ts';
import { choosesByLabel, podsInNetworks, undeclaredNamespaces } from '../../reach/notes.ts';
import type { Direction, Policy } from '../../reach/policy.ts';
import type { Reachability } from '../../reach/reachability.ts';
import type { Blind } from '../observation.ts';
import type { StackSight } from '../rule.ts';

/** Policies that select a pod in one direction, surely or perhaps. */
export function policiesAt(reach: Reachability, direction: Direction, pod: number): readonly Policy[] {
  const side = reach[direction];
  const profile = side.profiles[side.profileOf[pod] ?? -1];
  return [...(profile?.sure ?? []), ...(profile?.perhaps ?? [])].flatMap((index) => {
    const policy = reach.policies[index];
    return policy === undefined ? [] : [policy];
  });
}

/** Places that decide whom a policy selects and where a pod listens. */
const hidesWho =
  /labels|hostNetwork|namespace|ports|restartPolicy|(?:^|\.)(?:spec|template|containers|initContainers)(?:\.\d+)?$/;

/** One sight a policy that is not wholly understood; at the pod's own resource when no policy is to blame. */
export function doubtsAbout(
  reach: Reachability,
  direction: Direction,
  pod: number,
  reason: string,
): readonly StackSight[] {
  const doubted = policiesAt(reach, direction, pod).flatMap((policy): StackSight[] => {
    const seen = [...doubtsOf(policy, direction), ...networksOf(policy, direction)];
    return seen.length === 0 ? [] : [{ resource: policy.resource, seen }];
  });
  if (doubted.length > 0) return doubted;
  const strange = policiesAt(reach, direction, pod).flatMap((policy): StackSight[] => {
    const seen = namespacesOf(reach, policy, direction);
    return seen.length === 0 ? [] : [{ resource: policy.resource, seen }];
  });
  if (strange.length > 0) return strange;
  const own = reach.population.pods[pod];
  if (own === undefined) return [];
  const { resource, specPath, path } = own.template;
  const unknown = holes(resource.tree).filter(({ path: place }) => hidesWho.test(place.join('.')));
  const seen: Blind[] =
    unknown.length === 0
      ? [
          own.hostNetwork === 'no'
            ? effect(path, reason)
            : effect([...specPath, 'hostNetwork'], 'policies may not apply to pods of the host network'),
        ]
      : unknown.map(({ path: place, hole }) => blind(place, hole.reason, hole.dependsOn));
  return [{ resource, seen }];
}

/** Holes of one policy, or why it is not understood. */
export function doubtsOf(policy: Policy, direction: Direction): readonly Blind[] {
  const found = holesOf(policy.resource);
  if (found.length > 0) return found;
  if (policy.tier === 'foreign') return [effect(['spec'], policy.reason ?? 'it is not understood')];
  return (policy[direction] ?? []).flatMap((rule) => [
    ...rule.peers.flatMap((peer) => (peer.kind === 'doubtful' ? [effect(rule.path, peer.reason)] : [])),
    ...(rule.ports ?? []).flatMap((port) =>
      port.kind === 'doubtful' ? [effect(rule.path, port.reason)] : [],
    ),
  ]);
}

/** Rules that hold pods against networks; no hole of the policy, but open between two pods. */
function networksOf(policy: Policy, direction: Direction): readonly Blind[] {
  return (policy[direction] ?? []).flatMap((rule) =>
    rule.peers.some((peer) => peer.kind === 'addresses' && peer.podsToo !== undefined)
      ? [effect(rule.path, podsInNetworks)]
      : [],
  );
}

/** Rules that choose namespaces by labels, where the stack does not declare all that it uses. */
function namespacesOf(reach: Reachability, policy: Policy, direction: Direction): readonly Blind[] {
  const names = undeclaredNamespaces(reach);
  if (names.length === 0) return [];
  const reason = `the labels of namespaces that the stack does not declare are not known: ${names.slice(0, 3).join(', ')}`;
  return (policy[direction] ?? []).flatMap((rule) =>
    rule.peers.some((peer) => peer.kind === 'pods' && choosesByLabel(peer.scope))
      ? [effect(rule.path, reason)]
      : [],
  );
}

function holesOf(resource: Resource): readonly Blind[] {
  return holes(resource.tree).map(({ path, hole }) => blind(path, hole.reason, hole.dependsOn));
}

/** What is written is known; what it does to the pod is not. */
function effect(path: Path, reason: string): Blind {
  return { ...blind(path, reason, []), effect: true };
}

function blind(path: Path, reason: string, dependsOn: readonly string[]): Blind {
  return { kind: 'unknown', path, reason, dependsOn };
}
