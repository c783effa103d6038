// egress/allow-list: pods reach nothing outside that is broader than what the policy allows.
import { all } from '../../../reach/connections.ts';
import { covers, isPublic } from '../../../reach/public.ts';
import { connectionOf, parseTarget } from '../../network/intents.ts';
import { networkPlace } from '../../network/place.ts';
import { reachOf } from '../../network/reach.ts';
import type { StackRule } from '../../rule.ts';
import { askOutside } from '../outside.ts';
import { askNames } from './names.ts';

export const rule: StackRule = {
  ...networkPlace,
  id: 'egress/allow-list',
  title: 'pods reach outside only what the policy allows',
  severity: 'high',
  otherwise: 'block',
  because:
    'Stolen data and commands for an intruder go out wherever egress is broader than the workload needs.',
  fix: 'Narrow the egress rules to the allowed addresses and ports, or add the target to `stack.egress.allow`.',
  frameworks: ['NIST SP 800-190 4.3.3'],
  configuredBy: ['stack.egress.allow'],
  subject: 'stack',
  check: (context) => {
    const { egress } = context.policy;
    if (egress.allow === undefined) return [];
    const targets = egress.allow.flatMap((text) => parseTarget(text) ?? []);
    const cuts = targets.flatMap(({ peer }) => (peer.kind === 'addresses' ? [peer.range] : []));
    const required = egress.allow.join(', ') || 'nothing outside';
    const names = askNames(reachOf(context), targets, required);
    const addresses = askOutside(context, {
      cuts,
      forbidden: (table, range) =>
        targets
          .filter(({ peer }) =>
            peer.kind === 'internet'
              ? isPublic(range)
              : peer.kind === 'addresses' && covers(peer.range, range),
          )
          .reduce((rest, target) => table.subtract(rest, connectionOf(table, target)), all),
      required,
      say: (ports, where) => `can reach ${where} on ${ports}, which is not allowed`,
      settled: (_, pod) => names.settles(pod),
    });
    return [...addresses, ...names.sights];
  },
};
