// A list of evidence says who signed what, and why something does not hold, without anyone being trusted.
import { expect, test } from '@jest/globals';
import { describePiece } from '../../../src/evidence/image/describe-piece.ts';
import { signerName } from '../../../src/evidence/verify/signer.ts';
import { image } from '../forge/attach.ts';
import { later } from '../forge/instance.ts';
import { newPair } from '../forge/keys.ts';
import { instance, statement, stranger } from '../forge/scene.ts';
import { bytesOf, issuer, makeBundle, type Order, workflow } from '../forge/sign.ts';

const payload = statement('https://spdx.dev/Document', {});
const manifest = { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: image, size: 1 };
const key = newPair();

function told(order: Partial<Order>, keys = [key.publicKey]): string {
  const bytes = bytesOf(makeBundle({ instance, content: { payload }, ...order }));
  const policy = { trustedRoot: instance.trustedRoot, now: later(0), keys };
  const result = describePiece({ piece: { kind: 'bundle', manifest }, bytes }, image, policy);
  return result.kind === 'ok' ? signerName(result.signer) : result.code;
}

test('the signer is named, and a stranger is not', () => {
  expect(told({})).toBe(`${workflow} (${issuer})`);
  expect(told({ key })).toMatch(/^key sha256:/);
  expect(told({ key }, [])).toBe('no-signer');
  expect(told({ instance: stranger })).toBe('chain');
  expect(told({ key }, [newPair().publicKey])).toBe('signature');
});
