// egress/metadata-endpoint: pods cannot reach the cloud's metadata endpoints.
import { metadataEndpoints } from '../../../data/metadata-endpoints.ts';
import { parseAddress } from '../../../reach/addresses.ts';
import { all } from '../../../reach/connections.ts';
import { covers } from '../../../reach/public.ts';
import { networkPlace } from '../../network/place.ts';
import type { StackRule } from '../../rule.ts';
import { askOutside } from '../outside.ts';

export const rule: StackRule = {
  ...networkPlace,
  id: 'egress/metadata-endpoint',
  title: 'pods cannot reach the cloud’s metadata endpoints',
  severity: 'high',
  otherwise: 'block',
  because:
    'The metadata endpoint hands out the credentials of the node to whoever asks, a forged request included.',
  fix: 'Except 169.254.169.254/32 and its kin from egress rules, and use workload identity.',
  level: 'host',
  frameworks: ['NIST SP 800-190 4.3.3', 'MITRE ATT&CK T1552.005'],
  configuredBy: ['stack.egress.metadataEndpoint'],
  subject: 'stack',
  check: (context) => {
    const { policy } = context;
    if (policy.egress.metadataEndpoint === 'allow') return [];
    const cuts = metadataEndpoints.flatMap(({ address }) => {
      const parsed = parseAddress(address);
      return parsed === undefined ? [] : [{ family: parsed.family, from: parsed.value, to: parsed.value }];
    });
    return askOutside(context, {
      cuts,
      forbidden: (_, range) => (cuts.some((cut) => covers(cut, range)) ? all : undefined),
      required: 'no connection to metadata endpoints',
      say: (ports, where) => `can reach the metadata endpoint ${where} on ${ports}`,
    });
  },
};
