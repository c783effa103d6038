// Signs an image the way cosign did before bundles: a payload of its own, everything else in annotations.
import type { TransparencyLogEntry } from '@sigstore/bundle';
import { legacyAnnotations } from '../formats/media-types.ts';
import { simpleSigningBytes } from '../statements/simple-signing.ts';
import type { Subject } from '../statements/statement.ts';
import type { Signer } from './signer.ts';
import type { Witness } from './witness.ts';

export interface LegacySignature {
  /** The simple signing payload; the content of the layer. */
  readonly payload: Buffer;
  readonly annotations: Readonly<Record<string, string>>;
}

/** SHA-256 with every curve: what `cosign verify --key` assumes of this format. Errors: those of key and witnesses. */
export async function signLegacy(
  subject: Subject,
  signer: Signer,
  witnesses: readonly Witness[],
): Promise<LegacySignature> {
  const payload = simpleSigningBytes(subject);
  const signature = await signer.key.sign(payload, 'sha256');
  const annotations: Record<string, string> = {
    [legacyAnnotations.signature]: signature.toString('base64'),
  };
  if (signer.certificate !== undefined) {
    annotations[legacyAnnotations.certificate] = signer.certificate.leaf;
    annotations[legacyAnnotations.chain] = signer.certificate.chain.join('');
  }
  for (const witness of witnesses) {
    const { entries, timestamps } = await witness.testify({
      bytes: payload,
      hash: 'sha256',
      signature,
      signer,
    });
    const [entry] = entries;
    const [timestamp] = timestamps;
    if (entry !== undefined) annotations[legacyAnnotations.bundle] = promiseOf(entry);
    if (timestamp !== undefined) {
      const SignedRFC3161Timestamp = timestamp.toString('base64');
      annotations[legacyAnnotations.timestamp] = JSON.stringify({ SignedRFC3161Timestamp });
    }
  }
  return { payload, annotations };
}

/** cosign's `bundle` annotation: what Rekor v1 promised. */
function promiseOf(entry: TransparencyLogEntry): string {
  return JSON.stringify({
    SignedEntryTimestamp: entry.inclusionPromise?.signedEntryTimestamp.toString('base64') ?? '',
    Payload: {
      body: entry.canonicalizedBody.toString('base64'),
      integratedTime: Number(entry.integratedTime),
      logIndex: Number(entry.logIndex),
      logID: entry.logId.keyId.toString('hex'),
    },
  });
}
