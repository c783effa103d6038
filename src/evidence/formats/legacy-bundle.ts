// cosign's legacy signatures and attestations as bundles, so that one verifier judges both formats.
import { createHash } from 'node:crypto';
import type { Bundle } from '@sigstore/bundle';
import { HashAlgorithm } from '@sigstore/protobuf-specs';
import { z } from 'zod';
import { parseStrictJson } from '../../oci/strict-json.ts';
import { Rejection, step } from '../verify/rejection.ts';
import { decodeBase64 } from './base64.ts';
import { bundleCeiling } from './bundle.ts';
import { type Annotations, legacyMaterial } from './legacy-material.ts';
import { bundleMediaTypes, legacyAnnotations } from './media-types.ts';

/** A `.sig` layer: `payload` is its blob. Rejection `malformed`. */
export function legacySignatureBundle(annotations: Annotations, payload: Uint8Array): Bundle {
  const signature = decodeBase64(annotations[legacyAnnotations.signature] ?? '');
  if (signature === undefined || signature.length === 0) {
    throw new Rejection('malformed', 'the layer carries no signature that is base64');
  }
  return {
    mediaType: bundleMediaTypes.v01,
    verificationMaterial: legacyMaterial(annotations),
    content: {
      $case: 'messageSignature',
      messageSignature: {
        messageDigest: {
          algorithm: HashAlgorithm.SHA2_256,
          digest: createHash('sha256').update(payload).digest(),
        },
        signature,
      },
    },
  };
}

const envelopeSchema = z.object({
  payloadType: z.string(),
  payload: z.string(),
  signatures: z.array(z.object({ sig: z.string(), keyid: z.string().nullish() })).length(1),
});

function bytesOf(text: string, what: string): Buffer {
  const bytes = decodeBase64(text);
  if (bytes === undefined || bytes.length === 0)
    throw new Rejection('malformed', `the ${what} is not base64`);
  return bytes;
}

/** A `.att` layer: `envelope` is its blob, DSSE in JSON with exactly one signature. Rejection `malformed`. */
export function legacyAttestationBundle(annotations: Annotations, envelope: Uint8Array): Bundle {
  const parsed = step('malformed', 'the envelope', () =>
    envelopeSchema.parse(parseStrictJson(envelope, { what: 'envelope', bytes: bundleCeiling })),
  );
  const signatures = parsed.signatures.map(({ sig, keyid }) => ({
    sig: bytesOf(sig, 'signature of the envelope'),
    keyid: keyid ?? '',
  }));
  return {
    mediaType: bundleMediaTypes.v01,
    verificationMaterial: legacyMaterial(annotations),
    content: {
      $case: 'dsseEnvelope',
      dsseEnvelope: {
        payloadType: parsed.payloadType,
        payload: bytesOf(parsed.payload, 'payload of the envelope'),
        signatures,
      },
    },
  };
}
