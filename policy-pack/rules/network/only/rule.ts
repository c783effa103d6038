// network/only: workloads reach each other where the policy means it, and nowhere else.
import { none } from '../../../reach/connections.ts';
import type { Peer } from '../../../reach/reachability.ts';
import type { StackRule } from '../../rule.ts';
import { connectionOf, meansWorkload } from '../intents.ts';
import { networkPlace } from '../place.ts';
import { reachOf } from '../reach.ts';
import { intentsOf } from '../section.ts';
import { unwanted } from '../unwanted.ts';

export const rule: StackRule = {
  ...networkPlace,
  id: 'network/only',
  title: 'workloads reach each other only as the policy means it',
  severity: 'high',
  otherwise: 'block',
  because: 'A connection that nobody meant is a way for an intruder from one workload to the next.',
  fix: 'Narrow the network policies, or add the connection to `stack.network.only` if it is meant.',
  frameworks: ['NIST SP 800-190 4.3.3'],
  configuredBy: ['stack.network.only'],
  subject: 'stack',
  check: (context) => {
    const { policy } = context;
    if (policy.network.only === undefined) return [];
    const reach = reachOf(context);
    const intents = intentsOf(policy.network.only).map((intent) => ({
      ...intent,
      connection: connectionOf(reach.table, intent.to),
    }));
    const bits = (peer: Peer): string =>
      intents
        .map(
          ({ from, to }) =>
            `${meansWorkload(from, peer.name) ? 1 : 0}${meansWorkload(to.peer, peer.name) ? 1 : 0}`,
        )
        .join('');
    return unwanted(reach, {
      mark: bits,
      meant: (source, destination) =>
        intents.reduce(
          (sum, { from, to, connection }) =>
            meansWorkload(from, source.name) && meansWorkload(to.peer, destination.name)
              ? reach.table.unite(sum, connection)
              : sum,
          none,
        ),
      required: policy.network.only.join(', '),
    });
  },
};
