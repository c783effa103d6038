// `stack.egress` of the policy file.
import { z } from 'zod';
import { parseBlock } from '../../reach/addresses.ts';
import { parseTarget } from '../network/intents.ts';

const target = z.string().refine((text) => {
  const kind = parseTarget(text)?.peer.kind;
  return kind === 'addresses' || kind === 'name' || kind === 'internet';
}, 'not an address, a CIDR or a domain name with ports (see docs/network-intents.md)');

export const egressShape = z
  .strictObject({
    allow: z
      .array(target)
      .optional()
      .describe('All that pods may reach outside, such as `10.20.0.0/16:5432` or `api.example.com:443`.'),
    metadataEndpoint: z
      .enum(['deny', 'allow'])
      .default('deny')
      .describe('Whether pods may reach the cloud’s metadata endpoints.'),
    resolvers: z
      .array(z.string().refine((text) => parseTarget(text) !== undefined, 'not a peer'))
      .default(['kube-system/*', 'openshift-dns/*', '169.254.20.10', 'fd00::a'])
      .describe('The cluster’s resolvers: workloads or addresses.'),
    fixedSources: z
      .array(z.string().refine((text) => parseBlock(text) !== undefined, 'not a CIDR'))
      .default([])
      .describe('Addresses from which databases see the cluster, where the stack does not show them.'),
  })
  .describe('What pods may reach outside the cluster.');

export type EgressSection = z.infer<typeof egressShape>;
