import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import Ajv2020 from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { renderJson } from '../../src/report/result-json.ts';
import { findContradiction, parseResult } from '../../src/report/result-reading.ts';
import { resultJsonSchema } from '../../src/report/schema/result.ts';
import { UserError } from '../../src/terms/errors.ts';
import { clean, image, sample, someResult } from './sample.ts';

function refused(text: string): UserError {
  try {
    parseResult(text, 'r.json');
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('the result JSON', () => {
  test('what was written is read back as the same value', () => {
    for (const result of [sample, clean]) expect(parseResult(renderJson(result))).toEqual(result);
    fc.assert(
      fc.property(someResult, (result) => {
        fc.pre(findContradiction(result) === undefined);
        expect(parseResult(renderJson(result))).toEqual(result);
      }),
    );
  });

  test('the order of keys in memory does not change the bytes', () => {
    const turned = Object.fromEntries(Object.entries(sample).reverse());
    expect(renderJson({ ...sample, ...turned })).toBe(renderJson(sample));
    expect(Object.keys(JSON.parse(renderJson(sample)))[0]).toBe('schemaVersion');
  });

  test('a terminal that shows it obeys nothing in it', () => {
    const hostile = { ...clean, warnings: ['\u001b[2J \u009b31m \u202e gnp.exe \u2028'] };
    expect(renderJson(hostile)).not.toMatch(/[\u001b\u009b\u202e\u2028]/);
    expect(parseResult(renderJson(hostile))).toEqual(hostile);
  });

  test('the committed JSON Schema is the one of this build and accepts what it writes', () => {
    const committed = readFileSync('schema/result.schema.json', 'utf8');
    expect(committed).toBe(resultJsonSchema());
    const validate = new Ajv2020.default({ strict: false }).compile(JSON.parse(committed));
    for (const result of [sample, clean]) {
      expect([validate(JSON.parse(renderJson(result))), validate.errors]).toEqual([true, null]);
    }
    expect(validate({ ...sample, gate: 'garden' })).toBe(false);
  });

  test.each([
    ['no JSON', 'verdict: pass', /not JSON/],
    ['another version', '{"schemaVersion":2}', /schemaVersion is 2/],
    ['nothing', '{}', /schemaVersion is undefined/],
    ['a key twice', '{"schemaVersion":1,"verdict":1,"Verdict":2}', /readers disagree/],
    ['an unknown field', JSON.stringify({ ...clean, extra: 1 }), /extra/],
    ['a severity that does not exist', JSON.stringify({ ...clean, gate: 'x' }), /at gate/],
  ])('%s is refused with its place', (_name, text, message) => {
    const error = refused(text);
    expect(error.message).toMatch(message);
    expect(error.at?.file).toBe('r.json');
  });

  test.each([
    ['a pass beside a finding that blocks the merge', { ...sample, verdict: clean.verdict }, /merge passes/],
    [
      'a certificate beside a finding that blocks it',
      {
        ...sample,
        findings: sample.findings.map((finding) => ({ ...finding, blocksMerge: false })),
        verdict: clean.verdict,
      },
      /certificate passes/,
    ],
    [
      'a pass beside refused content',
      {
        ...clean,
        images: [
          {
            ...image,
            refusals: [{ code: 'truncated' as const, what: 'layer', message: 'the layer ends early' }],
          },
        ],
      },
      /was refused/,
    ],
    [
      'a failure without a reason',
      { ...sample, verdict: { merge: 'fail' as const, certificate: 'fail' as const, reasons: [] } },
      /no reason/,
    ],
  ])('%s is refused', (_name, result, message) => {
    expect(refused(JSON.stringify(result)).message).toMatch(message);
  });
});
