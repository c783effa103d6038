// `stack.network` of the policy file.
import { z } from 'zod';

export const directions = ['ingress', 'egress'] as const;

export const networkShape = z
  .strictObject({
    defaultDeny: z
      .array(z.enum(directions))
      .default([...directions])
      .describe('Directions in which every namespace is closed by default.'),
  })
  .describe('Who may reach whom.');

export type NetworkSection = z.infer<typeof networkShape>;
