// The stack's part of the policy file: what its sections say, defaults filled in.
import { z } from 'zod';
import type { RuleAction } from '../../src/gate/policy.ts';
import { ruleActions } from '../../src/gate/policy.ts';
import { latestMinor, podSecurityLevels } from '../data/pod-security-versions.ts';
import { type NetworkSection, networkShape } from './network/section.ts';

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
    minimum: z.number().min(0).max(100).describe('Percentage of the stack that must be seen.'),
  })
  .describe('How much of the stack the gate must be able to look into.');

const images = z
  .strictObject({
    registries: z
      .array(z.string().min(1))
      .optional()
      .describe('Registries and repositories that images may come from, such as `registry.example/team`.'),
  })
  .describe('Where images of the stack may come from.');

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
  /** Absent: any. */
  readonly registries: readonly string[] | undefined;
  readonly users: readonly IdRange[] | undefined;
  readonly groups: readonly IdRange[] | undefined;
  readonly runtimeClasses: readonly string[] | undefined;
  readonly network: NetworkSection;
}

/** Shapes by their place in the policy file. */
export const stackShapes = {
  'stack.podSecurity': podSecurity,
  'stack.rules': rules,
  'stack.unknown': unknown,
  'stack.coverage': coverage,
  'stack.images': images,
  'stack.runAs': runAs,
  'stack.runtimeClasses': runtimeClasses,
  'stack.network': networkShape,
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
    registries: images.parse(sections.get('stack.images') ?? {}).registries,
    users: ranges.users,
    groups: ranges.groups,
    runtimeClasses: runtimeClasses.optional().parse(sections.get('stack.runtimeClasses')),
    network: networkShape.parse(sections.get('stack.network') ?? {}),
  };
}

/** `latest`, `1.31` or `v1.31` → the minor. */
export function minorOf(version: string): number {
  return version === 'latest' ? latestMinor : Number(version.slice(version.indexOf('.') + 1));
}
