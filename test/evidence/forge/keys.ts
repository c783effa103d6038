// Key pairs of the forge.
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export interface Pair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export function newPair(curve = 'P-256'): Pair {
  return generateKeyPairSync('ec', { namedCurve: curve });
}

export function spki(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' });
}

export function pem(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'pem' }).toString();
}

export function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** DER ECDSA over SHA-256; Ed25519 and RSA as Node does them. */
export function signBytes(pair: Pair, bytes: Uint8Array): Buffer {
  return sign(pair.privateKey.asymmetricKeyType === 'ed25519' ? null : 'sha256', bytes, pair.privateKey);
}

/** The id of a log: the hash of its key (RFC 6962 §3.2). */
export function logId(pair: Pair): Buffer {
  return sha256(spki(pair.publicKey));
}
