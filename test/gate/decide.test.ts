// The decision: two questions, conditions, waivers, bases, and what never passes.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type DecideInput, decide } from '../../src/gate/decide.ts';
import { exitCodeOf, exitCodeOfVerdict } from '../../src/gate/exit-code.ts';
import type { Candidate } from '../../src/gate/judged-image.ts';
import type { Policy } from '../../src/gate/policy.ts';
import { defaultPolicy } from '../../src/gate/policy-default.ts';
import { Bug, OutsideError, UserError } from '../../src/terms/errors.ts';
import type { Finding } from '../../src/terms/finding.ts';
import { ContentError } from '../../src/terms/refusal.ts';
import { severities } from '../../src/terms/severity.ts';
import type { Snapshot, Waiver } from '../../src/terms/verdict.ts';
import { fact, malicious, now, type Sample, vulnerability } from '../health/sample.ts';

const snapshot: Snapshot = {
  digest: `sha256:${'b'.repeat(64)}`,
  asOf: now.toISOString(),
  updated: '2026-11-25T00:00:00Z',
  source: 'store',
  ecosystems: ['Debian:13'],
};

const image = (findings: readonly Finding[], over: Partial<Candidate> = {}): Candidate => ({
  reference: 'registry.example/app:1.0',
  findings,
  system: { kind: 'known', name: 'Debian 13' },
  refusals: [],
  uncovered: [],
  ...over,
});

const run = (images: readonly Candidate[], policy: Partial<Policy> = {}, over: Partial<DecideInput> = {}) =>
  decide({ images, policy: { ...defaultPolicy, ...policy }, snapshot, now, ...over });

const waiver: Waiver = {
  rule: 'CVE-2026-0001',
  subject: 'pkg:deb/debian/openssl',
  reason: 'not reachable',
  owner: '@acme/web',
  expires: '2026-11-25',
};

const critical = vulnerability({ severity: 'critical', since: '2026-11-24' });

describe('which findings block', () => {
  test.each<[string, Finding, 'block' | 'warn', RegExp]>([
    ['critical', critical, 'block', /severity: critical/],
    [
      'critical without a fix',
      vulnerability({ severity: 'critical', fixed: undefined }),
      'block',
      /critical/,
    ],
    ['high, fixable, 15 days old', vulnerability({ since: '2026-11-10' }), 'block', /olderThan: 14d/],
    ['high, fixable, 14 days old', vulnerability({ since: '2026-11-11' }), 'warn', /no condition/],
    ['high without a fix', vulnerability({ fixed: undefined }), 'warn', /no condition/],
    ['unknown counts as high', vulnerability({ severity: 'unknown', since: '2026-01-01' }), 'block', /high/],
    ['of unknown age counts as old', vulnerability({ since: undefined }), 'block', /14d/],
    [
      'low but exploited',
      vulnerability({ severity: 'low', knownExploited: true }),
      'block',
      /knownExploited/,
    ],
    ['medium', vulnerability({ severity: 'medium', since: '2020-01-01' }), 'warn', /no condition/],
    ['malicious of low severity', malicious({ severity: 'low' }), 'block', /malicious/],
    ['a severe fact of no rule', fact({ severity: 'critical' }), 'block', /severity/],
    ['a mild fact of no rule', fact({ severity: 'low' }), 'warn', /severity/],
  ])('%s', (_name, finding, treatment, judgedBy) => {
    const [judged] = run([image([finding])]).findings;
    expect(judged).toMatchObject({ treatment, blocksMerge: treatment === 'block' });
    expect(judged?.judgedBy).toMatch(judgedBy);
  });

  test('a rule beats its area, the policy beats the default of the rule', () => {
    const treatmentOf = (rules: Policy['rules'], ruleDefaults?: DecideInput['ruleDefaults']) =>
      run([image([fact()])], { rules }, ruleDefaults === undefined ? {} : { ruleDefaults }).findings[0]
        ?.treatment;
    expect(treatmentOf(new Map([['secrets/*', 'off']]))).toBe('off');
    expect(
      treatmentOf(
        new Map([
          ['secrets/*', 'off'],
          ['secrets/private-key', 'block'],
        ]),
      ),
    ).toBe('block');
    expect(treatmentOf(new Map(), new Map([['secrets/private-key', 'warn']]))).toBe('warn');
    expect(
      treatmentOf(new Map([['secrets/private-key', 'block']]), new Map([['secrets/private-key', 'warn']])),
    ).toBe('block');
  });
});

