// The shape of the result JSON, version 1; `schema/result.schema.json` is generated from it.
import { z } from 'zod';
import { type FixPlan, gradeLetters, type Result } from '../../terms/verdict.ts';
import { findingSchema, judgedFindingSchema } from './finding.ts';
import { gradeSchema, imageSchema } from './image.ts';
import { count, day, digest, instant, strings } from './scalars.ts';

const judgement = z.enum(['pass', 'fail', 'incomplete']);

const reasons = z.array(
  z.strictObject({
    question: z.enum(['merge', 'certificate', 'both']),
    judgement: z.enum(['fail', 'incomplete']),
    message: z.string(),
    fix: z.string(),
  }),
);

const verdict = z.strictObject({
  merge: judgement,
  certificate: judgement,
  reasons,
  wouldBe: z.strictObject({ merge: judgement, line: z.string() }).exactOptional(),
});

const stack = z.strictObject({
  source: z.string(),
  resources: count,
  coverage: z.strictObject({
    seen: count,
    opaque: z.array(z.strictObject({ subject: z.string(), reason: z.string() })),
    percent: z.number().min(0).max(100),
  }),
});

const reach = z.strictObject({
  changes: z
    .strictObject({
      opened: count,
      closed: count,
      changed: count,
      listed: z.array(
        z.strictObject({
          kind: z.enum(['opened', 'closed', 'changed']),
          source: z.string(),
          destination: z.string(),
          before: z.string(),
          after: z.string(),
          through: z.string().exactOptional(),
          pairs: count.exactOptional(),
        }),
      ),
    })
    .exactOptional(),
  graph: z
    .strictObject({
      folded: z.boolean(),
      nodes: strings,
      edges: z.array(
        z.strictObject({
          from: z.string(),
          to: z.string(),
          label: z.string(),
          kind: z.enum(['allowed', 'unknown']),
          opened: z.boolean().exactOptional(),
        }),
      ),
    })
    .exactOptional(),
});

const fixPlan: z.ZodType<FixPlan> = z.strictObject({
  steps: z.array(
    z.strictObject({
      kind: z.enum(['base', 'rebuild', 'upgrade', 'edit']),
      action: z.string(),
      question: z.enum(['certificate', 'both']),
      packages: z.array(z.strictObject({ name: z.string(), installed: z.string(), needed: z.string() })),
      closes: z.strictObject({
        critical: count.exactOptional(),
        high: count.exactOptional(),
        medium: count.exactOptional(),
        low: count.exactOptional(),
        negligible: count.exactOptional(),
        unknown: count.exactOptional(),
      }),
      rules: strings,
      grade: z.enum(gradeLetters).exactOptional(),
      teams: strings.exactOptional(),
      changes: z
        .array(z.strictObject({ subject: z.string(), yaml: z.string(), typescript: z.string() }))
        .exactOptional(),
      newerBase: z
        .strictObject({
          reference: z.string(),
          from: digest.exactOptional(),
          to: digest,
          by: z.enum(['layers', 'inventory']),
          findings: count,
          gone: count,
          added: count,
          merge: judgement,
          certificate: judgement,
        })
        .exactOptional(),
      unseen: z.string().exactOptional(),
    }),
  ),
  reaches: z.strictObject({
    merge: judgement,
    certificate: judgement,
    grade: z.enum(gradeLetters).exactOptional(),
  }),
  left: reasons,
});

const waiverUse = z.strictObject({
  rule: z.string(),
  subject: z.string(),
  reason: z.string(),
  owner: z.string(),
  expires: day,
  uses: count,
});

const snapshot = z.strictObject({
  digest: digest.exactOptional(),
  asOf: instant,
  updated: instant.exactOptional(),
  source: z.enum(['store', 'dump', 'osv.dev', 'sample', 'none']),
  ecosystems: strings,
});

export const resultSchema: z.ZodType<Result> = z.strictObject({
  schemaVersion: z.literal(1),
  gate: z.enum(['image', 'stack']),
  verdict: verdict.exactOptional(),
  grade: gradeSchema.exactOptional(),
  images: z.array(imageSchema),
  stack: stack.exactOptional(),
  reach: reach.exactOptional(),
  findings: z.array(judgedFindingSchema),
  fixed: z.array(findingSchema).exactOptional(),
  base: z
    .strictObject({ reference: z.string(), grade: z.enum(gradeLetters).exactOptional() })
    .exactOptional(),
  fixPlan: fixPlan.exactOptional(),
  waivers: z.array(waiverUse),
  warnings: strings,
  snapshot,
  policyDigest: digest.exactOptional(),
  tool: z.strictObject({ name: z.literal('seaworthy'), version: z.string() }),
});

/** JSON Schema 2020-12 of the result, as committed under `schema/`. */
export function resultJsonSchema(): string {
  const { $schema, ...rest } = z.toJSONSchema(resultSchema, { target: 'draft-2020-12', reused: 'inline' });
  const head = {
    $schema,
    title: 'Seaworthy result, version 1',
    description: 'What a gate or scan found and decided; docs/result.md explains each field.',
  };
  return `${JSON.stringify({ ...head, ...rest }, undefined, 2)}\n`;
}
