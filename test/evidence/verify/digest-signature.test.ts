// Signatures over a digest alone agree with Node's own verification over the content.
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { verifyEcdsaDigest } from '../../../src/evidence/verify/ecdsa.ts';
import { verifyRsaDigest } from '../../../src/evidence/verify/rsa.ts';
import { newPair, sha256 } from '../forge/keys.ts';

describe('ECDSA over a digest', () => {
  test.each(['P-256', 'P-384', 'P-521'])(
    '%s: what Node signs is accepted, and a changed bit is refused as by Node',
    (curve) => {
      const pair = newPair(curve);
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(), (content, at) => {
          const signature = sign('sha256', content, pair.privateKey);
          expect(verifyEcdsaDigest(sha256(content), pair.publicKey, signature)).toBe(true);
          const changed = Buffer.from(signature);
          const place = 4 + (at % (changed.length - 4));
          changed[place] = (changed[place] ?? 0) ^ 1;
          let ours: boolean;
          try {
            ours = verifyEcdsaDigest(sha256(content), pair.publicKey, changed);
          } catch {
            ours = false;
          }
          expect(ours).toBe(verify('sha256', content, pair.publicKey, changed));
        }),
        { numRuns: 25 },
      );
    },
  );

  test('another digest, another key and a signature of zeros are refused', () => {
    const pair = newPair();
    const signature = sign('sha256', Buffer.from('a'), pair.privateKey);
    const zeros = Buffer.from('3006020100020100', 'hex');
    expect(verifyEcdsaDigest(sha256(Buffer.from('b')), pair.publicKey, signature)).toBe(false);
    expect(verifyEcdsaDigest(sha256(Buffer.from('a')), newPair().publicKey, signature)).toBe(false);
    expect(verifyEcdsaDigest(sha256(Buffer.from('a')), pair.publicKey, zeros)).toBe(false);
  });

  test('a second spelling of the same signature is refused', () => {
    const pair = newPair();
    const signature = sign('sha256', Buffer.from('a'), pair.privateKey);
    const padded = Buffer.concat([
      Buffer.of(0x30, (signature[1] ?? 0) + 1, 0x02, (signature[3] ?? 0) + 1, 0),
      signature.subarray(4),
    ]);
    expect(verifyEcdsaDigest(sha256(Buffer.from('a')), pair.publicKey, padded)).toBe(false);
  });
});

test('RSA over a digest: right, wrong digest, wrong length', () => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signature = sign('sha256', Buffer.from('a'), pair.privateKey);
  const digest = sha256(Buffer.from('a'));
  expect(verifyRsaDigest(digest, 'sha256', pair.publicKey, signature)).toBe(true);
  expect(verifyRsaDigest(sha256(Buffer.from('b')), 'sha256', pair.publicKey, signature)).toBe(false);
  expect(verifyRsaDigest(digest, 'sha256', pair.publicKey, signature.subarray(1))).toBe(false);
});
