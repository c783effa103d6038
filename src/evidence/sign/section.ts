// The part `images.sign` of the policy file: who signs what passed, and what is attached.
import { z } from 'zod';
import type { Section } from '../../gate/section.ts';

export const signatureFormats = ['legacy', 'bundle'] as const;
export type SignatureFormat = (typeof signatureFormats)[number];

export const attestationKinds = [
  'certificate',
  'cyclonedx',
  'spdx',
  'vulns',
  'cosign-vuln',
  'provenance',
] as const;
export type AttestationKind = (typeof attestationKinds)[number];

const schema = z
  .strictObject({
    keyless: z.strictObject({}).optional().describe('Sign with a certificate for the workflow’s identity.'),
    key: z.string().min(1).optional().describe('File of the private key; its password is COSIGN_PASSWORD.'),
    kms: z
      .strictObject({
        plugin: z.string().min(1).describe('Command that reaches the key service.'),
        key: z.string().min(1).describe('Name of the key there.'),
      })
      .optional()
      .describe('A key in a key service.'),
    formats: z
      .array(z.enum(signatureFormats))
      .min(1)
      .optional()
      .describe('Formats of the signature; both by default.'),
    attest: z
      .array(z.enum(attestationKinds))
      .optional()
      .describe('What is attached besides; by default the certificate, CycloneDX and vulnerabilities.'),
    signingConfig: z.string().min(1).optional().describe('signing_config.v0.2.json of a sigstore instance.'),
    publicLog: z.boolean().optional().describe('Whether names may stand in the public sigstore logs.'),
    verifier: z.url().optional().describe('URI of whoever judges, in the certificate.'),
    policyUri: z.url().optional().describe('Where this policy can be read, in the certificate.'),
    owner: z.string().min(1).optional().describe('Who answers for the image, in the certificate.'),
    intendedUse: z.string().min(1).optional().describe('What the image is certified for.'),
  })
  .refine(({ keyless, key, kms }) => [keyless, key, kms].filter((one) => one !== undefined).length <= 1, {
    error: 'name one of keyless, key and kms',
  })
  .describe('Signing of images whose certificate verdict passes.');

export type SignSection = z.infer<typeof schema>;

export const signSection: Section<SignSection> = { path: 'images.sign', schema };

/** What the policy in force says; empty when it says nothing. */
export function signSectionOf(sections: ReadonlyMap<string, unknown>): SignSection {
  return schema.parse(sections.get(signSection.path) ?? {});
}
