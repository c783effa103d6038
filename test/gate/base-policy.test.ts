// The policy is never the attacker's: the base decides, the change is previewed, locks hold.
import { describe, expect, test } from '@jest/globals';
import { judgeWithBasePolicy, type PolicySide } from '../../src/gate/base-policy.ts';
import { covers } from '../../src/gate/condition-cover.ts';
import { effectivePolicy } from '../../src/gate/effective-policy.ts';
import type { BlockCondition } from '../../src/gate/policy.ts';
import { parsePolicy } from '../../src/gate/policy-file.ts';
import { knownBadSection } from '../../src/inspection/image-policy.ts';
import { now, vulnerability } from '../health/sample.ts';

const side = (text: string): PolicySide => ({ file: 'seaworthy.yaml', text });
const strict = side('version: 1\nimages: { consider: all }\n');
const waiverOf = (expires: string): string =>
  `waivers: [{ rule: CVE-2026-0001, subject: "pkg:deb/debian/openssl", reason: r, owner: o, expires: ${expires} }]\n`;

const common = {
  images: [
    {
      reference: 'registry.example/app:1',
      findings: [vulnerability({ severity: 'critical' })],
      system: { kind: 'none' as const },
      refusals: [],
      uncovered: [],
    },
  ],
  snapshot: {
    digest: `sha256:${'b'.repeat(64)}` as const,
    asOf: now.toISOString(),
    updated: now.toISOString(),
    source: 'store' as const,
    ecosystems: [],
  },
  now,
};

describe('a pull request gets the verdict of the base’s policy', () => {
  const unchanged = judgeWithBasePolicy({ ...common, basePolicy: strict, headPolicy: strict });
  test('unchanged: nothing to preview', () => {
    expect(unchanged.decision.verdict.merge).toBe('fail');
    expect(unchanged.preview.kind).toBe('same');
  });

  test.each<[string, PolicySide | undefined, string, RegExp]>([
    ['empties the policy', side(''), 'invalid', /^/],
    ['removes the policy', undefined, 'changed', /loosen images\.consider/],
    [
      'only observes',
      side('version: 1\nimages: { consider: observe }\n'),
      'changed',
      /merge verdict from fail to pass/,
    ],
    [
      'blocks nothing',
      side('version: 1\nimages: { consider: all, grade: { minimum: F }, vulnerabilities: { block: [] } }'),
      'changed',
      /certificate verdict from fail to pass/,
    ],
    [
      'waives its own finding',
      side(strict.text + waiverOf('2026-12-24')),
      'changed',
      /would waive CVE-2026-0001 in pkg:deb\/debian\/openssl until 2026-12-24/,
    ],
    ['breaks the policy', side('version: 1\nimagse: {}'), 'invalid', /^/],
  ])('when it %s', (_name, headPolicy, kind, sentence) => {
    const judged = judgeWithBasePolicy({
      ...common,
      basePolicy: strict,
      ...(headPolicy === undefined ? {} : { headPolicy }),
    });
    expect(judged.decision.verdict).toEqual(unchanged.decision.verdict);
    expect(judged.decision.findings).toEqual(unchanged.decision.findings);
    expect(judged.policy.digest).toBe(unchanged.policy.digest);
    expect(judged.preview.kind).toBe(kind);
    if (judged.preview.kind === 'changed') expect(judged.preview.sentences.join('\n')).toMatch(sentence);
    if (kind === 'invalid')
      expect(judged.decision.warnings.join('\n')).toMatch(/policy of this change is wrong/);
  });

  test('when the base has no policy the defaults gate, whatever the change brings', () => {
    const headPolicy = side('version: 1\nimages: { consider: observe }\n');
    expect(judgeWithBasePolicy({ ...common, headPolicy }).decision.verdict.merge).toBe('fail');
  });

  test('when there was no gate at all before, the change’s own policy decides', () => {
    const headPolicy = side('version: 1\nimages: { consider: observe }\n');
    const first = judgeWithBasePolicy({ ...common, headPolicy, firstRun: true });
    expect(first.decision.verdict).toMatchObject({ merge: 'pass', wouldBe: { merge: 'fail' } });
    const pretended = judgeWithBasePolicy({ ...common, headPolicy, basePolicy: strict, firstRun: true });
    expect(pretended.decision.verdict.merge).toBe('fail');
  });

  test('a waiver of the base that ended does not help and does not stop its own removal', () => {
    const basePolicy = side(strict.text + waiverOf('2026-11-24'));
    const { decision, preview } = judgeWithBasePolicy({ ...common, basePolicy, headPolicy: strict });
    expect(decision.verdict.merge).toBe('fail');
    expect(decision.warnings.join()).toMatch(/ended on 2026-11-24/);
    expect(preview.kind).toBe('same');
  });
});

