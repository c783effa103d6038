// Nesting is counted on tokens exactly as the parser would build it.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { checkYamlCeilings } from '../../src/gate/yaml-ceilings.ts';
import { readYaml } from '../../src/gate/yaml-tree.ts';

const shape = fc.array(fc.constantFrom('map', 'list', 'wide map', 'wide list'), {
  minLength: 1,
  maxLength: 30,
});

function build(levels: readonly string[]): unknown {
  return levels.reduceRight<unknown>((inner, level) => {
    if (level === 'map') return { key: inner };
    if (level === 'list') return [inner];
    return level === 'wide map' ? { before: 'x: {', key: inner, after: ['y'] } : ['- [', inner, { z: 1 }];
  }, 'leaf');
}

const deepest = (value: unknown): number =>
  typeof value !== 'object' || value === null ? 0 : 1 + Math.max(0, ...Object.values(value).map(deepest));

test('in block and flow style, with lists indented or not', () => {
  fc.assert(
    fc.property(
      shape,
      fc.constantFrom('block', 'flow'),
      fc.boolean(),
      (levels, collectionStyle, indentSeq) => {
        const value = build(levels);
        const text = stringify(value, { collectionStyle, indentSeq });
        const depth = deepest(value);
        const check = (ceiling: number) => () =>
          checkYamlCeilings(text, 'f', 'policy', { bytes: 1_000_000, depth: ceiling });
        expect(check(depth)).not.toThrow();
        expect(check(depth - 1)).toThrow(/deeper/);
        expect(JSON.stringify(readYaml(text, 'f').value)).toBe(JSON.stringify(value));
      },
    ),
    { numRuns: 200 },
  );
});

test('no text makes the reader throw anything but a mistake with a position', () => {
  const piece = fc.constantFrom(
    'a',
    ':',
    ' ',
    '\n',
    '-',
    '? ',
    '[',
    ']',
    '{',
    '}',
    ',',
    '"',
    "'",
    '|',
    '>',
    '#',
    '&x',
    '*x',
    '!t',
    '%',
    '---',
    '\t',
    '<<',
    '\uFEFF',
    '\u0018',
    '1',
    '.inf',
    '~',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      try {
        readYaml(pieces.join(''), 'f');
      } catch (error) {
        expect(error).toMatchObject({ kind: 'user', at: { file: 'f', line: expect.any(Number) } });
      }
    }),
    { numRuns: 2000 },
  );
});
