// network/isolated-namespaces: tenants cannot reach each other unless the policy says so.
import { namespaceLabels } from '../../../model/namespaces.ts';
import { ofKind, type Stack } from '../../../model/stack.ts';
import { textAt } from '../../../model/typed.ts';
import { none } from '../../../reach/connections.ts';
import type { Peer, Reachability } from '../../../reach/reachability.ts';
import type { RuleContext, StackRule, StackSight } from '../../rule.ts';
import { connectionOf, meansWorkload } from '../intents.ts';
import { isPlatform, networkPlace } from '../place.ts';
import { reachOf } from '../reach.ts';
import { intentsOf, type NetworkSection } from '../section.ts';
import { unwanted } from '../unwanted.ts';

export const rule: StackRule = {
  ...networkPlace,
  id: 'network/isolated-namespaces',
  title: 'tenants cannot reach each other',
  severity: 'high',
  otherwise: 'block',
  because: 'One tenant that is broken into must not be the way into another.',
  fix: 'Select peers of the own tenant’s namespaces only, or name the connection in `stack.network.between`.',
  frameworks: ['NIST SP 800-190 4.3.3', 'CIS Kubernetes 5.3.2'],
  configuredBy: ['stack.network.tenants', 'stack.network.between'],
  subject: 'stack',
  check: (context: RuleContext) => {
    const { stack } = context;
    const { network } = context.policy;
    if (network.tenants === undefined) return [];
    const reach = reachOf(context);
    const tenant = tenantOf(stack, reach, network.tenants);
    const intents = intentsOf(network.between);
    const sides = (peer: Peer): string =>
      intents
        .map(({ from, to }) => [meansWorkload(from, peer.name), meansWorkload(to.peer, peer.name)])
        .join(' ');
    const untold = network.tenants === 'namespaces' ? [] : unknownTenants(stack, network.tenants.label);
    return untold.concat(
      unwanted(reach, {
        mark: (peer) => `${tenant(peer) ?? ''}/${sides(peer)}`,
        meant: (source, destination) => {
          const [from, to] = [tenant(source), tenant(destination)];
          if (from === undefined || to === undefined || from === to) return undefined;
          return intents
            .filter(
              (one) => meansWorkload(one.from, source.name) && meansWorkload(one.to.peer, destination.name),
            )
            .reduce((sum, one) => reach.table.unite(sum, connectionOf(reach.table, one.to)), none);
        },
        required: 'nothing from other tenants',
      }),
    );
  },
};

/** Namespaces whose tenant is decided later. */
function unknownTenants(stack: Stack, label: string): StackSight[] {
  return ofKind(stack, 'Namespace', '').flatMap((resource): StackSight[] => {
    const found = textAt(resource.tree, ['metadata', 'labels', label]);
    if (found.kind === 'known') return [];
    const dependsOn = found.kind === 'unknown' ? found.dependsOn : [];
    const path = ['metadata', 'labels', label];
    return [{ resource, seen: [{ kind: 'unknown', path, reason: 'it says the tenant', dependsOn }] }];
  });
}

/** `undefined`: no tenant of its own (the platform, or a namespace without the label). */
function tenantOf(
  stack: Stack,
  { population }: Reachability,
  tenants: NonNullable<NetworkSection['tenants']>,
): (peer: Peer) => string | undefined {
  const labels = namespaceLabels(stack);
  return ({ workload }) => {
    const namespace = population.workloads[workload]?.namespace;
    if (namespace === undefined || isPlatform(namespace)) return undefined;
    return tenants === 'namespaces' ? namespace : labels(namespace).entries.get(tenants.label);
  };
}
