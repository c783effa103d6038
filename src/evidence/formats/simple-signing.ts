// The payload of cosign's legacy signatures: which manifest was signed (cosign specs/SIGNATURE_SPEC.md).
import { z } from 'zod';
import { digestSchema } from '../../oci/descriptor.ts';
import { parseStrictJson } from '../../oci/strict-json.ts';
import { Rejection, step } from '../verify/rejection.ts';

const payloadSchema = z.object({
  critical: z.object({
    identity: z.object({ 'docker-reference': z.string() }),
    image: z.object({ 'docker-manifest-digest': digestSchema }),
    type: z.literal('cosign container image signature'),
  }),
});

export interface SimpleSigning {
  readonly digest: string;
  readonly reference: string;
}

/** Bytes. */
export const payloadCeiling = 64 * 1024;

/** Rejections `malformed`, `payload-type` (other than a signature of an image). */
export function parseSimpleSigning(bytes: Uint8Array): SimpleSigning {
  const root = step('malformed', 'the signed payload', () =>
    parseStrictJson(bytes, { what: 'signed payload', bytes: payloadCeiling }),
  );
  const parsed = payloadSchema.safeParse(root);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Rejection('payload-type', `the payload is no signature of an image: ${issue?.path.join('.')}`);
  }
  const { image, identity } = parsed.data.critical;
  return { digest: image['docker-manifest-digest'], reference: identity['docker-reference'] };
}
