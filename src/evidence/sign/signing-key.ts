// A key that signs, wherever it lives: the one port of signing.
import { createHash, type KeyObject } from 'node:crypto';
import type { Digest } from '../../terms/digest.ts';
import { UserError } from '../../terms/errors.ts';

export type HashName = 'sha256' | 'sha384' | 'sha512';

export interface SigningKey {
  readonly publicKey: KeyObject;
  /** Signature over the bytes, hashed with `hash`: ECDSA as DER, RSA as PKCS #1 v1.5; Ed25519 hashes by itself. */
  sign(bytes: Uint8Array, hash: HashName): Promise<Buffer>;
}

/** sigstore's names of key and hash (protobuf-specs `PublicKeyDetails`). */
export type KeyDetails =
  | 'PKIX_ECDSA_P256_SHA_256'
  | 'PKIX_ECDSA_P384_SHA_384'
  | 'PKIX_ECDSA_P521_SHA_512'
  | 'PKIX_RSA_PKCS1V15_2048_SHA256'
  | 'PKIX_RSA_PKCS1V15_3072_SHA256'
  | 'PKIX_RSA_PKCS1V15_4096_SHA256'
  | 'PKIX_ED25519';

export interface KeyKind {
  readonly details: KeyDetails;
  /** What the key signs bundles with; the legacy format takes SHA-256 whatever the curve. */
  readonly hash: HashName;
}

const curves: ReadonlyMap<string, KeyKind> = new Map([
  ['prime256v1', { details: 'PKIX_ECDSA_P256_SHA_256', hash: 'sha256' }],
  ['secp384r1', { details: 'PKIX_ECDSA_P384_SHA_384', hash: 'sha384' }],
  ['secp521r1', { details: 'PKIX_ECDSA_P521_SHA_512', hash: 'sha512' }],
]);

const moduli: ReadonlyMap<number, KeyKind> = new Map([
  [2048, { details: 'PKIX_RSA_PKCS1V15_2048_SHA256', hash: 'sha256' }],
  [3072, { details: 'PKIX_RSA_PKCS1V15_3072_SHA256', hash: 'sha256' }],
  [4096, { details: 'PKIX_RSA_PKCS1V15_4096_SHA256', hash: 'sha256' }],
]);

/** UserError `key` for a kind that cosign and its kin would not verify. */
export function keyKind(key: KeyObject): KeyKind {
  const details = key.asymmetricKeyDetails;
  const kind =
    key.asymmetricKeyType === 'ec'
      ? curves.get(details?.namedCurve ?? '')
      : key.asymmetricKeyType === 'rsa'
        ? moduli.get(details?.modulusLength ?? 0)
        : key.asymmetricKeyType === 'ed25519'
          ? ({ details: 'PKIX_ED25519', hash: 'sha512' } as const)
          : undefined;
  if (kind !== undefined) return kind;
  const what = [key.asymmetricKeyType, details?.namedCurve ?? details?.modulusLength]
    .filter(Boolean)
    .join(' ');
  throw new UserError(
    'key',
    `a key of the kind ${what || 'unknown'} is not used for signing images`,
    'Use ECDSA on P-256, P-384 or P-521, Ed25519, or RSA with 2048, 3072 or 4096 bits.',
  );
}

/** sha256 of the key's SPKI: its name everywhere. */
export function keyFingerprint(key: KeyObject): Digest {
  return `sha256:${createHash('sha256').update(spki(key)).digest('hex')}`;
}

export function spki(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' });
}

export function publicPem(key: KeyObject): string {
  return key.export({ format: 'pem', type: 'spki' }).toString();
}
