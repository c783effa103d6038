// The gate's own sections of the policy file: shapes, allowed values, and the text of the reference.
import { z } from 'zod';
import { gradeLetters } from '../terms/verdict.ts';
import { blockCondition, duration } from './condition-schema.ts';
import { considerations, ruleActions, statedSeverities } from './policy.ts';
import { waiverSchema } from './waiver-schema.ts';

const rules = z.record(
  z.string().regex(/^[a-z0-9-]+\/(?:[a-z0-9-]+|\*)$/, 'not a rule id `area/name` or `area/*`'),
  z.enum(ruleActions),
);

export const policySchema = z
  .strictObject({
    version: z.literal(1).describe('Version of this format: 1.'),
    extends: z
      .string()
      .regex(
        /^[a-z0-9][a-z0-9.:-]*(?:\/[a-z0-9._-]+)+@sha256:[0-9a-f]{64}$/,
        'not REGISTRY/REPOSITORY@sha256:DIGEST',
      )
      .optional()
      .describe('Policy of the organisation, an OCI artifact named by digest; this file is laid over it.'),
    locked: z
      .array(z.string().min(1))
      .optional()
      .describe(
        'Fields that a file which extends this one can tighten and never loosen, such as `images.grade`.',
      ),
    images: z
      .strictObject({
        consider: z
          .enum(considerations)
          .optional()
          .describe(
            'What counts for the merge, in both gates: `observe` (nothing, only report), `introduced` (what the change brings; without a base everything), `all`. The certificate always looks at everything.',
          ),
        grade: z
          .strictObject({
            minimum: z.enum(gradeLetters).optional().describe('Worst grade that still earns a certificate.'),
          })
          .optional()
          .describe('The Health Index letter.'),
        vulnerabilities: z
          .strictObject({
            block: z
              .array(blockCondition)
              .optional()
              .describe('A vulnerability blocks when one of these conditions holds; the others warn.'),
            unknownSeverity: z
              .enum(statedSeverities)
              .optional()
              .describe('What an advisory counts as while nobody states its severity.'),
          })
          .optional()
          .describe('Which vulnerabilities block. Malicious packages always do.'),
        rules: rules
          .optional()
          .describe('Rule id or `area/*` → `block`, `warn` or `off`; a rule beats its area.'),
        teamRules: z
          .record(z.string().min(1), rules.describe('What rules do to findings of this team.'))
          .optional()
          .describe('Team of `images.owners` → rules as above that act otherwise on its findings.'),
      })
      .optional()
      .describe('The image gate.'),
    advisories: z
      .strictObject({
        maxAge: duration
          .optional()
          .describe('Age from which advisories are stale and the verdict incomplete.'),
      })
      .optional()
      .describe('The data that findings come from.'),
    waivers: z.array(waiverSchema).optional().describe('Exemptions, each with owner, reason and last day.'),
  })
  .describe('The policy of Seaworthy: what may be merged, and what earns a certificate.');

export type PolicyDocument = z.infer<typeof policySchema>;
