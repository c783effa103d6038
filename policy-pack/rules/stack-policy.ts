// The stack's part of the policy file: what its sections say, defaults filled in.
import { z } from 'zod';
import { type CertificateSetting, certificateSchema } from '../../src/evidence/policy/certificate-section.ts';
import { type SignerSetting, signerSchema } from '../../src/evidence/policy/identity-schema.ts';
import type { RuleAction } from '../../src/gate/policy.ts';
import { ruleActions } from '../../src/gate/policy.ts';
import { latestMinor, podSecurityLevels } from '../data/pod-security-versions.ts';
import { type EgressSection, egressShape } from './egress/section.ts';
import { type NetworkSection, networkShape } from './network/section.ts';
import { type StorageSection, storageShape } from './storage/section.ts';

const range = z
  .strictObject({ from: z.int().min(0), to: z.int().min(0).optional() })
  .refine((one) => one.to === undefined || one.from <= one.to, '`from` is larger than `to`');

export type IdRange = z.infer<typeof range>;

const podSecurity = z
  .strictObject({
    level: z.enum(podSecurityLevels).default('restricted').describe('Level of the Pod Security Standards.'),
    version: z
      .string()
      .regex(/^(?:latest|v?1\.(?:\d|[12]\d|3[0-7]))$/, `not \`latest\` or 1.0 to 1.${latestMinor}`)
      .default('latest')
      .describe('Version of Kubernetes whose standards hold, such as `1.31`.'),
  })
  .describe('Pod Security Standards that every pod keeps.');

const rules = z
  .record(z.string().regex(/^[a-z0-9-]+\/(?:[a-z0-9-]+|\*)$/, 'not a rule id'), z.enum(ruleActions))
  .describe('Rule id or `area/*` → `block`, `warn` or `off`; a rule beats its area.');

const unknown = z
  .enum(['block', 'warn'])
  .describe('What a value that is not known yet does where it could break a rule that blocks.');

const coverage = z
  .strictObject({
    minimum: z
      .number()
      .min(0)
      .max(100)
      .describe(
        'Percentage of the stack that must be seen; 0 where nothing is said. What is not seen is listed in any case.',
      ),
  })
  .describe('How much of the stack the gate must be able to look into.');

const images = z
  .strictObject({
    registries: z
      .array(z.string().min(1))
      .optional()
      .describe('Registries and repositories that images may come from, such as `registry.example/team`.'),
    signedBy: z
      .union([signerSchema, z.array(signerSchema).min(1)])
      .optional()
      .describe('Who may sign the images of the stack.'),
    threshold: z.int().min(1).default(1).describe('How many different ones of them must have signed.'),
    trustedRoot: z.string().min(1).optional().describe('Path of a trusted_root.json, or `tuf`.'),
    from: z
      .string()
      .min(1)
      .optional()
      .describe('Where images are looked up: `registry`, or a folder of OCI layouts or bundles.'),
  })
  .describe('Where images of the stack come from, and who signs them.');

const rendered = z
  .record(z.string().min(1), z.string().min(1))
  .describe(
    'Helm release, by name in the program or URN → folder or file of its rendered manifests (`helm template`).',
  );

export interface ImagesSection {
  /** Absent: any. */
  readonly registries: readonly string[] | undefined;
  /** Absent: signatures are not asked for. */
  readonly signedBy: readonly SignerSetting[] | undefined;
  readonly threshold: number;
  readonly trustedRoot: string | undefined;
  /** Absent: images are looked up only where evidence is asked for. */
  readonly from: string | undefined;
}

const runAs = z
  .strictObject({
    users: z.array(range).optional().describe('User ids that containers may run as.'),
    groups: z.array(range).optional().describe('Group ids, supplemental ones included.'),
  })
  .describe('Ranges of user and group ids.');

const runtimeClasses = z
  .array(z.string().min(1))
  .describe('Runtime classes that sandbox; every pod must name one of them.');

export interface StackPolicy {
  readonly podSecurity: { readonly level: z.infer<typeof podSecurity>['level']; readonly minor: number };
  readonly rules: ReadonlyMap<string, RuleAction>;
  readonly unknown: 'block' | 'warn';
  /** Percentage; 0 asks for nothing. */
  readonly minimumCoverage: number;
  readonly images: ImagesSection;
  /** Absent: certificates are not asked for. */
  readonly certificate: CertificateSetting | undefined;
  readonly users: readonly IdRange[] | undefined;
  readonly groups: readonly IdRange[] | undefined;
  readonly runtimeClasses: readonly string[] | undefined;
  /** Release → path of its rendered manifests. */
  readonly rendered: ReadonlyMap<string, string>;
  readonly network: NetworkSection;
  readonly storage: StorageSection;
  readonly egress: EgressSection;
}

/** Shapes by their place in the policy file. */
export const stackShapes = {
  'stack.podSecurity': podSecurity,
  'stack.rules': rules,
  'stack.unknown': unknown,
  'stack.coverage': coverage,
  'stack.images': images,
  'stack.certificate': certificateSchema,
  'stack.runAs': runAs,
  'stack.runtimeClasses': runtimeClasses,
  'stack.rendered': rendered,
  'stack.network': networkShape,
  'stack.storage': storageShape,
  'stack.egress': egressShape,
} satisfies Record<string, z.ZodType>;

/** What the sections of a parsed policy say of the stack. */
export function stackPolicy(sections: ReadonlyMap<string, unknown>): StackPolicy {
  const standard = podSecurity.parse(sections.get('stack.podSecurity') ?? {});
  const ranges = runAs.parse(sections.get('stack.runAs') ?? {});
  return {
    podSecurity: { level: standard.level, minor: minorOf(standard.version) },
    rules: new Map(Object.entries(rules.parse(sections.get('stack.rules') ?? {}))),
    unknown: unknown.parse(sections.get('stack.unknown') ?? 'block'),
    minimumCoverage: coverage.parse(sections.get('stack.coverage') ?? { minimum: 0 }).minimum,
    images: imagesSection(sections.get('stack.images')),
    certificate: certificateSchema.optional().parse(sections.get('stack.certificate')),
    users: ranges.users,
    groups: ranges.groups,
    runtimeClasses: runtimeClasses.optional().parse(sections.get('stack.runtimeClasses')),
    rendered: new Map(Object.entries(rendered.parse(sections.get('stack.rendered') ?? {}))),
    network: networkShape.parse(sections.get('stack.network') ?? {}),
    storage: storageShape.parse(sections.get('stack.storage') ?? {}),
    egress: egressShape.parse(sections.get('stack.egress') ?? {}),
  };
}

function imagesSection(value: unknown): ImagesSection {
  const { registries, signedBy, threshold, trustedRoot, from } = images.parse(value ?? {});
  return {
    registries,
    signedBy: signedBy === undefined ? undefined : [signedBy].flat(),
    threshold,
    trustedRoot,
    from,
  };
}

/** `latest`, `1.31` or `v1.31` → the minor. */
export function minorOf(version: string): number {
  return version === 'latest' ? latestMinor : Number(version.slice(version.indexOf('.') + 1));
}
