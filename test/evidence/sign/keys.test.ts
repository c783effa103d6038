// Keys of every kind sign what verifies; a key that cannot be opened says why, and never what it holds.
import { createPublicKey, generateKeyPairSync, type KeyObject, scryptSync, sign, verify } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js';
import { signStatement } from '../../../src/evidence/sign/dsse-bundle.ts';
import { pemKey } from '../../../src/evidence/sign/pem-key.ts';
import { pluginKey, type RunPlugin } from '../../../src/evidence/sign/plugin-key.ts';
import { keyKind } from '../../../src/evidence/sign/signing-key.ts';
import { statementBytes } from '../../../src/evidence/statements/statement.ts';
import { artifactNamed } from '../../../src/evidence/verify/content.ts';
import { bareKeyThresholds } from '../../../src/evidence/verify/thresholds.ts';
import { verifyBundle } from '../../../src/evidence/verify/verify-bundle.ts';
import type { Digest } from '../../../src/terms/digest.ts';
import { trust } from '../forge/instance.ts';
import { instance } from '../forge/scene.ts';

const canary = 'CANARY-password-31337';
const kinds: readonly (readonly [string, () => KeyObject])[] = [
  ['P-256', () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey],
  ['P-384', () => generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey],
  ['P-521', () => generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey],
  ['RSA 2048', () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey],
  ['RSA 4096', () => generateKeyPairSync('rsa', { modulusLength: 4096 }).privateKey],
  ['Ed25519', () => generateKeyPairSync('ed25519').privateKey],
];
const bytes = Buffer.from('what is signed');

/** As `cosign generate-key-pair` seals a key. */
function seal(der: Buffer, password: string, kind = 'SIGSTORE'): string {
  const [salt, nonce] = [Buffer.alloc(32, 1), Buffer.alloc(24, 2)];
  const params = { N: 1024, r: 8, p: 1 };
  const key = scryptSync(password, salt, 32, params);
  const ciphertext = Buffer.from(xsalsa20poly1305(key, nonce).encrypt(der)).toString('base64');
  const value = {
    kdf: { name: 'scrypt', params, salt: salt.toString('base64') },
    cipher: { name: 'nacl/secretbox', nonce: nonce.toString('base64') },
    ciphertext,
  };
  const body = Buffer.from(JSON.stringify(value)).toString('base64');
  return `-----BEGIN ENCRYPTED ${kind} PRIVATE KEY-----\n${body}\n-----END ENCRYPTED ${kind} PRIVATE KEY-----\n`;
}

const der = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'pkcs8' });

function failure(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    const { message, fix, cause } = error as { message: string; fix?: string; cause?: unknown };
    return `${message} ${fix} ${String(cause)}`;
  }
  return 'no error';
}

describe.each(kinds)('%s', (_, make) => {
  const key = make();
  const forms: readonly (readonly [string, string])[] = [
    ['plain PKCS #8', key.export({ format: 'pem', type: 'pkcs8' }).toString()],
    [
      'encrypted PKCS #8',
      key.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: canary }).toString(),
    ],
    ['cosign.key', seal(der(key), canary)],
    ['older cosign.key', seal(der(key), canary, 'COSIGN')],
  ];

  test.each(forms)('%s signs what its public key verifies', async (_form, pem) => {
    const opened = pemKey(pem, 'key.pem', () => canary);
    const { hash } = keyKind(opened.publicKey);
    const signature = await opened.sign(bytes, hash);
    const ed = key.asymmetricKeyType === 'ed25519';
    expect(verify(ed ? undefined : hash, bytes, createPublicKey(key), signature)).toBe(true);
  });

  test('its bundle is believed by the strict verifier', async () => {
    const digest: Digest = `sha256:${'a'.repeat(64)}`;
    const payload = statementBytes(
      { name: 'x', digest },
      { predicateType: 'https://a.example/v1', predicate: {} },
    );
    const signer = {
      key: pemKey(key.export({ format: 'pem', type: 'pkcs8' }).toString(), 'key.pem', () => undefined),
    };
    const bundle = await signStatement(payload, signer, []);
    const judged = verifyBundle(bundle.bytes, {
      artifact: artifactNamed(digest),
      identity: { kind: 'key', key: signer.key.publicKey },
      trustedRoot: trust(instance.trust),
      thresholds: bareKeyThresholds,
    });
    expect(judged).toMatchObject({ kind: 'ok', statement: { predicateType: 'https://a.example/v1' } });
  });
});