describe('what an organisation locks', () => {
  const digest = 'a'.repeat(64);
  const below = (locked: string, organisation: string, file: string) => {
    const options = {
      now,
      rules: [
        { id: 'secrets/private-key', otherwise: 'block' },
        { id: 'secrets/token', otherwise: 'block' },
      ] as const,
      sections: [knownBadSection],
    };
    return effectivePolicy({
      organisation: parsePolicy(`version: 1\nlocked: [${locked}]\n${organisation}`, {
        ...options,
        file: 'organisation',
      }),
      file: parsePolicy(`version: 1\nextends: registry.example/policy@sha256:${digest}\n${file}`, {
        ...options,
        file: 'seaworthy.yaml',
      }),
    });
  };
  const block = (...conditions: string[]): string =>
    `images: { vulnerabilities: { block: [${conditions.join(', ')}] } }`;
  const rules = (text: string): string => `images: { rules: { ${text} } }`;
  const bad = (...letters: readonly string[]): string =>
    `images: { knownBad: [${letters.map((letter) => letter.repeat(64)).join(', ')}] }`;

  test.each<[string, string, string, string]>([
    ['consider', 'images.consider', 'images: { consider: all }', 'images: { consider: introduced }'],
    ['grade', 'images.grade', 'images: { grade: { minimum: C } }', 'images: { grade: { minimum: D } }'],
    [
      'everything of images',
      'images',
      'images: { grade: { minimum: C } }',
      'images: { grade: { minimum: D } }',
    ],
    ['a default', 'images.grade.minimum', '', 'images: { grade: { minimum: C } }'],
    [
      'conditions',
      'images.vulnerabilities.block',
      block('{ severity: high }'),
      block('{ severity: critical }'),
    ],
    [
      'unknown severity',
      'images.vulnerabilities',
      '',
      'images: { vulnerabilities: { unknownSeverity: low } }',
    ],
    [
      'a rule',
      'images.rules.secrets/private-key',
      rules('secrets/private-key: block'),
      rules('secrets/private-key: warn'),
    ],
    ['a rule by its area', 'images.rules.secrets/private-key', '', rules('"secrets/*": off')],
    ['all rules', 'images.rules', '', rules('secrets/token: off')],
    ['an area', 'images.rules.secrets/*', '', rules('secrets/token: off')],
    ['age', 'advisories.maxAge', 'advisories: { maxAge: 48h }', 'advisories: { maxAge: 3d }'],
    ['known bad digests, one left out', 'images.knownBad', bad('a', 'b'), bad('a')],
    ['known bad digests, others instead', 'images', bad('a'), bad('b')],
    ['waivers', 'waivers', '', waiverOf('2026-12-24')],
  ])('%s cannot be loosened', (_name, locked, organisation, file) => {
    expect(() => below(locked, organisation, file)).toThrow(/locked by the organisation/);
    expect(() => below('', organisation, file)).not.toThrow();
  });

  test.each<[string, string, string, string]>([
    ['consider', 'images.consider', 'images: { consider: introduced }', 'images: { consider: all }'],
    ['grade', 'images.grade', 'images: { grade: { minimum: C } }', 'images: { grade: { minimum: A } }'],
    [
      'conditions',
      'images.vulnerabilities.block',
      block('{ severity: critical }'),
      block('{ severity: high }'),
    ],
    ['age', 'advisories.maxAge', '', 'advisories: { maxAge: 2h }'],
    ['known bad digests', 'images.knownBad', bad('a'), bad('A', 'b')],
    ['known bad digests of an organisation that has none', 'images.knownBad', '', bad('b')],
    ['what stands beside known bad digests', 'images.knownBad', bad('a'), 'images: { consider: all }'],
    ['another rule', 'images.rules.secrets/private-key', '', rules('secrets/token: off')],
  ])('%s can be tightened', (_name, locked, organisation, file) => {
    expect(() => below(locked, organisation, file)).not.toThrow();
  });

  test('the input is bound by locks too, and a lock on nothing is a mistake', () => {
    const organisation = parsePolicy('version: 1\nlocked: [images.grade]', { file: 'o', now });
    expect(() => effectivePolicy({ organisation, input: { minimumGrade: 'F' } })).toThrow(/locked/);
    expect(() => below('images.grad', '', '')).toThrow(/no field/);
  });

  test('waivers and rules of both are in force, the lower one’s rules winning', () => {
    const { policy } = below(
      '',
      `${rules('secrets/token: warn, secrets/private-key: warn')}\n${waiverOf('2026-12-24')}`,
      `${rules('secrets/token: off')}\n${waiverOf('2026-12-25')}`,
    );
    expect(policy.waivers.map((waiver) => waiver.expires)).toEqual(['2026-12-24', '2026-12-25']);
    expect([...policy.rules]).toEqual([
      ['secrets/token', 'off'],
      ['secrets/private-key', 'warn'],
    ]);
  });

  test('an `extends` that nobody fetched is an error', () => {
    const file = parsePolicy(`version: 1\nextends: registry.example/policy@sha256:${digest}`, {
      file: 'f',
      now,
    });
    expect(() => effectivePolicy({ file })).toThrow(/was not fetched/);
  });

  test.each<[BlockCondition, BlockCondition, boolean]>([
    [{ severity: 'high' }, { severity: 'critical' }, true],
    [{ severity: 'critical' }, { severity: 'high' }, false],
    [{ severity: 'high' }, { severity: 'high', fixable: true }, true],
    [{ severity: 'high', fixable: true }, { severity: 'high' }, false],
    [{ severity: 'high', fixable: true }, { severity: 'high', fixable: false }, false],
    [{ fixable: true, olderThan: '7d' }, { fixable: true, olderThan: '2w' }, true],
    [{ fixable: true, olderThan: '2w' }, { fixable: true, olderThan: '7d' }, false],
    [{ fixable: true, olderThan: '2w' }, { fixable: true }, false],
    [{ severity: 'low' }, { knownExploited: true }, false],
    [{ knownExploited: true }, { knownExploited: true, severity: 'high' }, true],
  ])('%p covers %p: %p', (wide, narrow, expected) => {
    expect(covers(wide, narrow)).toBe(expected);
  });
});

test('input beats file beats default, and the digest follows the policy in force', () => {
  const file = parsePolicy('version: 1\nimages: { grade: { minimum: C } }', { file: 'f', now });
  expect(effectivePolicy({}).policy.minimumGrade).toBe('B');
  expect(effectivePolicy({ file }).policy.minimumGrade).toBe('C');
  const forced = effectivePolicy({ file, input: { minimumGrade: 'A' } });
  expect(forced.policy.minimumGrade).toBe('A');
  expect(forced.digest).not.toBe(effectivePolicy({ file }).digest);
  const same = parsePolicy('# other words\nimages:\n  grade:\n    minimum: C\nversion: 1\n', {
    file: 'g',
    now,
  });
  expect(effectivePolicy({ file: same }).digest).toBe(effectivePolicy({ file }).digest);
  expect(parsePolicy(effectivePolicy({ file }).text, { file: 'printed', now }).layer).toMatchObject({
    minimumGrade: 'C',
  });
});
