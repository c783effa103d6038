// Reading seaworthy.yaml: every mistake says where it stands and what to do.
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { effectivePolicy } from '../../src/gate/effective-policy.ts';
import { parsePolicy } from '../../src/gate/policy-file.ts';
import { starterCacheStep, starterPolicy, starterWorkflow } from '../../src/gate/starter.ts';
import { readYaml } from '../../src/gate/yaml-tree.ts';
import { UserError } from '../../src/terms/errors.ts';
import { growth, linear } from '../growth.ts';
import { now } from '../health/sample.ts';

const rules = [{ id: 'secrets/private-key', otherwise: 'block' }] as const;
const parse = (text: string) => parsePolicy(text, { file: 'seaworthy.yaml', now, rules });

function mistake(text: string): UserError {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('accepted');
}

const waiver = (over: Record<string, string | undefined>): string => {
  const fields = {
    rule: 'CVE-2026-1',
    subject: 'pkg:deb/debian/openssl',
    reason: 'not reachable',
    owner: '@acme/web',
    expires: '2026-12-24',
    ...over,
  };
  const lines = Object.entries(fields).flatMap(([key, value]) =>
    value === undefined ? [] : [`    ${key}: ${JSON.stringify(value)}`],
  );
  return `version: 1\nwaivers:\n  -\n${lines.join('\n')}\n`;
};

