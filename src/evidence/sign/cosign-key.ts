// Opens the private key that `cosign generate-key-pair` writes: scrypt, then NaCl's secretbox.
import { scryptSync } from 'node:crypto';
import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js';
import { z } from 'zod';
import { UserError } from '../../terms/errors.ts';

const frame =
  /-----BEGIN ENCRYPTED (?:SIGSTORE|COSIGN) PRIVATE KEY-----\s*([A-Za-z0-9+/=\s]+?)\s*-----END ENCRYPTED (?:SIGSTORE|COSIGN) PRIVATE KEY-----/;

/** go-securesystemslib `encrypted`: bytes are base64. */
const sealSchema = z.object({
  kdf: z.object({
    name: z.literal('scrypt'),
    params: z.object({ N: z.int().min(2), r: z.int().min(1), p: z.int().min(1) }),
    salt: z.base64(),
  }),
  cipher: z.object({ name: z.literal('nacl/secretbox'), nonce: z.base64() }),
  ciphertext: z.base64(),
});

/** cosign takes N = 65536, r = 8, p = 1, which is 64 MiB; a file that asks for more would only exhaust memory. */
const memoryCeiling = 1 << 28;

export function isCosignKey(pem: string): boolean {
  return frame.test(pem);
}

/** The PKCS #8 key. UserError `key` when the password is wrong or the file is damaged. */
export function openCosignKey(pem: string, password: string, file: string): Uint8Array {
  const seal = readSeal(pem, file);
  const { N, r, p } = seal.kdf.params;
  if (128 * N * r * p > memoryCeiling || (N & (N - 1)) !== 0) {
    throw new UserError(
      'key',
      `the key in ${file} asks for more work than a key needs (scrypt N=${N}, r=${r}, p=${p})`,
      'Make a new key pair with cosign.',
    );
  }
  const salt = Buffer.from(seal.kdf.salt, 'base64');
  const key = scryptSync(password, salt, 32, { N, r, p, maxmem: 2 * memoryCeiling });
  try {
    const nonce = Buffer.from(seal.cipher.nonce, 'base64');
    return xsalsa20poly1305(key, nonce).decrypt(Buffer.from(seal.ciphertext, 'base64'));
  } catch {
    throw new UserError(
      'key',
      `the key in ${file} does not open: the password is wrong, or the file is damaged`,
      'Set COSIGN_PASSWORD to the password that the key was made with.',
    );
  } finally {
    key.fill(0);
  }
}

function readSeal(pem: string, file: string): z.infer<typeof sealSchema> {
  const body = Buffer.from(frame.exec(pem)?.[1] ?? '', 'base64').toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    value = undefined;
  }
  const seal = sealSchema.safeParse(value);
  if (seal.success) return seal.data;
  throw new UserError(
    'key',
    `the encrypted key in ${file} is not sealed the way cosign does it`,
    'Make a new key pair with cosign 1.0 or later, or use a PKCS #8 key.',
  );
}
