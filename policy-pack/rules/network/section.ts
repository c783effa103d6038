// `stack.network` of the policy file.
import { z } from 'zod';
import { networkPlugins } from '../../data/network-plugins.ts';
import { parseBlock } from '../../reach/addresses.ts';
import { type Intent, parseIntent, parseTarget, type Target } from './intents.ts';

export const directions = ['ingress', 'egress'] as const;

const ipFamilies = ['IPv4', 'IPv6'] as const;

const grammar = 'see docs/network-intents.md';
const intent = z.string().refine((text) => parseIntent(text) !== undefined, `not an intent (${grammar})`);
const target = z
  .string()
  .refine((text) => parseTarget(text) !== undefined, `not a peer with ports (${grammar})`);
const block = z.string().refine((text) => parseBlock(text) !== undefined, 'not a CIDR');

const tenants = z
  .union([
    z.literal('namespaces'),
    z.strictObject({ label: z.string().min(1).describe('Label of namespaces whose value is the tenant.') }),
  ])
  .describe('What a tenant is: each namespace, or the namespaces that share a label.');

export const networkShape = z
  .strictObject({
    defaultDeny: z
      .array(z.enum(directions))
      .default([...directions])
      .describe('Directions in which every namespace is closed by default.'),
    only: z
      .array(intent)
      .optional()
      .describe(
        'The only connections between workloads, such as `web -> api:8080` (docs/network-intents.md).',
      ),
    exposed: z
      .array(target)
      .default([])
      .describe('Workloads that the internet may reach, such as `web:443`.'),
    tenants: tenants.optional(),
    between: z.array(intent).default([]).describe('Connections that tenants may have with each other.'),
    controlPlane: z
      .strictObject({
        addresses: z.array(block).default([]).describe('Addresses of API servers, etcd and kubelets.'),
        from: z.array(target).default([]).describe('Workloads that may reach the control plane.'),
      })
      .optional()
      .describe('Where the control plane is, and who may reach it.'),
    ipFamilies: z
      .array(z.enum(ipFamilies))
      .min(1)
      .default([...ipFamilies])
      .describe('Families of addresses that the cluster has, as its Services name them.'),
    plugin: z
      .enum(networkPlugins)
      .optional()
      .describe('Network plug-in of the cluster, where the stack does not show it.'),
  })
  .describe('Who may reach whom.');

export type NetworkSection = z.infer<typeof networkShape>;

/** Intents of checked texts. */
export function intentsOf(texts: readonly string[]): readonly Intent[] {
  return texts.flatMap((text) => parseIntent(text) ?? []);
}

export function targetsOf(texts: readonly string[]): readonly Target[] {
  return texts.flatMap((text) => parseTarget(text) ?? []);
}
