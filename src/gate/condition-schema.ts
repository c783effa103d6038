// The shape of a block condition and of a span of time in the policy file.
import { z } from 'zod';
import { durationShape } from '../terms/duration.ts';
import { statedSeverities } from './policy.ts';

export const duration = z.string().regex(durationShape, 'not a span of time such as 48h, 14d or 2w');

export const blockCondition = z
  .strictObject({
    knownExploited: z
      .literal(true)
      .optional()
      .describe('Only vulnerabilities that are known to be exploited (the KEV catalogue).'),
    severity: z
      .enum(statedSeverities)
      .optional()
      .describe('Only vulnerabilities of this severity or a worse one.'),
    fixable: z.boolean().optional().describe('Only those with a fix (`true`) or without one (`false`).'),
    olderThan: duration
      .optional()
      .describe('Only those known for longer than this span, counted in UTC days: `14d`, `2w`.'),
    team: z
      .string()
      .min(1)
      .optional()
      .describe('Only findings of this team, as `images.owners` gives them out.'),
  })
  .refine((condition) => Object.keys(condition).length > 0, 'an empty condition would block everything')
  .describe('A condition; every part that is written must hold.');
