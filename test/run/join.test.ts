// Both gates of a pull request as one verdict: the worse of both counts, and neither side's alerts move.
import { expect, test } from '@jest/globals';
import { renderSarif } from '../../src/report/sarif/log.ts';
import { joinStack } from '../../src/run/join.ts';
import type { Judgement, Result } from '../../src/terms/verdict.ts';
import { sample } from '../report/sample.ts';

const reference = sample.images[0]?.reference ?? '';
const ofImage: Result = { ...sample, findings: sample.findings.map((one) => ({ ...one, image: reference })) };
const { grade, ...rest } = sample;
const ofStack: Result = {
  ...rest,
  gate: 'stack',
  images: [],
  findings: sample.findings.slice(0, 1).map((one) => ({ ...one, rule: 'network/default-deny' })),
  stack: { source: 'deploy', resources: 3, coverage: { seen: 3, opaque: [], percent: 100 } },
};

function judged(result: Result, merge: Judgement): Result {
  return { ...result, verdict: { merge, certificate: merge, reasons: [] } };
}

test.each([
  ['pass', 'pass', 'pass'],
  ['pass', 'fail', 'fail'],
  ['incomplete', 'pass', 'incomplete'],
  ['incomplete', 'fail', 'fail'],
] as const)('image %s and stack %s make %s', (image, stack, both) => {
  expect(joinStack(judged(ofImage, image), judged(ofStack, stack)).verdict).toMatchObject({
    merge: both,
    certificate: both,
  });
});

test('the fix plan of an image does not promise what the stack refuses', () => {
  const fixPlan = { steps: [], reaches: { merge: 'pass', certificate: 'pass' }, left: [] } as const;
  const reason = { question: 'both', judgement: 'fail', message: 'open to all', fix: 'close it' } as const;
  const stack: Result = { ...ofStack, verdict: { merge: 'fail', certificate: 'fail', reasons: [reason] } };
  expect(joinStack({ ...judged(ofImage, 'fail'), fixPlan }, stack).fixPlan).toEqual({
    steps: [],
    reaches: { merge: 'fail', certificate: 'fail' },
    left: [reason],
  });
});

test('the steps of the stack follow those of the image, which may need none', () => {
  const step = {
    kind: 'edit',
    action: 'close it',
    question: 'both',
    packages: [],
    closes: {},
    rules: [],
  } as const;
  const fixPlan = { steps: [step], reaches: { merge: 'pass', certificate: 'pass' }, left: [] } as const;
  const stack: Result = { ...judged(ofStack, 'fail'), fixPlan };
  expect(joinStack(judged(ofImage, 'pass'), stack).fixPlan).toMatchObject({
    steps: [step],
    reaches: { merge: 'pass' },
  });
  expect(joinStack({ ...judged(ofImage, 'fail'), fixPlan }, stack).fixPlan?.steps).toHaveLength(2);
});

test('in SARIF each side keeps its category, and nothing is told twice', () => {
  const runsOf = (
    result: Result,
  ): { automationDetails: { id: string }; results: { partialFingerprints: object }[] }[] =>
    JSON.parse(renderSarif(result)).runs;
  const keys = (result: Result): readonly string[] =>
    runsOf(result)
      .flatMap((run) =>
        run.results.map((one) => JSON.stringify([run.automationDetails.id, one.partialFingerprints])),
      )
      .sort();
  expect(keys(joinStack(ofImage, ofStack))).toEqual([...keys(ofImage), ...keys(ofStack)].sort());
});
