// What a reader must know beside the rows: assumptions made and policies not understood.
import { declaredNamespaces } from '../model/namespaces.ts';
import { describePlace } from '../model/position.ts';
import { describeResource } from '../model/resource.ts';
import type { Family } from './addresses.ts';
import { isWhole } from './host-pods.ts';
import type { PodScope, Policy } from './policy.ts';
import type { Reachability } from './reachability.ts';

/** Why networks of an admin policy leave pairs of pods open. */
export const podsInNetworks = 'its networks may hold pods, whose addresses are not in the stack';

/** Sorted sentences without repetition. */
export function reachNotes(reach: Reachability): readonly string[] {
  const notes = new Set<string>();
  if (reach.population.workloads.length === 0) notes.add('there are no workloads in what was read');
  for (const policy of reach.policies) {
    const where = `${describeResource(policy.resource)} (${describePlace(policy.resource)})`;
    if (policy.tier === 'foreign') notes.add(`${where}: ${policy.reason ?? 'it is not understood'}`);
    for (const reason of doubtsOf(policy, reach.podFamilies)) notes.add(`${where}: ${reason}`);
  }
  for (const pod of reach.population.pods) {
    if (pod.hostNetwork === 'no') continue;
    const name = reach.population.workloads[pod.workload]?.name ?? '';
    const verb = pod.hostNetwork === 'yes' ? 'uses' : 'may use';
    notes.add(`${name} ${verb} the host's network: policies may not apply to it`);
  }
  const missing = undeclaredNamespaces(reach);
  if (missing.length > 0 && reach.policies.some(speaksOfNamespaces)) {
    const known = reach.population.pods.every(({ namespaceLabels }) => namespaceLabels.complete);
    const count = known ? 'count as absent' : 'are not known';
    notes.add(`labels of namespaces that the stack does not declare ${count}: ${missing.join(', ')}`);
  }
  for (const thing of reach.stack.opaque) {
    const place = thing.source.kind === 'urn' ? thing.source.urn : thing.source.file;
    notes.add(`${place}: ${thing.reason}`);
  }
  return [...notes].sort();
}

function doubtsOf(policy: Policy, podFamilies: readonly Family[]): readonly string[] {
  return [...(policy.ingress ?? []), ...(policy.egress ?? [])].flatMap((rule) => [
    ...rule.peers.flatMap((peer) =>
      peer.kind === 'doubtful'
        ? [peer.reason]
        : peer.kind === 'addresses' && peer.podsToo === 'always' && !isWhole(peer.ranges, podFamilies)
          ? [podsInNetworks]
          : [],
    ),
    ...(rule.ports ?? []).flatMap((port) => (port.kind === 'doubtful' ? [port.reason] : [])),
  ]);
}

function speaksOfNamespaces(policy: Policy): boolean {
  const rules = [...(policy.ingress ?? []), ...(policy.egress ?? [])];
  const scopes = [
    policy.subject,
    ...rules.flatMap((rule) => rule.peers.flatMap((peer) => (peer.kind === 'pods' ? [peer.scope] : []))),
  ];
  return scopes.some(choosesByLabel);
}

/** Whether a scope asks for labels of namespaces beyond their name, which is known of each. */
export function choosesByLabel({ namespaces }: PodScope): boolean {
  return (
    namespaces.kind === 'selected' &&
    namespaces.selector.requirements.some(({ key }) => key !== 'kubernetes.io/metadata.name')
  );
}

/** Namespaces that workloads are in and the stack does not declare, sorted. */
export function undeclaredNamespaces(reach: Reachability): readonly string[] {
  const declared = declaredNamespaces(reach.stack);
  const used = new Set(reach.population.workloads.map((workload) => workload.namespace));
  return [...used].filter((name) => !declared.has(name)).sort();
}