describe('the two questions', () => {
  const inherited = image([critical], { base: { findings: [critical] } });
  test('an inherited critical leaves the merge green and the certificate refused', () => {
    const { verdict, findings } = run([inherited]);
    expect(verdict).toMatchObject({ merge: 'pass', certificate: 'fail' });
    expect(findings[0]?.origin).toBe('inherited');
    expect(verdict.reasons.map((reason) => reason.question)).toEqual(['certificate']);
    expect(exitCodeOfVerdict(verdict)).toBe(0);
    expect(exitCodeOfVerdict(verdict, 'certificate')).toBe(1);
  });

  test('consider: all counts it, and the grade too', () => {
    expect(run([inherited], { consider: 'all' }).verdict.merge).toBe('fail');
    const old = vulnerability({ since: '2025-01-01' });
    const graded = run([image([old], { base: { findings: [old] } })], { consider: 'all', block: [] });
    expect(graded.verdict.reasons).toEqual([
      expect.objectContaining({
        question: 'both',
        message: expect.stringMatching(/grade F is below the minimum B/),
      }),
    ]);
  });

  test('without a base everything counts, and it says so', () => {
    const { verdict, warnings, findings } = run([image([critical])]);
    expect(verdict).toMatchObject({ merge: 'fail', certificate: 'fail' });
    expect(findings[0]?.origin).toBe('no-base');
    expect(warnings).toContain('There is no base to compare with: every finding counts.');
  });

  test('an observing policy stays green, says what would be, and refuses the certificate', () => {
    const { verdict, warnings } = run([image([critical])], { consider: 'observe' });
    expect(verdict).toMatchObject({
      merge: 'pass',
      certificate: 'fail',
      wouldBe: { merge: 'fail', line: 'consider: introduced' },
    });
    expect(warnings.join()).toMatch(/only observes/);
  });

  test('waivers help the minimum grade, and the grade itself stays what it is', () => {
    const old = vulnerability({ since: '2025-01-01' });
    const { verdict, grades } = run([image([old])], { waivers: [waiver] });
    expect(verdict).toMatchObject({ merge: 'pass', certificate: 'pass' });
    expect(grades[0]?.letter).toBe('F');
  });
});

describe('never a pass', () => {
  const refusal = { code: 'truncated', what: 'layer', message: 'cut' } as const;
  const { digest: _digest, ...undigested } = snapshot;
  test.each<[string, readonly Candidate[], Partial<DecideInput>]>([
    ['nothing looked at', [], {}],
    ['a refused layer', [image([], { refusals: [refusal] })], {}],
    ['an unknown distribution', [image([], { system: { kind: 'unknown' } })], {}],
    ['a distribution without advisories', [image([], { uncovered: ['Alpine:v3.20'] })], {}],
    ['no advisories', [image([])], { snapshot: { ...undigested, source: 'none' } }],
    ['stale advisories', [image([])], { snapshot: { ...snapshot, updated: '2026-11-22T00:00:00Z' } }],
    ['one good image of two', [image([]), image([], { refusals: [refusal] })], {}],
  ])('%s is incomplete for both questions, whatever the policy considers', (_name, images, over) => {
    for (const consider of ['observe', 'introduced', 'all'] as const) {
      const { verdict } = run(images, { consider }, over);
      expect(verdict).toMatchObject({ merge: 'incomplete', certificate: 'incomplete' });
      expect(verdict.reasons[0]?.fix).toMatch(/\w/);
    }
  });

  test('a fix that nobody dates leaves the certificate incomplete and the merge alone', () => {
    const undated = vulnerability({ since: undefined });
    const inherited = image([undated], { base: { findings: [undated] } });
    expect(run([inherited], { block: [] }).verdict).toMatchObject({
      merge: 'pass',
      certificate: 'incomplete',
    });
  });

  test('a release out of support fails the certificate', () => {
    const system = { kind: 'known', name: 'Debian 10', support: { until: '2024-06-30' } } as const;
    const { verdict } = run([image([], { system, base: { findings: [] } })]);
    expect(verdict).toMatchObject({ merge: 'pass', certificate: 'fail' });
  });
});

test('what is malicious or exploited is told first, then the most severe', () => {
  const order = run([
    image([
      vulnerability({ rule: 'CVE-1', severity: 'critical' }),
      vulnerability({ rule: 'CVE-2', severity: 'low', knownExploited: true }),
      malicious({ severity: 'low' }),
      vulnerability({ rule: 'CVE-3', severity: 'high', since: '2026-01-01' }),
    ]),
  ]);
  expect(order.findings.map((finding) => finding.rule)).toEqual(['MAL-2026-1', 'CVE-2', 'CVE-1', 'CVE-3']);
  expect(order.verdict.reasons.map((reason) => reason.message.split(' ')[0])).toEqual([
    'MAL-2026-1',
    'CVE-2',
    'CVE-1',
    'CVE-3',
    'registry.example/app:1.0:',
  ]);
});

