// egress/dns: pods ask the cluster's resolvers and nobody else.
import { all, type Connection, type Connections, none } from '../../../reach/connections.ts';
import { covers } from '../../../reach/public.ts';
import { type IntentPeer, meansWorkload, parseTarget } from '../../network/intents.ts';
import { networkPlace } from '../../network/place.ts';
import { reachOf } from '../../network/reach.ts';
import { unwanted } from '../../network/unwanted.ts';
import type { StackRule, StackSight } from '../../rule.ts';
import { askOutside } from '../outside.ts';

export const rule: StackRule = {
  ...networkPlace,
  id: 'egress/dns',
  title: 'pods ask only the cluster’s resolvers',
  severity: 'medium',
  otherwise: 'warn',
  because: 'DNS to any server is a tunnel that egress rules do not see.',
  fix: 'Allow port 53 only towards the cluster’s DNS pods.',
  frameworks: ['MITRE ATT&CK T1071.004'],
  configuredBy: ['stack.egress.resolvers'],
  subject: 'stack',
  check: (context) => {
    const { policy } = context;
    const peers = policy.egress.resolvers.flatMap((text) => parseTarget(text)?.peer ?? []);
    const cuts = peers.flatMap((peer) => (peer.kind === 'addresses' ? [peer.range] : []));
    const reach = reachOf(context);
    const servers = new Set(
      reach.population.pods
        .filter((pod) => pod.ports.some(({ port }) => port === 53))
        .map((pod) => pod.workload),
    );
    const resolves = (name: string): boolean => peers.some((peer: IntentPeer) => meansWorkload(peer, name));
    const required = policy.egress.resolvers.join(', ');
    return [
      ...askOutside(context, {
        cuts,
        forbidden: (table, range) => (cuts.some((cut) => covers(cut, range)) ? undefined : dns(table)),
        required,
        say: (ports, where) => `can ask resolvers at ${where} (${ports})`,
      }).filter(({ resource }) => !resolves(`${resource.namespace}/${resource.name}[${resource.kind}]`)),
      ...reach.population.pods.flatMap(
        ({ portsComplete, template: { resource, specPath } }): StackSight[] => {
          const path = [...specPath, 'containers'];
          const reason = 'whether it is a resolver cannot be told';
          return portsComplete
            ? []
            : [{ resource, seen: [{ kind: 'unknown', path, reason, dependsOn: [] }] }];
        },
      ),
      ...unwanted(reach, {
        mark: ({ name, workload }) => `${servers.has(workload) && !resolves(name)}`,
        isDestination: ({ name, workload }) => servers.has(workload) && !resolves(name),
        meant: () => reach.table.subtract(all, dns(reach.table)),
        required,
      }),
    ];
  },
};

function dns(table: Connections): Connection {
  return [table.of('UDP', 53, 53), table.of('TCP', 53, 53), table.of('TCP', 853, 853)].reduce(
    table.unite,
    none,
  );
}
