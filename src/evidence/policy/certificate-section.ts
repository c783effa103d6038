// The section `stack.certificate` of the policy file: what the certificate of every image in a stack must say.
import { z } from 'zod';
import { durationShape, hoursOfDuration } from '../../terms/duration.ts';
import { gradeLetters } from '../../terms/verdict.ts';
import type { CertificateRequirement } from '../image/image-policy.ts';
import type { Identity } from '../verify/signer.ts';
import { signerSchema } from './identity-schema.ts';

const oneOrMore = <T extends z.ZodType>(schema: T) => z.union([schema, z.array(schema).min(1)]);
const hour = 60 * 60 * 1000;

export const certificateSchema = z.strictObject({
  signedBy: oneOrMore(signerSchema).describe('Who may write certificates.'),
  verifier: oneOrMore(z.string().min(1)).describe('verifier.id of the certificate, exactly.'),
  trustedRoot: z.string().min(1).optional().describe('Path of a trusted_root.json, or `tuf`.'),
  policy: oneOrMore(z.string().regex(/^sha256:[0-9a-f]{64}$/))
    .optional()
    .describe('Digests of the policies that may have judged.'),
  policyUri: z.string().min(1).optional().describe('Address of the policy that judged, exactly.'),
  minimumGrade: z.enum(gradeLetters).optional().describe('The worst grade that may run.'),
  levels: z.array(z.string().min(1)).optional().describe('Levels that must have been verified.'),
  stage: z.string().min(1).optional().describe('The promotion stage that the image must have reached.'),
  maxAge: z.string().regex(durationShape).optional().describe('Age of the judgement, such as 7d.'),
  from: z
    .string()
    .min(1)
    .optional()
    .describe('`registry`, or a folder of OCI layouts or bundles for work without network.'),
});

export type CertificateSetting = z.infer<typeof certificateSchema>;

/** For the composition root. */
export const certificateSection = { path: 'stack.certificate', schema: certificateSchema } as const;

/** `by`: the setting's signers with their keys read; `resource`: the image's resource URI. */
export function certificateRequirement(
  setting: CertificateSetting,
  by: readonly Identity[],
  resource: string,
): CertificateRequirement {
  const { verifier, policy, policyUri, minimumGrade, levels, stage, maxAge } = setting;
  return {
    by,
    resource,
    verifiers: [verifier].flat(),
    ...(policy !== undefined && { policyDigests: [policy].flat() }),
    ...(policyUri !== undefined && { policyUri }),
    ...(minimumGrade !== undefined && { minimumGrade }),
    ...(levels !== undefined && { levels }),
    ...(stage !== undefined && { stage }),
    ...(maxAge !== undefined && { maxAge: hoursOfDuration(maxAge) * hour }),
  };
}
