// Documents that two JSON readers would read differently are refused, whatever is odd about them.
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { parseStrictJson } from '../../src/oci/strict-json.ts';
import { ContentError } from '../../src/terms/refusal.ts';

function codeOf(text: string | Uint8Array, freeMaps: ReadonlySet<string> = new Set()): string {
  try {
    parseStrictJson(Buffer.from(text), { what: 'manifest', freeMaps });
    return 'accepted';
  } catch (error) {
    return error instanceof ContentError ? error.refusal.code : String(error);
  }
}

test.each([
  ['a key twice', '{"layers":[],"layers":[1]}', 'ambiguous'],
  ['a key in two spellings', '{"layers":[],"Layers":[1]}', 'ambiguous'],
  ['a long s, which Go takes for an s', '{"layers":[],"layer\u017f":[1]}', 'ambiguous'],
  ['a Kelvin sign, which Go takes for a k', '{"k":1,"\u212a":2}', 'ambiguous'],
  ['a key twice, once escaped', '{"layers":[],"\\u006cayers":[1]}', 'ambiguous'],
  ['a key twice deep inside', '{"a":[{"b":{"c":1,"C":2}}]}', 'ambiguous'],
  ['nesting without end', '['.repeat(100) + ']'.repeat(100), 'ceiling'],
  ['more than 4 MiB', ' '.repeat(4 * 1024 * 1024 + 1), 'ceiling'],
  ['two documents', '{}{}', 'malformed'],
  ['a comma too many', '{"a":1,}', 'malformed'],
  ['a comment', '{"a":1/**/}', 'malformed'],
  ['a number that only some read', '[01]', 'malformed'],
  ['NaN', '[NaN]', 'malformed'],
  ['single quotes', "{'a':1}", 'malformed'],
  ['a raw line feed in a text', '["a\nb"]', 'malformed'],
  ['a byte order mark', '\ufeff{}', 'malformed'],
  ['nothing', '', 'malformed'],
  ['a cut document', '{"a":[1,2', 'malformed'],
  ['bytes that are no UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 'malformed'],
])('%s is refused', (_, text, code) => {
  expect(codeOf(text)).toBe(code);
});

test.each([
  ['labels that differ in case only', '{"Labels":{"Name":"a","name":"b"}}', 'accepted'],
  ['a label twice', '{"Labels":{"name":"a","name":"b"}}', 'ambiguous'],
  ['fields that differ in case only, below a label', '{"Labels":{"a":{"b":1,"B":2}}}', 'ambiguous'],
  ['two maps of labels', '{"Labels":{},"labels":{}}', 'ambiguous'],
])("the user's own keys: %s", (_, text, code) => {
  expect(codeOf(text, new Set(['Labels']))).toBe(code);
});

test('every document without odd keys reads as JSON.parse reads it', () => {
  const document = fc.jsonValue({ maxDepth: 5 });
  fc.assert(
    fc.property(document, fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      let read: unknown;
      try {
        read = parseStrictJson(Buffer.from(text), { what: 'manifest' });
      } catch (error) {
        // Two random keys may differ in case only.
        expect(error).toMatchObject({ refusal: { code: 'ambiguous' } });
        return;
      }
      expect(JSON.stringify(read)).toBe(JSON.stringify(JSON.parse(text)));
    }),
  );
});

test('a key named __proto__ is a key and changes nothing', () => {
  const read = parseStrictJson(Buffer.from('{"__proto__":{"os":"x"}}'), { what: 'manifest' });
  expect(Object.keys(read as object)).toEqual(['__proto__']);
  expect(({} as { os?: string }).os).toBeUndefined();
});
