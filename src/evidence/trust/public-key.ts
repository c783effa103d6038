// Public keys that a policy trusts, from PEM.
import { createPublicKey, type KeyObject } from 'node:crypto';
import { UserError } from '../../terms/errors.ts';

const curves: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1', 'secp521r1']);

function complaint(key: KeyObject): string | undefined {
  const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case 'ed25519':
      return undefined;
    case 'ec':
      return curves.has(namedCurve ?? '') ? undefined : `uses the curve ${namedCurve}`;
    case 'rsa':
      return (modulusLength ?? 0) >= 2048 ? undefined : `is RSA with only ${modulusLength} bits`;
    default:
      return `is of the type ${key.asymmetricKeyType}`;
  }
}

/** ECDSA P-256, P-384 or P-521, RSA of 2048 bits or more (PKCS #1 v1.5), Ed25519. UserError `key`; `name`: where it came from. */
export function parsePublicKey(pem: string, name: string): KeyObject {
  const fix =
    'Give the PEM of a public key: ECDSA P-256, P-384 or P-521, RSA from 2048 bits (not RSA-PSS), or Ed25519.';
  if (pem.includes('PRIVATE KEY')) {
    throw new UserError('key', `${name} holds a private key where a public one belongs`, fix);
  }
  let key: KeyObject;
  try {
    key = createPublicKey(pem);
  } catch (cause) {
    throw new UserError('key', `${name} is no public key that can be read`, fix, { cause });
  }
  const wrong = complaint(key);
  if (wrong !== undefined) throw new UserError('key', `the key ${name} ${wrong}`, fix);
  return key;
}
