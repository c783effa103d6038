// The payload of cosign's legacy signatures (containers/image «simple signing», cosign specs/SIGNATURE_SPEC.md).
import type { Subject } from './statement.ts';

/** UTF-8 JSON; the same subject gives the same bytes. */
export function simpleSigningBytes({ name, digest }: Subject): Buffer {
  return Buffer.from(
    JSON.stringify({
      critical: {
        identity: { 'docker-reference': name },
        image: { 'docker-manifest-digest': digest },
        type: 'cosign container image signature',
      },
      optional: null,
    }),
  );
}
