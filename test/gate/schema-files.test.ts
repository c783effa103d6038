// The JSON Schema for editors and the reference agree with the parser.
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { z } from 'zod';
import { parsePolicy } from '../../src/gate/policy-file.ts';
import { policyFiles, policyJsonSchema, policyReference } from '../../src/gate/schema-files.ts';
import { starterPolicy } from '../../src/gate/starter.ts';
import { readYaml } from '../../src/gate/yaml-tree.ts';
import { now } from '../health/sample.ts';

const sign = { path: 'images.sign', schema: z.strictObject({ key: z.string().describe('The key.') }) };

describe('the JSON Schema', () => {
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(policyJsonSchema([sign])));
  test.each([
    [starterPolicy('x'), true],
    ['version: 1', true],
    ['version: 1\nimages: { sign: { key: k } }', true],
    ['version: 1\nimages: { sign: { kee: k } }', false],
    ['version: 1\nimages: { considr: all }', false],
    ['version: 1\nimages: { rules: { "secrets/*": off } }', true],
    ['version: 1\nimages: { rules: { Secrets: off } }', false],
    ['version: 1\nadvisories: { maxAge: 2 days }', false],
    ['version: 1\nwaivers: [{ rule: CVE-1 }]', false],
    ['images: {}', false],
  ])('takes what the parser takes: %j', (text, valid) => {
    const rules = [{ id: 'secrets/token', otherwise: 'block' }] as const;
    const parse = () => parsePolicy(text, { file: 'f', now, sections: [sign], rules });
    expect(validate(readYaml(text, 'f').value)).toBe(valid);
    if (valid) expect(parse).not.toThrow();
    else expect(parse).toThrow();
  });
});

test('the reference lists every described field, and what is not there yet', () => {
  const text = policyReference([sign]);
  expect(text).toContain('| `images.sign.key` | string, required | The key. |');
  expect(text).toContain('| `waivers[].expires` |');
  expect(text).not.toContain('- `images.sign`');
  expect(text).toContain('- `stack.storage`');
  expect([...policyFiles([sign]).keys()]).toEqual(['schema/seaworthy.schema.json', 'docs/policy.md']);
});
