// Signatures with keys of every kind that is trusted, with and without a log behind them.
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { parsePublicKey } from '../../../src/evidence/trust/public-key.ts';
import { bareKeyThresholds } from '../../../src/evidence/verify/thresholds.ts';
import { newPair, type Pair, pem } from '../forge/keys.ts';
import { attestPayload, outcome, signArtifact } from '../forge/scene.ts';

const kinds: readonly (readonly [string, Pair])[] = [
  ['ECDSA P-256', newPair()],
  ['ECDSA P-384', newPair('P-384')],
  ['ECDSA P-521', newPair('P-521')],
  ['RSA 2048', generateKeyPairSync('rsa', { modulusLength: 2048 })],
  ['RSA 3072', generateKeyPairSync('rsa', { modulusLength: 3072 })],
  ['RSA 4096', generateKeyPairSync('rsa', { modulusLength: 4096 })],
  ['Ed25519', generateKeyPairSync('ed25519')],
];

describe.each(kinds)('%s', (_, pair) => {
  const identity = { kind: 'key' as const, key: parsePublicKey(pem(pair.publicKey), 'key.pub') };
  test('verifies a signature and an attestation', () => {
    expect(outcome({ order: { ...signArtifact, key: pair }, check: { identity } })).toBe('ok');
    expect(outcome({ order: { ...attestPayload, key: pair }, check: { identity } })).toBe('ok');
  });
  test('verifies without a log only when that is asked for', () => {
    const order = { ...signArtifact, key: pair, logs: [] };
    expect(outcome({ order, check: { identity, thresholds: bareKeyThresholds } })).toBe('ok');
    expect(outcome({ order, check: { identity } })).toBe('time');
  });
  test('refuses what another key signed', () => {
    const order = { ...signArtifact, key: newPair(), logs: [] };
    expect(outcome({ order, check: { identity, thresholds: bareKeyThresholds } })).toBe('signature');
  });
});

describe('a key that is not trusted at all', () => {
  test.each([
    [
      'a private key',
      generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    ],
    ['RSA with 1024 bits', pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey)],
    ['another curve', pem(newPair('secp256k1').publicKey)],
    ['RSA-PSS', pem(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey)],
    ['X25519', pem(generateKeyPairSync('x25519').publicKey)],
    ['no key', 'hello'],
  ])('%s', (_, text) => {
    expect(() => parsePublicKey(text, 'key.pub')).toThrow(
      expect.objectContaining({ kind: 'user', code: 'key' }),
    );
  });
});
