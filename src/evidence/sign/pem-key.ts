// Private keys in PEM: PKCS #8, SEC 1 and PKCS #1, plain or encrypted, and cosign's own encrypted form.
import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { UserError } from '../../terms/errors.ts';
import { isCosignKey, openCosignKey } from './cosign-key.ts';
import { keyKind, type SigningKey } from './signing-key.ts';

/** Where the password of an encrypted key comes from; asked only when one is needed. */
export type PasswordSource = () => string | undefined;

/** UserError `key`; no message quotes the key or the password. */
export function pemKey(pem: string, file: string, password: PasswordSource): SigningKey {
  return privateKey(parsePrivateKey(pem, file, password));
}

/** A key that is held in memory. */
export function privateKey(key: KeyObject): SigningKey {
  keyKind(key);
  const hashless = key.asymmetricKeyType === 'ed25519';
  return {
    publicKey: createPublicKey(key),
    sign: async (bytes, hash) => sign(hashless ? null : hash, bytes, key),
  };
}

function parsePrivateKey(pem: string, file: string, password: PasswordSource): KeyObject {
  const encrypted = isCosignKey(pem) || /BEGIN ENCRYPTED PRIVATE KEY|^Proc-Type:.*ENCRYPTED/m.test(pem);
  const secret = encrypted ? password() : undefined;
  if (encrypted && secret === undefined) {
    throw new UserError(
      'key',
      `the key in ${file} is encrypted, and no password is there`,
      'Set COSIGN_PASSWORD, or name a file with --password-file.',
    );
  }
  if (isCosignKey(pem)) return pkcs8(openCosignKey(pem, secret ?? '', file), file);
  if (!pem.includes('PRIVATE KEY-----')) {
    throw new UserError(
      'key',
      `${file} holds no private key in PEM`,
      'Name the private key, such as cosign.key; cosign.pub is for verifying.',
    );
  }
  try {
    return createPrivateKey({ key: pem, format: 'pem', ...(secret !== undefined && { passphrase: secret }) });
  } catch {
    // The library's error may quote what it read: it is left out on purpose.
    throw new UserError(
      'key',
      `the key in ${file} cannot be opened${encrypted ? ': the password is wrong, or the file is damaged' : ''}`,
      encrypted
        ? 'Set COSIGN_PASSWORD to the password of the key, or name a file with --password-file.'
        : 'Name an intact private key of a kind that OpenSSL reads.',
    );
  }
}

function pkcs8(der: Uint8Array, file: string): KeyObject {
  try {
    return createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
  } catch {
    throw new UserError('key', `what ${file} seals is no private key`, 'Make a new key pair with cosign.');
  } finally {
    der.fill(0);
  }
}