describe('a wrong policy', () => {
  test.each<[string, string, RegExp, RegExp, number, number]>([
    ['a misspelt key', 'version: 1\nimages:\n  considr: all', /images\.considr/, /`consider`/, 3, 3],
    [
      'an unknown value',
      'version: 1\nimages:\n  consider: some',
      /images\.consider/,
      /observe, introduced, all/,
      3,
      13,
    ],
    ['a key of a later feature', 'version: 1\nimages:\n  sign: {}', /cannot do it yet/, /Remove/, 3, 3],
    ['another version', 'version: 2', /version/, /^Write 1\.$/, 1, 10],
    ['no version', 'images: {}', /`version`: is missing/, /Add it/, 1, 1],
    ['an empty file', '', /the policy is empty/, /seaworthy init/, 1, 1],
    ['a key twice', 'version: 1\nversion: 1', /twice/, /Keep one/, 2, 1],
    ['an alias', 'version: 1\nlocked: [&a x, *a]', /aliases/, /Write the value out/, 2, 10],
    ['a tag', 'version: !!int 1', /tags/, /Remove the tag/, 1, 10],
    ['two documents', 'version: 1\n---\nversion: 1', /second document/, /---/, 2, 1],
    ['a list', '- version: 1', /no keys/, /version: 1/, 1, 1],
    ['one word', 'hello', /no keys/, /version: 1/, 1, 1],
    ['comments alone', '# version: 1', /is empty/, /init/, 1, 1],
    ['a tab', 'version: 1\nimages:\n\tconsider: all', /a tab/, /spaces/, 3, 1],
    ['a prototype key', 'version: 1\n__proto__: {}', /__proto__/, /Remove/, 2, 1],
    [
      'a misspelt rule',
      'version: 1\nimages:\n  rules:\n    secrets/private-kee: off',
      /no rule/,
      /secrets\/private-key/,
      4,
      5,
    ],
    [
      'a condition that blocks everything',
      'version: 1\nimages: {vulnerabilities: {block: [{}]}}',
      /empty condition/,
      /./,
      2,
      36,
    ],
    [
      'a mapping left empty',
      'version: 1\nimages:\n',
      /`images`: is empty, and a mapping belongs here/,
      /./,
      2,
      8,
    ],
    [
      'a list for a mapping',
      'version: 1\nimages: []',
      /`images`: is a list, and a mapping belongs here/,
      /./,
      2,
      9,
    ],
    [
      'UTF-16',
      Buffer.from('\uFEFFversion: 1\n', 'utf16le').toString('utf8'),
      /UTF-8/,
      /Save it in UTF-8/,
      1,
      1,
    ],
    [
      'several mistakes',
      'version: 1\nimages:\n  consider: some\n  grade: { minimum: Z }\nadvisories: { maxAge: x }',
      /images\.consider.*\(and 2 more: line 4, 5\)/,
      /observe/,
      3,
      13,
    ],
    ['a bad span', 'version: 1\nadvisories:\n  maxAge: 2 days', /span of time/, /./, 3, 11],
  ])('%s', (_name, text, message, fix, line, column) => {
    const error = mistake(text);
    expect(error.code).toBe('policy');
    expect(error.message).toMatch(message);
    expect(error.fix).toMatch(fix);
    expect(error.at).toMatchObject({ file: 'seaworthy.yaml', line, column });
  });

  test.each<[string, Record<string, string | undefined>, RegExp, string]>([
    ['no owner', { owner: undefined }, /is missing/, 'owner'],
    ['an empty owner', { owner: ' ' }, /owner`: is empty/, 'owner'],
    ['no reason', { reason: undefined }, /is missing/, 'reason'],
    ['no day', { expires: undefined }, /is missing/, 'expires'],
    ['a day that is none', { expires: '2026-02-30' }, /no day/, 'expires'],
    ['an instant', { expires: '2026-12-24T00:00:00Z' }, /no day/, 'expires'],
    ['a day that is over', { expires: '2026-11-24' }, /ended on 2026-11-24/, 'expires'],
    ['a rule for all', { rule: '*' }, /exactly one/, 'rule'],
    ['a subject for all', { subject: '*' }, /matches everything/, 'subject'],
    ['a subject for all paths', { subject: '*/*' }, /matches everything/, 'subject'],
    ['all packages', { subject: 'pkg:deb/debian/*' }, /every package/, 'subject'],
    ['all package types', { subject: 'pkg:*/debian/openssl' }, /type/, 'subject'],
    ['a whole registry', { subject: 'registry.example/*' }, /everything in a registry/, 'subject'],
    ['all URNs', { subject: 'urn:pulumi:*/*' }, /type and a name/, 'subject'],
    ['all URNs of a stack', { subject: 'urn:pulumi:prod::web::*/*::*' }, /everything of a type/, 'subject'],
    ['all layouts', { subject: 'oci:*' }, /matches everything/, 'subject'],
    ['a version', { subject: 'pkg:npm/%40acme/web@1.0' }, /names a version/, 'subject'],
  ])('a waiver with %s', (_name, over, message, field) => {
    const error = mistake(waiver(over));
    expect(error.code).toBe('waiver');
    expect(error.message).toMatch(message);
    expect(error.at).toMatchObject({ file: 'seaworthy.yaml', field: `waivers[0].${field}` });
    expect(error.at?.line).toBeGreaterThan(2);
  });
});

describe('bombs', () => {
  test.each([
    ['flow nesting', `a: ${'['.repeat(65)}`],
    ['compact nesting', `${'- '.repeat(65)}x`],
    ['deep maps', Array.from({ length: 65 }, (_, depth) => `${' '.repeat(depth)}k:`).join('\n')],
    ['mixed nesting', `${'- '.repeat(40)}${'{a: '.repeat(30)}`],
  ])('%s of 65 levels never reaches the parser', (_name, text) => {
    expect(() => readYaml(text, 'f')).toThrow(/deeper than 64/);
  });

  test('a million brackets are refused by one look at them, a file above 1 MiB by none', () => {
    const refuse = (size: number): void => expect(() => readYaml('['.repeat(size), 'f')).toThrow(/deeper/);
    expect(growth(250_000, refuse)).toBeLessThan(linear);
    expect(() => readYaml('#'.repeat(1_048_577), 'f')).toThrow(/1048576/);
  });

  test('a long flat file is no deep one', () => {
    const text = `version: 1\nlocked:\n${'- waivers\n'.repeat(1000)}advisories:\n  maxAge: 48h\n`;
    expect(parse(text).layer.locked).toHaveLength(1000);
  });
});

describe('sections of other rooms', () => {
  const section = { path: 'images.sign', schema: z.strictObject({ key: z.string() }) };
  const withSection = (text: string) => parsePolicy(text, { file: 'f', now, sections: [section] });

  test('are parsed by their schema and stand in the effective policy', () => {
    const file = withSection('version: 1\nimages: { consider: all, sign: { key: k } }');
    const { policy, text } = effectivePolicy({ file });
    expect(policy.sections.get('images.sign')).toEqual({ key: 'k' });
    expect(policy.consider).toBe('all');
    expect(text).toContain('sign:\n    key: k');
  });

  test('name their place when they are wrong', () => {
    expect(() => withSection('version: 1\nimages:\n  sign:\n    kee: k')).toThrow(/images\.sign\.ke[ey]/);
  });
});

describe('what init writes', () => {
  test('parses with our own parser, observes, and says so', () => {
    const text = starterPolicy('https://example.test/schema.json');
    expect(parse(text).layer).toMatchObject({ consider: 'observe', minimumGrade: 'B' });
    expect(text).toMatch(/ONLY OBSERVES/);
    const enabled = text.replace('waivers: []\n', '').replace(/^# (waivers:| {2}.*)$/gm, '$1');
    expect(parse(enabled).layer.waivers).toHaveLength(1);
  });

  test('the workflow has at most ten lines and is YAML, with and without the cache step', () => {
    const workflow = starterWorkflow(
      `acme/seaworthy@${'0'.repeat(40)}`,
      `ghcr.io/acme/app:$\{{ github.sha }}`,
    );
    expect(workflow.trimEnd().split('\n').length).toBeLessThanOrEqual(10);
    const lines = workflow.split('\n');
    const cached = [...lines.slice(0, 8), starterCacheStep().trimEnd(), ...lines.slice(8)].join('\n');
    for (const text of [workflow, cached]) {
      expect(readYaml(text, 'w').value).toMatchObject({ permissions: { contents: 'read' } });
    }
  });
});
