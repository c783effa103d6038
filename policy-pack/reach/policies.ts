// Every network policy of a stack in the common form, in a fixed order.
import type { Resource } from '../model/resource.ts';
import type { Stack } from '../model/stack.ts';
import { readAdminPolicy } from './admin-policy.ts';
import { breakMisplaced, readEgressFirewall } from './egress-firewall.ts';
import { readForeignPolicy } from './foreign-policy.ts';
import { readNetNamespaces, sharedProjects } from './net-namespace.ts';
import { readNetworkPolicy } from './network-policy.ts';
import type { Policy } from './policy.ts';

/** Sorted by namespace and name, so that shuffled input gives the same result. */
export function readPolicies(stack: Stack): readonly Policy[] {
  return [
    ...breakMisplaced(stack.resources.flatMap(translate), sharedProjects(stack)),
    ...readNetNamespaces(stack),
  ]
    .map((policy) => ({
      policy,
      key: `${policy.resource.namespace ?? ''}/${policy.resource.name}/${policy.resource.kind}`,
    }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ policy }) => policy);
}

function translate(resource: Resource): readonly Policy[] {
  if (resource.group === 'networking.k8s.io' || resource.group === 'extensions') {
    if (resource.kind !== 'NetworkPolicy') return [];
    return [partial(resource, readNetworkPolicy(resource))];
  }
  if (resource.group === 'policy.networking.k8s.io') {
    const kinds = ['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'];
    return kinds.includes(resource.kind) ? [partial(resource, readAdminPolicy(resource))] : [];
  }
  const firewall = `${resource.group}/${resource.kind}`;
  if (firewall === 'k8s.ovn.org/EgressFirewall' || firewall === 'network.openshift.io/EgressNetworkPolicy') {
    return [partial(resource, readEgressFirewall(resource))];
  }
  return readForeignPolicy(resource);
}

/** A patch shows only some of the fields: whatever it selects is not known. */
function partial(resource: Resource, policy: Policy): Policy {
  return resource.patch
    ? { ...policy, tier: 'foreign', reason: `${resource.kind}Patch shows only a part` }
    : policy;
}
