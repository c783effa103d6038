// The section `images.trust` of the policy file: which registries and base images may be used, and by whom signed.
import { z } from 'zod';
import { signerSchema } from './identity-schema.ts';

export const trustSchema = z.strictObject({
  registries: z
    .array(z.string().min(1))
    .optional()
    .describe('Hosts, or hosts with a path, that images may come from.'),
  trustedRoot: z
    .string()
    .min(1)
    .optional()
    .describe('Path of a trusted_root.json; `tuf` refreshes the public one; else the one that is shipped.'),
  signedBy: z.array(signerSchema).min(1).optional().describe('Who may sign the images that are verified.'),
  threshold: z.int().min(1).optional().describe('How many different ones of them; 1 unless stated.'),
  bases: z
    .array(
      z.strictObject({
        match: z
          .string()
          .min(1)
          .describe('Repository, where * stands for one part: registry.example/ubi9/*.'),
        signedBy: z.union([signerSchema, z.array(signerSchema).min(1)]),
      }),
    )
    .optional()
    .describe('Base images that may be used.'),
});

export type TrustSetting = z.infer<typeof trustSchema>;

/** For the composition root. */
export const trustSection = { path: 'images.trust', schema: trustSchema } as const;
