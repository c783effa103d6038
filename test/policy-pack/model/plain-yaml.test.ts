import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseAllDocuments, stringify } from 'yaml';
import { readManifests } from '../../../policy-pack/model/manifests.ts';
import { readPlainYaml } from '../../../policy-pack/model/plain-yaml.ts';

const library = (text: string): unknown =>
  parseAllDocuments(text, { version: '1.1', merge: true })[0]?.toJS() ?? null;

const words = fc.oneof(
  fc.constantFrom(
    'web',
    'on',
    'y',
    'No',
    'true',
    'null',
    '~',
    '0644',
    '1e3',
    '0x1f',
    '10.0.0.1',
    '10.0.0.0/8',
    '500m',
    '1_000',
    '.5',
    '-',
    '- a',
    '-x',
    'a: b',
    'a:b',
    'a #b',
    'a#b',
    '#',
    '',
    ' ',
    "it's",
    '"',
    '{}',
    '[]',
    '[a]',
    '*a',
    '&a',
    '!x',
    '|',
    '>',
    '%',
    '@',
    '`',
    '=',
    '<<',
    '---',
    '1:20',
    '2026-01-01',
    'a\nb',
    'é',
    '+1',
    '+x',
    '? a',
    '__proto__',
  ),
  fc.string({ maxLength: 6 }),
);
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    words,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(words, tie('value'), { maxKeys: 3 }),
  ),
})).value;

describe('the fast reader of plain YAML', () => {
  test('reads as the library does, or leaves it to the library', () => {
    fc.assert(
      fc.property(values, fc.boolean(), (value, indentSeq) => {
        const text = stringify({ root: value }, { version: '1.1', indentSeq });
        const read = readPlainYaml(text);
        if (read !== undefined) expect(read.tree).toEqual(library(text));
      }),
      { numRuns: 400 },
    );
  });

  test('reads lines put together at random as the library does, or leaves them', () => {
    const pieces = fc.constantFrom(
      'a:',
      'b: 1',
      '- c',
      '- d: x',
      '-',
      '- - e',
      '"f": "g"',
      "h: 'i j'",
      'k: [l, m]',
      'n: {}',
      'o',
      '# p',
      'q: r # s',
      'yes: t',
      'u: v: w',
      '- {}',
      'x: "y',
      'z: -',
      'a1: "b #c" # d',
      'b1: [c, \'d e\', "f: g"] ',
      'c1: ["a", b, 1, yes] # x',
      'd1: "a: b"',
      'e1: a "b" # c',
      'f1: [] # g',
      'g1: [a,b]',
      'h1: [a, ]',
      'i1: "a" #\'b"',
      'j1: a#b #c',
    );
    const line = fc
      .tuple(fc.integer({ min: 0, max: 3 }), pieces)
      .map(([indent, piece]) => '  '.repeat(indent) + piece);
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
        const text = `${lines.join('\n')}\n`;
        const read = readPlainYaml(text);
        if (read === undefined) return;
        const [document] = parseAllDocuments(text, { version: '1.1', merge: true });
        expect(document?.errors ?? []).toEqual([]);
        expect(read.tree).toEqual(document?.toJS() ?? null);
      }),
      { numRuns: 1500 },
    );
  });

  test('reads what most manifests look like', () => {
    const text =
      'apiVersion: v1\nkind: Pod\nmetadata:\n  labels: {}\nspec:\n  containers:\n  - name: main\n    args: ["a"]\n';
    expect(readPlainYaml(text)?.tree).toEqual(library(text));
    expect(readPlainYaml(text.replaceAll('\n', '\r\n'))?.tree).toEqual(library(text));
    expect(readPlainYaml(text.replace('["a"]', '[a, b]'))?.tree).toEqual(
      library(text.replace('["a"]', '[a, b]')),
    );
  });

  test('a document beside a plain one keeps its lines', () => {
    const text = 'kind: A\napiVersion: v1\n--- # next\nkind: B\napiVersion: v1\n---\nkind: C\nkind: D\n';
    expect(() => readManifests([{ file: 'x.yaml', text }])).toThrow('x.yaml:8: ');
  });
});
