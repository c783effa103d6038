// The keyword scan finds exactly what looking for each keyword by itself finds.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { keywordScan } from '../../src/inspection/keyword-scan.ts';

const characters = [...'abAB_:.'];
const text = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...characters), minLength, maxLength });

function byHand(keywords: readonly string[], body: string): string[] {
  return keywords.flatMap((keyword, index) => {
    const found: string[] = [];
    for (let at = body.indexOf(keyword); at >= 0; at = body.indexOf(keyword, at + 1))
      found.push(`${index}@${at}`);
    return found;
  });
}

describe('the keyword scan', () => {
  test('finds every keyword wherever it stands, and nothing else', () => {
    const keywords = fc.uniqueArray(text(4, 8), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(keywords, text(0, 200), fc.nat(), (words, filler, at) => {
        const planted = words[at % words.length] ?? '';
        const middle = at % (filler.length + 1);
        const body = `${filler.slice(0, middle)}${planted}${filler.slice(middle)}`;
        const found: string[] = [];
        const bytes = Buffer.from(body);
        keywordScan(words)(bytes, bytes.length, (index, place) => found.push(`${index}@${place}`));
        expect(found.sort()).toEqual(byHand(words, body).sort());
      }),
      { numRuns: 300 },
    );
  });
});
