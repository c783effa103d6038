// A body's secrets are the same in however many chunks it comes, and each is told once.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../../../src/image/analyzer.ts';
import { bodySearch } from '../../../src/inspection/secrets/body-search.ts';
import { letters } from '../made-up.ts';
import { plantedSecrets } from '../planted-secrets.ts';

const line = `${'words that mean nothing '.repeat(3)}\n`;
const planted = plantedSecrets
  .filter(({ kind }) => /github-token|private-key|aws|npm-token|age|putty/.test(kind))
  .map(({ kind, body }) => ({ kind, part: `\n${body}\n` }));
const longKey = `\n-----BEGIN RSA PRIVATE KEY-----\n${`${letters(64)}\n`.repeat(200)}`;
const kinds = [...planted, { kind: 'a long private key', part: longKey }];

function factsOf(body: Buffer, cuts: readonly number[], text: boolean): Json[] {
  const facts: Json[] = [];
  const sink = { fact: (fact: Json) => facts.push(fact), refuse: () => undefined, digests: () => never() };
  const reader = bodySearch({ path: 'srv/a', size: body.length, text }, { sink, seen: new Set() });
  let at = 0;
  for (const cut of [...cuts, body.length]) {
    // As the walk does it: what was given before is gone when the next chunk comes.
    const chunk = Buffer.from(body.subarray(at, cut));
    reader.write(chunk);
    chunk.fill(0x21);
    at = cut;
  }
  reader.end();
  return facts;
}

function never(): never {
  throw new Error('no digests are asked for');
}

const bodies = fc
  .array(fc.tuple(fc.nat(90_000), fc.constantFrom(...kinds)), { minLength: 1, maxLength: 8 })
  .map((pieces) =>
    Buffer.from(
      pieces.map(([before, { part }]) => filler(before) + part).join('') + filler(70_000),
      'latin1',
    ),
  );

function filler(length: number): string {
  return line.repeat(Math.ceil(length / line.length)).slice(0, length);
}

describe('chunks of a body', () => {
  test.each([true, false])('of any lengths yield what the whole does; text: %s', (text) => {
    const lengths = fc.oneof(fc.integer({ min: 1, max: 4000 }), fc.integer({ min: 1, max: 300_000 }));
    fc.assert(
      fc.property(bodies, fc.array(lengths, { minLength: 1, maxLength: 12 }), (body, steps) => {
        const cuts: number[] = [];
        for (let at = 0, i = 0; ; i++) {
          at += steps[i % steps.length] ?? 1;
          if (at >= body.length || cuts.length > 2000) break;
          cuts.push(at);
        }
        expect(factsOf(body, cuts, text)).toEqual(factsOf(body, [], text));
      }),
      { numRuns: 150 },
    );
  });

  test.each(kinds)(
    'a secret across the border of two long chunks is told once, with its line: $kind',
    ({ part }) => {
      const before = filler(200_000);
      const body = Buffer.from(before + part + filler(200_000), 'latin1');
      const whole = factsOf(body, [], true);
      expect(whole).toHaveLength(1);
      const step = Math.max(1, Math.floor(part.length / 40));
      for (let cut = before.length - step; cut <= before.length + part.length + step; cut += step) {
        expect(factsOf(body, [cut], true)).toEqual(whole);
      }
    },
  );
});
