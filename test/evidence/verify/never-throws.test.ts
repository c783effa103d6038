// Whatever is done to a bundle, the answer is a verdict with a reason of the list, and no socket is opened.
import dns from 'node:dns';
import net from 'node:net';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rejectionCodes } from '../../../src/evidence/verify/rejection.ts';
import { verifyBundle } from '../../../src/evidence/verify/verify-bundle.ts';
import { attestPayload, goodCheck, outcome, signArtifact } from '../forge/scene.ts';
import { bytesOf, makeBundle } from '../forge/sign.ts';

const bundles = [signArtifact, attestPayload, { ...signArtifact, entry: 'v2' as const }].map((order) =>
  bytesOf(makeBundle(order)),
);
const strange = ['null', '0', '-1', '""', '"AAAA"', '[]', '{}', '[{}]', 'true', '1e400', '"\\u0000"'];

function answer(bytes: Buffer): string {
  const result = verifyBundle(bytes, goodCheck);
  return result.kind === 'ok' ? 'ok' : result.code;
}

test('any value of a bundle replaced by any other gets a reason', () => {
  fc.assert(
    fc.property(fc.constantFrom(...bundles), fc.nat(), fc.constantFrom(...strange), (bytes, at, value) => {
      const text = bytes.toString();
      const values = [...text.matchAll(/:("[^"]*"|\[[^[\]]*\]|\{[^{}]*\})/g)];
      const found = values[at % values.length];
      if (found === undefined) throw new Error('no value');
      const changed = `${text.slice(0, found.index)}:${value}${text.slice(found.index + found[0].length)}`;
      expect(['ok', ...rejectionCodes]).toContain(answer(Buffer.from(changed)));
    }),
    { numRuns: 60 },
  );
});

test('a flipped bit gets a reason, or changes nothing that is signed', () => {
  fc.assert(
    fc.property(fc.constantFrom(...bundles), fc.nat(), fc.nat({ max: 7 }), (bytes, at, bit) => {
      const changed = Buffer.from(bytes);
      const place = at % changed.length;
      changed[place] = (changed[place] ?? 0) ^ (1 << bit);
      expect(['ok', ...rejectionCodes]).toContain(answer(changed));
    }),
    { numRuns: 60 },
  );
});

test('verifying opens no socket and asks no name', () => {
  const connect = net.Socket.prototype.connect;
  const lookup = dns.lookup;
  const refuse = (): never => {
    throw new Error('a socket was opened');
  };
  net.Socket.prototype.connect = refuse;
  Object.assign(dns, { lookup: refuse });
  try {
    expect(outcome({})).toBe('ok');
    expect(outcome({ order: { ...signArtifact, entry: 'v2' } })).toBe('ok');
  } finally {
    net.Socket.prototype.connect = connect;
    Object.assign(dns, { lookup });
  }
});
