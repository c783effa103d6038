// The fix plan: it makes the gate pass, no step of it is idle, and it says what nothing helps against.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type DecideInput, decide } from '../../src/gate/decide.ts';
import { planFixes } from '../../src/gate/fix-plan.ts';
import type { Candidate } from '../../src/gate/judged-image.ts';
import { defaultPolicy } from '../../src/gate/policy-default.ts';
import { plainRemedies, type Remedy } from '../../src/gate/remedy.ts';
import type { Finding } from '../../src/terms/finding.ts';
import { fact, malicious, now, vulnerability } from '../health/sample.ts';

const base: Remedy = { kind: 'base', id: 'base x', words: 'Build on a newer x that has' };

function inputOf(findings: readonly Finding[], over: Partial<Candidate> = {}): DecideInput {
  const image: Candidate = {
    reference: 'registry.example/app:1.0',
    findings,
    system: { kind: 'known', name: 'Debian 13' },
    refusals: [],
    uncovered: [],
    remedies: (finding) =>
      finding.subject.startsWith('pkg:deb/') ? vulnerable(finding) : plainRemedies(finding),
    ...over,
  };
  const updated = '2026-11-25T00:00:00Z';
  return {
    images: [image],
    policy: defaultPolicy,
    snapshot: { digest: `sha256:${'b'.repeat(64)}`, asOf: updated, updated, source: 'store', ecosystems: [] },
    now,
  };
}

const vulnerable = (finding: Finding): readonly Remedy[] =>
  plainRemedies(finding).map((one) => (one.kind === 'upgrade' ? base : one));

const planOf = (input: DecideInput) => planFixes(input, decide(input).verdict);
const npm = (name: string, over: Parameters<typeof vulnerability>[0]): Finding =>
  vulnerability({ subject: `pkg:npm/${name}`, severity: 'critical', ...over });

describe('the fix plan', () => {
  test('is none where the gate passes', () => {
    expect(planOf(inputOf([vulnerability({ since: '2026-11-20' })]))).toBeUndefined();
  });

  test('updates a package once, to the version that is needed and no further, and counts what else that closes', () => {
    const plan = planOf(
      inputOf([
        npm('lodash', { rule: 'CVE-1', fixed: '4.9.0' }),
        npm('lodash', { rule: 'CVE-2', fixed: '4.10.0' }),
        npm('lodash', { rule: 'CVE-3', fixed: '4.9.5', severity: 'low' }),
        npm('lodash', { rule: 'CVE-4', fixed: '5.0.0', severity: 'low' }),
      ]),
    );
    expect(plan).toEqual({
      steps: [
        {
          kind: 'upgrade',
          action: 'Update lodash 1.1 to 4.10.0.',
          question: 'both',
          packages: [{ name: 'lodash', installed: '1.1', needed: '4.10.0' }],
          closes: { critical: 2, low: 1 },
          rules: ['CVE-1', 'CVE-2', 'CVE-3'],
          grade: 'A',
        },
      ],
      reaches: { merge: 'pass', certificate: 'pass', grade: 'A' },
      left: [],
    });
  });

  test('moves the base once for all of its packages, says which it must have, and what the grade is on the way', () => {
    const plan = planOf(
      inputOf([
        vulnerability({ rule: 'CVE-1', since: '2026-01-01' }),
        vulnerability({ rule: 'CVE-2', severity: 'low', subject: 'pkg:deb/debian/zlib' }),
        npm('minimist', { fixed: '1.2.6', since: '2026-11-24' }),
      ]),
    );
    expect(plan?.steps.map(({ action, grade, closes }) => [action, grade, closes])).toEqual([
      ['Update minimist 1.1 to 1.2.6.', 'D', { critical: 1 }],
      ['Build on a newer x that has openssl 1.2 or later.', 'A', { high: 1, low: 1 }],
    ]);
  });

  test('updates an outer package once, as far as both its own advisories and those of what it holds need', () => {
    const outer = { subject: 'pkg:npm/outer', installed: '1.1', needed: '2.4' };
    const plan = planOf(
      inputOf([npm('tar', { fixed: '6.2' }), npm('outer', { rule: 'CVE-2', fixed: '2.1' })], {
        remedies: (finding) =>
          plainRemedies(finding).map((one) =>
            finding.subject === outer.subject
              ? one
              : { kind: 'upgrade', id: 'upgrade pkg:npm/outer 1.1', outer },
          ),
      }),
    );
    expect(plan?.steps.map(({ action, packages, closes }) => [action, packages.length, closes])).toEqual([
      ['Update outer 1.1 to 2.4.', 1, { critical: 2 }],
    ]);
  });

  test('asks for what only pulls the grade down, though nothing blocks it', () => {
    const input = {
      ...inputOf([npm('old', { severity: 'high', since: '2025-01-01' })]),
      policy: { ...defaultPolicy, block: [] },
    };
    expect(planOf(input)?.steps.map(({ rules }) => rules)).toEqual([['CVE-2026-0001']]);
  });

  test('says what waits for the certificate only', () => {
    const inherited = npm('a', { rule: 'CVE-1' });
    const plan = planOf(
      inputOf([inherited, npm('b', { rule: 'CVE-2' })], { base: { findings: [inherited] } }),
    );
    expect(plan?.steps.map(({ action, question }) => [action, question])).toEqual([
      ['Update b 1.1 to 1.2.', 'both'],
      ['Update a 1.1 to 1.2.', 'certificate'],
    ]);
  });

  test('does as a finding says where no package is to blame, and names the files', () => {
    const plan = planOf(inputOf([malicious({ subject: 'pkg:npm/evil' }), fact({ subject: '/app/key.pem' })]));
    expect(plan?.steps.map(({ kind, action }) => [kind, action])).toEqual([
      ['edit', 'Install 1.2.'],
      ['edit', 'Install 1.2 (/app/key.pem).'],
    ]);
  });

  test('says what nothing helps against', () => {
    const plan = planOf(inputOf([npm('a', {}), npm('b', { rule: 'CVE-2', fixed: undefined })]));
    expect(plan?.steps).toHaveLength(1);
    expect(plan?.reaches).toMatchObject({ merge: 'fail', certificate: 'fail' });
    expect(plan?.left.map(({ message }) => message.split(' ')[0])).toEqual(['CVE-2']);
  });
});

