// A key in Vault's transit engine signs what its public key verifies, and the token stands in no message.
import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { afterAll, describe, expect, test } from '@jest/globals';
import { pluginKey } from '../../../src/evidence/sign/plugin-key.ts';
import { keyKind } from '../../../src/evidence/sign/signing-key.ts';
import { vaultPlugin } from '../../../src/evidence/sign/vault-key.ts';
import { openHttpClient } from '../../../src/http/client.ts';
import { listen } from '../../oci/loopback-registry.ts';

const token = 'CANARY-vault-token-4711';
const message = Buffer.from('what is signed');
const client = openHttpClient({ attempts: 1 });
afterAll(() => client.close());

interface Vault {
  readonly type: string;
  readonly privateKey: KeyObject;
  readonly mount?: string;
  readonly broken?: boolean;
}

/** The transit engine as far as a signer sees it: hashes are signed as they come, for the one message it knows. */
async function withVault(
  { type, privateKey, mount = 'transit', broken = false }: Vault,
  work: (address: string) => Promise<void>,
): Promise<void> {
  const publicKey = createPublicKey(privateKey);
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64');
  const keys = { '1': { public_key: 'old' }, '2': { public_key: type === 'ed25519' ? raw : pem } };
  const server = await listen(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const [path = '', hash] = (request.url ?? '').replace(`/v1/${mount}/`, '').split('/release');
    if (request.headers.authorization !== `Bearer ${token}`) {
      response.statusCode = 403;
      return response.end(token);
    }
    if (path === 'keys') return response.end(JSON.stringify({ data: { type, latest_version: 2, keys } }));
    const body = JSON.parse(Buffer.concat(chunks).toString());
    const name = hash === undefined || hash === '' ? undefined : hash.replace('/sha2-', 'sha');
    const expected = name === undefined ? message : createHash(name).update(message).digest();
    const fits =
      body.input === expected.toString('base64') && (body.prehashed === true) === (name !== undefined);
    const signature = fits && !broken ? sign(name, message, privateKey) : Buffer.alloc(8);
    return response.end(JSON.stringify({ data: { signature: `vault:v2:${signature.toString('base64')}` } }));
  });
  try {
    await work(server.url);
  } finally {
    await server.close();
  }
}

const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const open = (address: string, name = 'release', login = token) =>
  pluginKey(vaultPlugin(client, { address, token: login }), 'Vault', name);

describe('signs with the newest version', () => {
  test.each<readonly [string, Vault, string]>([
    ['ecdsa-p256', { type: 'ecdsa-p256', privateKey: p256 }, 'release'],
    [
      'ecdsa-p521',
      { type: 'ecdsa-p521', privateKey: generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey },
      'release',
    ],
    [
      'rsa-3072',
      { type: 'rsa-3072', privateKey: generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey },
      'release',
    ],
    ['ed25519', { type: 'ed25519', privateKey: generateKeyPairSync('ed25519').privateKey }, 'release'],
    ['another mount', { type: 'ecdsa-p256', privateKey: p256, mount: 'team/keys' }, 'team/keys/release'],
  ])('%s', async (_, vault, name) => {
    await withVault(vault, async (address) => {
      const key = await open(address, name);
      const { hash } = keyKind(key.publicKey);
      const signature = await key.sign(message, hash);
      const used = key.publicKey.asymmetricKeyType === 'ed25519' ? undefined : hash;
      expect(verify(used, message, createPublicKey(vault.privateKey), signature)).toBe(true);
    });
  });
});

function told(error: unknown): string {
  return error instanceof Error
    ? `${error.message} ${String(error.cause)} ${JSON.stringify(error)}`
    : String(error);
}

test('a signature that does not verify is refused', async () => {
  await withVault({ type: 'ecdsa-p256', privateKey: p256, broken: true }, async (address) => {
    const key = await open(address);
    await expect(key.sign(message, 'sha256')).rejects.toMatchObject({ kind: 'outside', code: 'protocol' });
  });
});

test('a wrong token is told as such, and no token is in what is said', async () => {
  await withVault({ type: 'ecdsa-p256', privateKey: p256 }, async (address) => {
    const error = await open(address, 'release', `${token}x`).catch((one: unknown) => one);
    expect(error).toMatchObject({ kind: 'outside', code: 'forbidden' });
    expect(told(error)).not.toContain('CANARY');
  });
});

test.each([
  ['no address', { address: undefined, token }],
  ['no token', { address: 'https://vault.example', token: undefined }],
  ['no address but a word', { address: 'vault', token }],
])('%s is the caller’s mistake', (_, login) => {
  expect(() => vaultPlugin(client, login)).toThrow(expect.objectContaining({ kind: 'user', code: 'key' }));
});
