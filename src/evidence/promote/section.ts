// The part `images.promote` of the policy file: the stages, and what an image must show to move on.
import { z } from 'zod';
import type { Section } from '../../gate/section.ts';
import { durationShape } from '../../terms/duration.ts';
import { gradeLetters } from '../../terms/verdict.ts';

const schema = z
  .strictObject({
    stages: z
      .array(z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/, 'not a tag'))
      .min(1)
      .refine((stages) => new Set(stages).size === stages.length, { error: 'a stage stands there twice' })
      .optional()
      .describe('Stages from first to last; each is a tag. By default dev, test, prod.'),
    maxAge: z
      .string()
      .regex(durationShape, 'not a span such as 7d')
      .optional()
      .describe('Oldest evidence that counts.'),
    minimumGrade: z.enum(gradeLetters).optional().describe('Worst grade in the certificate that moves on.'),
    keys: z.array(z.string().min(1)).optional().describe('Files of the public keys whose signatures count.'),
  })
  .describe('Promotion of images from stage to stage.');

export type PromoteSection = z.infer<typeof schema>;

export const promoteSection: Section<PromoteSection> = { path: 'images.promote', schema };

/** What the policy in force says; empty when it says nothing. */
export function promoteSectionOf(sections: ReadonlyMap<string, unknown>): PromoteSection {
  return schema.parse(sections.get(promoteSection.path) ?? {});
}
