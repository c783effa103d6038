// Zips and indexes: what is in them is found, and damage is never taken for content.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isPlain, mentionedEcosystems, mentionedNames } from '../../src/advisories/mentions.ts';
import { findBlock } from '../../src/advisories/store-index.ts';
import { readZip } from '../../src/advisories/zip.ts';
import { OutsideError } from '../../src/terms/errors.ts';
import { zipOf } from './zip-of.ts';

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-zip-'));
const file = join(folder, 'all.zip');

function texts(ceiling = 1 << 20): string[] {
  return Array.from(readZip(file, ceiling), ({ name, body }) => `${name}=${body.toString('utf8')}`);
}

const files = Array.from(
  { length: 300 },
  (_, index) => [`${index}.json`, `${index}`.repeat(index * 7)] as const,
);

describe('a zip', () => {
  test('gives every file whole, over many batches and an empty one too', () => {
    writeFileSync(file, zipOf(files));
    expect(texts()).toEqual(files.map(([name, text]) => `${name}=${text}`));
  });

  test('with any bit of its data turned gives the same files or an error that names it', () => {
    const whole = zipOf(files.slice(0, 12));
    const expected = files.slice(0, 12).map(([name, text]) => `${name}=${text}`);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(7), (at, bit) => {
        const damaged = Buffer.from(whole);
        damaged.writeUInt8((damaged[at] ?? 0) ^ (1 << bit), at);
        writeFileSync(file, damaged);
        try {
          return texts().join() === expected.join();
        } catch (error) {
          return error instanceof OutsideError && error.message.includes(file);
        }
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  test('refuses a file above the ceiling before inflating it', () => {
    writeFileSync(file, zipOf([['bomb.json', ' '.repeat(5000)]]));
    expect(() => texts(4999)).toThrow(/bomb.json has 5000 bytes/);
  });
});

test('the index finds every name that it has, and no other', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ minLength: 1, unit: 'grapheme' })),
      fc.string(),
      (names, other) => {
        const sorted = [...names].sort();
        const line = (name: string, at: number) => `${JSON.stringify(name)}\t${at}\t1\tx\n`;
        const body = Buffer.from(sorted.map(line).join(''));
        return (
          sorted.every((name, at) => findBlock(body, name)?.offset === at) &&
          (names.includes(other) || findBlock(body, other) === undefined)
        );
      },
    ),
    { seed: 7 },
  );
});

test('a record names what it names, however its JSON is written', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.nat(4), (name, details, indent) => {
      const record = { details, affected: [{ package: { ecosystem: 'npm', name } }] };
      const body = Buffer.from(JSON.stringify(record, null, indent));
      if (!isPlain(body)) return true;
      return mentionedNames(body, 'npm').has(name) && mentionedEcosystems(body).join() === 'npm';
    }),
    { seed: 7 },
  );
});
