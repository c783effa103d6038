// The fix plan with newer bases that were looked into: several images move together, and changes are still compared.
import { expect, test } from '@jest/globals';
import { type DecideInput, decide } from '../../src/gate/decide.ts';
import { planUpon } from '../../src/gate/fix-plan.ts';
import type { Candidate } from '../../src/gate/judged-image.ts';
import type { NewerBase } from '../../src/gate/newer-base.ts';
import { defaultPolicy } from '../../src/gate/policy-default.ts';
import type { Finding } from '../../src/terms/finding.ts';
import { now, vulnerability } from '../health/sample.ts';

const to = `sha256:${'e'.repeat(64)}` as const;
const openssl = vulnerability({ rule: 'CVE-1', severity: 'critical' });
const zlib = vulnerability({ rule: 'CVE-2', severity: 'critical', subject: 'pkg:deb/debian/zlib' });

const imageOf = (reference: string, findings: readonly Finding[], base?: Candidate['base']): Candidate => ({
  reference,
  findings,
  system: { kind: 'known', name: 'Debian 13' },
  refusals: [],
  uncovered: [],
  remedies: () => [{ kind: 'base', id: 'base x', words: 'Build on a newer x that has' }],
  ...(base === undefined ? {} : { base }),
});

const inputOf = (...images: readonly Candidate[]): DecideInput => {
  const updated = '2026-11-25T00:00:00Z';
  return {
    images,
    policy: defaultPolicy,
    snapshot: { digest: `sha256:${'b'.repeat(64)}`, asOf: updated, updated, source: 'store', ecosystems: [] },
    now,
  };
};

const newer = (reference: string, image: string, findings: readonly Finding[]): NewerBase => ({
  kind: 'seen',
  reference,
  to,
  by: 'layers',
  upon: imageOf(image, findings),
  stays: { remedies: () => [{ kind: 'base', id: 'base x', words: 'Wait for a newer x that has' }] },
  ofBase: () => true,
});

test('images of one base take one step, and the verdict of each step is that of all images after it', () => {
  const input = inputOf(imageOf('a', [openssl]), imageOf('b', [openssl, zlib]), imageOf('c', [zlib]));
  const plan = planUpon(input, [newer('x:1', 'a', []), newer('x:1', 'b', []), newer('y:1', 'c', [])]);
  expect(plan.steps.map(({ newerBase }) => newerBase)).toMatchObject([
    { reference: 'x:1', findings: 3, gone: 3, added: 0, merge: 'fail', certificate: 'fail' },
    { reference: 'y:1', findings: 1, gone: 1, added: 0, merge: 'pass', certificate: 'pass' },
  ]);
  expect(plan.reaches).toMatchObject({ merge: 'pass', certificate: 'pass' });
});

test('a base that was not looked into, or does not help, leaves the image to its own remedies', () => {
  const unseen: NewerBase = {
    kind: 'unseen',
    stays: {
      remedies: () => [{ kind: 'base', id: 'base z', words: 'Build on a newer z that has', unseen: 'no' }],
    },
  };
  const input = inputOf(imageOf('a', [openssl]), imageOf('b', [zlib]), imageOf('c', [zlib]));
  const plan = planUpon(input, [unseen, newer('x:1', 'b', [zlib]), undefined]);
  expect(plan.steps.map(({ action, unseen: why }) => [action, why])).toEqual([
    ['Wait for a newer x that has zlib 1.2 or later.', undefined],
    ['Build on a newer z that has openssl 1.2 or later.', 'no'],
  ]);
});

test('a critical finding that comes is not outweighed by lesser ones that go', () => {
  const high = (rule: string) => vulnerability({ rule, severity: 'high', knownExploited: true });
  const lesser = [high('CVE-3'), high('CVE-4')];
  const plan = (now: readonly Finding[], then: readonly Finding[]) =>
    planUpon(inputOf(imageOf('a', now)), [newer('x:1', 'a', then)]).steps.flatMap(
      ({ newerBase }) => newerBase ?? [],
    );
  expect(plan(lesser, [openssl])).toEqual([]);
  expect(plan([openssl], lesser)).toMatchObject([{ gone: 1, added: 2 }]);
});

test('what a change did not introduce it does not introduce upon a newer base', () => {
  const image = imageOf('a', [openssl, zlib], { findings: [zlib] });
  const input = inputOf(image);
  expect(decide(input).verdict).toMatchObject({ merge: 'fail', certificate: 'fail' });
  const plan = planUpon(input, [newer('x:1', 'a', [zlib])]);
  expect(plan.steps[0]?.newerBase).toMatchObject({ merge: 'pass', certificate: 'fail', gone: 1 });
});
