// What vouches for a signature besides its key: transparency logs and timestamp authorities.
import type { Bundle, TransparencyLogEntry } from '@sigstore/bundle';
import type { Signer } from './signer.ts';
import type { HashName } from './signing-key.ts';

export interface SignedBytes {
  /** What the signature covers: a payload, or an envelope's pre-authentication encoding. */
  readonly bytes: Buffer;
  /** What the key hashed them with. */
  readonly hash: HashName;
  readonly signature: Buffer;
  readonly signer: Signer;
  /** The envelope, where the bytes are one's encoding. */
  readonly envelope?: Extract<Bundle['content'], { $case: 'dsseEnvelope' }>['dsseEnvelope'];
}

export interface Testimony {
  readonly entries: readonly TransparencyLogEntry[];
  /** RFC 3161 TimeStampResp, DER. */
  readonly timestamps: readonly Buffer[];
}

export interface Witness {
  testify(signed: SignedBytes): Promise<Testimony>;
}

export function pemToDer(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
}

/** Who is asked for each format: cosign's legacy annotations cannot carry what Rekor v2 answers. */
export interface Witnesses {
  readonly bundle: readonly Witness[];
  readonly legacy: readonly Witness[];
}

export const noWitnesses: Witnesses = { bundle: [], legacy: [] };
