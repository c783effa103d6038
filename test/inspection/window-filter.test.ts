// Keywords are found wherever they stand, whatever stands around them.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { keywordScan } from '../../src/inspection/keyword-scan.ts';
import { windowFilter } from '../../src/inspection/window-filter.ts';
import { piece } from '../../src/inspection/window-filter-program.ts';
import { sharedMemory } from '../../src/terms/shared-memory.ts';

const keywords = ['ghp_', 'ghpx', 'AKIA', 'BEGIN RSA PRIVATE KEY', 'redis://', 'rediss://', '8Q~A', ':AAa'];
const scan = keywordScan(keywords);

function found(bytes: Buffer): string[] {
  const hits: string[] = [];
  scan(bytes, bytes.length, (keyword, at) => hits.push(`${at} ${keywords[keyword]}`));
  return hits.sort();
}

/** As the hashing threads hold what is read: somewhere in shared memory, up to its very end. */
function foundInShared(bytes: Buffer, offset: number): string[] {
  const { buffer } = sharedMemory(offset + bytes.length);
  const place = Buffer.from(buffer, offset, bytes.length);
  bytes.copy(place);
  return found(place);
}

function expected(bytes: Buffer): string[] {
  const hits: string[] = [];
  for (const keyword of keywords) {
    for (let at = bytes.indexOf(keyword); at >= 0; at = bytes.indexOf(keyword, at + 1)) {
      hits.push(`${at} ${keyword}`);
    }
  }
  return hits.sort();
}

const text = fc.oneof(
  fc.constantFrom(...keywords, ...keywords.map((keyword) => keyword.slice(0, -1))),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
);

describe('keywords in bytes', () => {
  test('all are found, and only they', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 12 }), (pieces) => {
        const bytes = Buffer.from(pieces.join(''), 'latin1');
        expect(found(bytes)).toEqual(expected(bytes));
        expect(foundInShared(bytes, 70_001)).toEqual(expected(bytes));
      }),
    );
  });

  test.each([-24, -8, -4, -3, -2, -1, 0, 1, 13, 16])(
    'one that stands %i bytes off a border is found once',
    (offset) => {
      for (const keyword of keywords) {
        const bytes = Buffer.alloc(2 * piece + 100, 0x20);
        for (const border of [0, piece, bytes.length]) {
          const at = border + offset;
          if (at >= 0 && at + keyword.length <= bytes.length) bytes.write(keyword, at, 'latin1');
        }
        expect(found(bytes)).toEqual(expected(bytes));
        expect(foundInShared(bytes, 64)).toEqual(expected(bytes));
      }
    },
  );

  test('what a longer body left behind is not found in a shorter one', () => {
    const filter = windowFilter([Buffer.from('AKIA')]);
    const places: number[] = [];
    filter(Buffer.from('      AKIA'), 10, (at) => places.push(at));
    filter(Buffer.from('      '), 6, (at) => places.push(at));
    filter(Buffer.from('      AKIA'), 8, (at) => places.push(at));
    expect(places).toEqual([6]);
  });

  test('bytes above 127 hide nothing', () => {
    const bytes = Buffer.concat([Buffer.alloc(37, 0xff), Buffer.from('AKIA'), Buffer.alloc(37, 0x80)]);
    expect(found(bytes)).toEqual(['37 AKIA']);
  });
});