const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const sealed = seal(der(p256), canary);
/** One bit of the sealed key changed. */
const damaged = ((): string => {
  const body = JSON.parse(Buffer.from(sealed.split('\n')[1] ?? '', 'base64').toString());
  const bytesOfKey = Buffer.from(body.ciphertext, 'base64');
  bytesOfKey[30] = (bytesOfKey[30] ?? 0) ^ 1;
  body.ciphertext = bytesOfKey.toString('base64');
  return sealed.replace(/\n[^-]+\n/, `\n${Buffer.from(JSON.stringify(body)).toString('base64')}\n`);
})();
const refused: readonly (readonly [string, string, string | undefined, RegExp])[] = [
  ['a wrong password', sealed, 'other', /password is wrong/],
  ['no password', sealed, undefined, /no password is there.*COSIGN_PASSWORD/],
  ['a damaged seal', damaged, canary, /does not open/],
  [
    'a public key',
    createPublicKey(p256).export({ format: 'pem', type: 'spki' }).toString(),
    undefined,
    /no private key/,
  ],
  ['something else', `${canary}`, undefined, /no private key/],
  [
    'a broken key',
    `-----BEGIN PRIVATE KEY-----\n${canary}\n-----END PRIVATE KEY-----`,
    undefined,
    /cannot be opened/,
  ],
  [
    'a curve that nobody verifies',
    generateKeyPairSync('ec', { namedCurve: 'secp256k1' })
      .privateKey.export({ format: 'pem', type: 'pkcs8' })
      .toString(),
    undefined,
    /secp256k1 is not used.*P-256, P-384 or P-521/,
  ],
  [
    'RSA-PSS, which cosign does not sign with',
    generateKeyPairSync('rsa-pss', { modulusLength: 2048 })
      .privateKey.export({ format: 'pem', type: 'pkcs8' })
      .toString(),
    undefined,
    /rsa-pss 2048 is not used.*RSA with 2048/,
  ],
];

test.each(refused)('%s is refused, and the reason holds no secret', (_, pem, password, expected) => {
  const said = failure(() => pemKey(pem, 'cosign.key', () => password));
  expect(said).toMatch(expected);
  expect(said).not.toContain(canary);
  for (const line of pem.split('\n').filter((part) => part.length > 30 && !part.startsWith('--'))) {
    expect(said).not.toContain(line.slice(0, 30));
  }
});

test('a seal that asks for gigabytes of memory is not even tried', () => {
  const body = JSON.parse(Buffer.from(sealed.split('\n')[1] ?? '', 'base64').toString());
  body.kdf.params = { N: 2 ** 24, r: 8, p: 1 };
  const greedy = sealed.replace(/\n[^-]+\n/, `\n${Buffer.from(JSON.stringify(body)).toString('base64')}\n`);
  expect(failure(() => pemKey(greedy, 'cosign.key', () => canary))).toContain('more work than a key needs');
});

describe('a key behind a plugin', () => {
  const answer =
    (changes: { readonly signature?: string; readonly pem?: string } = {}): RunPlugin =>
    async ([command, , hash], input) =>
      command === 'public-key'
        ? Buffer.from(changes.pem ?? createPublicKey(p256).export({ format: 'pem', type: 'spki' }))
        : Buffer.from(changes.signature ?? signDigest(input, hash ?? ''));
  // The digest comes as it is: signing it without hashing again is what a key service does.
  const signDigest = (_: Uint8Array, hash: string): string => sign(hash, bytes, p256).toString('base64');

  test('signs', async () => {
    const key = await pluginKey(answer(), 'plugin', 'release');
    expect(verify('sha256', bytes, createPublicKey(p256), await key.sign(bytes, 'sha256'))).toBe(true);
  });

  test('whose signature does not verify is refused', async () => {
    const key = await pluginKey(answer({ signature: 'AAAA' }), 'plugin', 'release');
    await expect(key.sign(bytes, 'sha256')).rejects.toMatchObject({ kind: 'outside', code: 'protocol' });
  });

  test('that prints no public key is refused', async () => {
    await expect(pluginKey(answer({ pem: canary }), 'plugin', 'release')).rejects.toMatchObject({
      message: expect.not.stringContaining(canary),
    });
  });
});
