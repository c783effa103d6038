// Who signs in this run: a key, or a certificate that was issued for it.
import type { KeyObject } from 'node:crypto';
import { keyFingerprint, type SigningKey } from './signing-key.ts';

export interface SigningCertificate {
  /** PEM of the signing certificate, and of its issuers upwards. */
  readonly leaf: string;
  readonly chain: readonly string[];
  /** The one subject alternative name, and who vouched for it. */
  readonly subject: string;
  readonly issuer: string;
}

/** Ready to sign: a certificate is already issued. */
export interface Signer {
  readonly key: SigningKey;
  readonly certificate?: SigningCertificate;
}

/** The same for the same signer, different for different ones; as `signerName` of the verifying side. */
export function nameOfSigner(signer: Signer): string {
  const { certificate, key } = signer;
  if (certificate === undefined) return nameOfKey(key.publicKey);
  return `${certificate.subject} (${certificate.issuer})`;
}

export function nameOfKey(key: KeyObject): string {
  return `key ${keyFingerprint(key)}`;
}
