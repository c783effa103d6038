// The shape of a finding in the result JSON.
import { z } from 'zod';
import type { Finding, Where } from '../../terms/finding.ts';
import { severities } from '../../terms/severity.ts';
import type { JudgedFinding } from '../../terms/verdict.ts';
import { count, day, digest, instant, strings } from './scalars.ts';

const where: z.ZodType<Where> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('layer'),
    path: z.string(),
    layer: count,
    digest,
    instruction: z.string().exactOptional(),
    dockerfile: z.strictObject({ file: z.string(), line: count }).exactOptional(),
    lockFile: z.strictObject({ file: z.string(), line: count }).exactOptional(),
  }),
  z.strictObject({ kind: z.literal('image'), field: z.string() }),
  z.strictObject({ kind: z.literal('file'), file: z.string(), line: count, field: z.string() }),
  z.strictObject({ kind: z.literal('urn'), urn: z.string(), parents: strings, field: z.string() }),
]);

const details: z.ZodType<Finding['details']> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('vulnerability'),
    ids: strings,
    purls: strings,
    installed: z.string(),
    fixed: z.string().exactOptional(),
    published: instant.exactOptional(),
    aging: z.strictObject({ since: instant, basis: z.enum(['fix-released', 'published']) }).exactOptional(),
    knownExploited: z.boolean(),
    cvss: z.strictObject({ vector: z.string(), score: z.number().min(0).max(10) }).exactOptional(),
    severitySource: z.enum(['vendor', 'cvss', 'alias', 'none']),
    triage: strings.exactOptional(),
    summary: z.string().exactOptional(),
    references: strings.exactOptional(),
    reportedBy: strings.exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('malicious'),
    ids: strings,
    purls: strings,
    published: instant.exactOptional(),
    reportedBy: strings.exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('fact'),
    actual: z.string().exactOptional(),
    required: z.string().exactOptional(),
    patch: z.strictObject({ yaml: z.string(), typescript: z.string() }).exactOptional(),
    unknown: z.strictObject({ path: z.string(), dependsOn: strings }).exactOptional(),
    page: z.string().exactOptional(),
    check: z.string().exactOptional(),
    reportedBy: strings.exactOptional(),
  }),
]);

const fields = {
  rule: z.string().min(1),
  severity: z.enum(severities),
  subject: z.string(),
  where,
  message: z.string(),
  because: z.string(),
  fix: z.string(),
  owner: z.string().exactOptional(),
  details,
};

export const findingSchema: z.ZodType<Finding> = z.strictObject(fields);

/** Every key of the type stands here: one that is missing would be refused when a result is read back. */
const judgedFields = {
  ...fields,
  image: z.string().exactOptional(),
  treatment: z.enum(['block', 'warn', 'waived', 'off']),
  blocksMerge: z.boolean(),
  origin: z.enum(['introduced', 'inherited', 'newly-disclosed', 'no-base']),
  judgedBy: z.string(),
  waiver: z
    .strictObject({
      reason: z.string(),
      owner: z.string(),
      expires: day,
      vex: z.enum(['not_affected', 'fixed']).exactOptional(),
    })
    .exactOptional(),
} satisfies Record<keyof JudgedFinding, z.ZodType>;

export const judgedFindingSchema: z.ZodType<JudgedFinding> = z.strictObject(judgedFields);
