// The shape of a waiver in the policy file.
import { z } from 'zod';

export const waiverSchema = z
  .strictObject({
    rule: z
      .string()
      .min(1)
      .describe('The advisory id (any id of its alias set) or the rule id `area/name`; no pattern.'),
    subject: z
      .string()
      .min(1)
      .describe(
        'What it holds for: a package URL without version, an image, or a URN; `*` stands for any text without `/`.',
      ),
    reason: z.string().trim().min(1).describe('Why the risk is taken, for whoever reads the report.'),
    owner: z.string().trim().min(1).describe('Who answers for it: a team or a person.'),
    expires: z.string().describe('Last day on which it holds, `YYYY-MM-DD`, UTC.'),
  })
  .describe(
    'One exemption; it is listed in every report. After its last day it helps no more, and the file is an error until it is taken out or renewed.',
  );