const some = fc.uniqueArray(
  fc.record({
    rule: fc.integer({ min: 1, max: 99 }).map((number) => `CVE-2026-${number}`),
    subject: fc.constantFrom(
      'pkg:deb/debian/openssl',
      'pkg:deb/debian/zlib',
      'pkg:npm/a',
      'pkg:npm/b',
      'pkg:npm/c',
    ),
    severity: fc.constantFrom('critical', 'high', 'medium', 'unknown'),
    fixed: fc.constantFrom('1.2', '1.10', '2.0', undefined),
    since: fc.constantFrom('2024-01-01', '2026-11-01', '2026-11-24', undefined),
    knownExploited: fc.boolean(),
  } as const),
  { selector: ({ rule, subject }) => rule + subject, maxLength: 12 },
);

/** What a person would have after some of the steps, from the plan's own words. */
function applying(
  input: DecideInput,
  kept: readonly { kind: string; packages: readonly { name: string; needed: string }[] }[],
) {
  const left = input.images
    .flatMap(({ findings }) => findings)
    .filter(({ subject, details }) => {
      const fixed = details.kind === 'vulnerability' ? details.fixed : undefined;
      if (fixed === undefined) return true;
      if (subject.startsWith('pkg:deb/')) return !kept.some(({ kind }) => kind === 'base');
      const needed = kept
        .flatMap(({ packages }) => packages)
        .find(({ name }) => subject === `pkg:npm/${name}`)?.needed;
      const versions = ['1.2', '1.10', '2.0'];
      return needed === undefined || versions.indexOf(needed) < versions.indexOf(fixed);
    });
  return decide({ ...input, images: input.images.map((image) => ({ ...image, findings: left })) });
}

test('its steps lead where it says, no step is idle, and the order of findings changes nothing', () => {
  fc.assert(
    fc.property(some, (samples) => {
      const input = inputOf(samples.map((one) => vulnerability(one)));
      const plan = planOf(input);
      if (plan === undefined) return;
      const { merge, certificate, reasons } = applying(input, plan.steps).verdict;
      expect({ merge, certificate }).toMatchObject({
        merge: plan.reaches.merge,
        certificate: plan.reaches.certificate,
      });
      expect(reasons).toEqual(plan.left);
      for (const step of plan.steps) {
        const fewer = applying(
          input,
          plan.steps.filter((one) => one !== step),
        ).verdict;
        expect(fewer.certificate === 'pass').toBe(false);
        expect(fewer.reasons.map(({ message }) => message)).not.toEqual(
          reasons.map(({ message }) => message),
        );
      }
      expect(planOf(inputOf(samples.toReversed().map((one) => vulnerability(one))))).toEqual(plan);
    }),
    { numRuns: 150 },
  );
});