describe('waivers', () => {
  test('hold on their last day, are listed with their uses, and end with it', () => {
    const held = run([image([critical])], { waivers: [waiver] });
    expect(held.verdict.merge).toBe('pass');
    expect(held.waivers).toEqual([{ ...waiver, uses: 1 }]);
    expect(held.findings[0]).toMatchObject({ treatment: 'waived', waiver: { owner: '@acme/web' } });
    const later = run([image([critical])], { waivers: [waiver] }, { now: new Date('2026-11-26T00:00:00Z') });
    expect(later.verdict.merge).toBe('fail');
  });

  test.each<[string, Partial<Waiver>, number]>([
    ['another id of the alias set', { rule: 'DSA-1' }, 1],
    ['the image with any tag', { subject: 'registry.example/app' }, 1],
    ['a pattern', { subject: 'pkg:deb/debian/open*' }, 1],
    ['another package', { subject: 'pkg:deb/debian/ssl' }, 0],
    ['a prefix without a star', { subject: 'pkg:deb/debian/open' }, 0],
    ['another id', { rule: 'CVE-2026-0002' }, 0],
    ['a star does not reach over a slash', { subject: 'pkg:deb/*' }, 0],
  ])('%s', (_name, over, uses) => {
    const finding = vulnerability({ severity: 'critical', ids: ['CVE-2026-0001', 'DSA-1'] });
    const decision = run([image([finding])], { waivers: [{ ...waiver, ...over }] });
    expect(decision.waivers[0]?.uses).toBe(uses);
    expect(decision.warnings.some((warning) => /covers nothing/.test(warning))).toBe(uses === 0);
  });
});

const anyFinding = fc.oneof(
  fc
    .record({
      rule: fc.constantFrom('CVE-1', 'CVE-2', 'CVE-3'),
      subject: fc.constantFrom('pkg:deb/debian/a', 'pkg:deb/debian/b'),
      severity: fc.constantFrom(...severities),
      fixed: fc.option(fc.constant('2'), { nil: undefined }),
      since: fc.constantFrom('2026-11-24', '2026-10-01', '2024-01-01', undefined),
      knownExploited: fc.boolean(),
    })
    .map((sample: Sample) => vulnerability(sample)),
  fc.constant(fact()),
  fc.constant(malicious()),
);

const anyPolicy = fc.record({
  consider: fc.constantFrom('observe' as const, 'introduced' as const, 'all' as const),
  minimumGrade: fc.constantFrom('A' as const, 'C' as const, 'F' as const),
});

describe('for all findings and policies', () => {
  test('one more finding never turns a question into a pass', () => {
    fc.assert(
      fc.property(
        fc.array(anyFinding),
        anyFinding,
        anyPolicy,
        fc.boolean(),
        (findings, more, policy, based) => {
          const base = based ? { base: { findings: findings.slice(0, 2) } } : {};
          const before = run([image(findings, base)], policy).verdict;
          const after = run([image([...findings, more], base)], policy).verdict;
          for (const question of ['merge', 'certificate'] as const) {
            if (before[question] !== 'pass') expect(after[question]).not.toBe('pass');
          }
        },
      ),
    );
  });

  test('the order of the input does not change a byte', () => {
    fc.assert(
      fc.property(fc.array(anyFinding), fc.array(anyFinding), anyPolicy, (one, two, policy) => {
        const a = image(one, { base: { findings: two } });
        const b = image(two, { reference: 'registry.example/other' });
        const back = (candidate: Candidate): Candidate => ({
          ...candidate,
          findings: candidate.findings.toReversed(),
        });
        const forward = run([a, b], policy);
        const backward = run([back(b), back(a)], policy);
        expect(JSON.stringify({ ...backward, grades: backward.grades.toReversed() })).toBe(
          JSON.stringify(forward),
        );
      }),
    );
  });

  test('a waiver that is over changes nothing but its own warning', () => {
    fc.assert(
      fc.property(fc.array(anyFinding), anyPolicy, (findings, policy) => {
        const over = { ...waiver, rule: 'CVE-1', subject: 'pkg:deb/debian/a', expires: '2026-11-24' };
        expect(run([image(findings)], { ...policy, waivers: [over] }).verdict).toEqual(
          run([image(findings)], policy).verdict,
        );
      }),
    );
  });

  test('a certificate is never easier than the merge of everything', () => {
    fc.assert(
      fc.property(fc.array(anyFinding), anyPolicy, (findings, policy) => {
        const { verdict } = run([image(findings)], { ...policy, consider: 'all' });
        expect(verdict.merge).toBe(verdict.certificate);
      }),
    );
  });
});

test.each<[unknown, number]>([
  [new ContentError({ code: 'truncated', what: 'blob', message: 'cut' }), 1],
  [new UserError('policy', 'm', 'f'), 2],
  [new OutsideError('server', 'm', 'f'), 3],
  [new Bug('m'), 4],
  [new TypeError('m'), 4],
  ['text', 4],
])('exit code of %p', (error, code) => {
  expect(exitCodeOf(error)).toBe(code);
});
