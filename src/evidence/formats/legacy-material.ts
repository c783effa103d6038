// What cosign's legacy annotations say beside a signature: certificate, log entry, timestamp; as a bundle's material.
import { X509Certificate } from 'node:crypto';
import type { Bundle } from '@sigstore/bundle';
import { z } from 'zod';
import { isJsonObject, parseStrictJson } from '../../oci/strict-json.ts';
import { Rejection, step } from '../verify/rejection.ts';
import { decodeBase64 } from './base64.ts';
import { legacyAnnotations } from './media-types.ts';

export type Annotations = Readonly<Record<string, string>>;
type Material = Bundle['verificationMaterial'];
type Entry = Material['tlogEntries'][number];

const base64 = z.string().transform((text, context) => {
  const bytes = decodeBase64(text);
  if (bytes !== undefined) return bytes;
  context.addIssue({ code: 'custom', message: 'not base64' });
  return z.NEVER;
});
const whole = z.int().nonnegative().transform(String);

/** Rekor's offline answer (cosign pkg/cosign/bundle). */
const rekorSchema = z.object({
  SignedEntryTimestamp: base64,
  Payload: z.object({
    body: base64,
    integratedTime: whole,
    logIndex: whole,
    logID: z.string().regex(/^[0-9a-f]{64}$/),
  }),
});
const timestampSchema = z.object({ SignedRFC3161Timestamp: base64 });
const kindSchema = z.object({ kind: z.string(), apiVersion: z.string() });

function read<T>(text: string, what: string, schema: z.ZodType<T>): T {
  return step('malformed', what, () =>
    schema.parse(parseStrictJson(Buffer.from(text), { what, bytes: 32 * 1024 * 1024 })),
  );
}

function logEntry(text: string): Entry {
  const { SignedEntryTimestamp, Payload } = read(text, 'log entry', rekorSchema);
  const { kind, apiVersion } = step('malformed', 'the body of the log entry', () => {
    const body = parseStrictJson(Payload.body, { what: 'body', bytes: 32 * 1024 * 1024 });
    return kindSchema.parse(isJsonObject(body) ? { ...body } : body);
  });
  return {
    logIndex: Payload.logIndex,
    logId: { keyId: Buffer.from(Payload.logID, 'hex') },
    kindVersion: { kind, version: apiVersion },
    integratedTime: Payload.integratedTime,
    inclusionPromise: { signedEntryTimestamp: SignedEntryTimestamp },
    inclusionProof: undefined,
    canonicalizedBody: Payload.body,
  };
}

function certificateOf(pem: string): Buffer {
  return step('malformed', 'the certificate', () => {
    if (pem.split('BEGIN CERTIFICATE').length !== 2) {
      throw new Rejection('malformed', 'the annotation holds other than one certificate');
    }
    return Buffer.from(new X509Certificate(pem).raw);
  });
}

/** The chain annotation is not looked at: what is trusted comes from the trusted root alone. */
export function legacyMaterial(annotations: Annotations): Material {
  const certificate = annotations[legacyAnnotations.certificate];
  const rekor = annotations[legacyAnnotations.bundle];
  const stamp = annotations[legacyAnnotations.timestamp];
  const rfc3161Timestamps =
    stamp === undefined || stamp === ''
      ? []
      : [{ signedTimestamp: read(stamp, 'timestamp', timestampSchema).SignedRFC3161Timestamp }];
  return {
    content:
      certificate === undefined || certificate === ''
        ? { $case: 'publicKey', publicKey: { hint: '' } }
        : { $case: 'certificate', certificate: { rawBytes: certificateOf(certificate) } },
    tlogEntries: rekor === undefined || rekor === '' ? [] : [logEntry(rekor)],
    timestampVerificationData: { rfc3161Timestamps },
  };
}
