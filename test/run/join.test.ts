// Both gates of a pull request as one verdict: the worse of both counts, and neither side's alerts move.
import { expect, test } from '@jest/globals';
import { parseResult } from '../../src/report/result-reading.ts';
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

test('two stacks are told as both: sizes, what was not seen, and what a change opens', () => {
  const opaque = { subject: 'chart redis', reason: 'not rendered' };
  const row = { source: 'a/x[Pod]', destination: 'b/y[Pod]', before: 'No Connections', after: 'TCP 80' };
  const own: Result = {
    ...ofStack,
    stack: { source: 'deploy', resources: 9, coverage: { seen: 9, opaque: [opaque], percent: 90 } },
    reach: {
      changes: { opened: 0, closed: 1, changed: 0, listed: [{ ...row, kind: 'closed' }] },
      graph: {
        folded: false,
        nodes: ['a/x[Pod]', 'a/z[Pod]', 'b/y[Pod]'],
        edges: [
          { from: 'a/x[Pod]', to: 'b/y[Pod]', label: 'TCP 80', kind: 'allowed' },
          { from: 'a/z[Pod]', to: 'b/y[Pod]', label: 'TCP 81', kind: 'allowed', opened: true },
          { from: 'a/x[Pod]', to: 'a/z[Pod]', label: 'TCP 82', kind: 'allowed' },
        ],
      },
    },
  };
  const told: Result = {
    ...ofStack,
    stack: { source: 'program', resources: 3, coverage: { seen: 2, opaque: [opaque], percent: 66 } },
    reach: {
      changes: { opened: 1, closed: 0, changed: 0, listed: [{ ...row, kind: 'opened' }] },
      graph: { folded: true, nodes: ['c'], edges: [] },
    },
  };
  const both = [own, told].reduce(joinStack, ofImage);
  expect(both.stack).toEqual({
    source: 'deploy and program',
    resources: 12,
    coverage: { seen: 11, opaque: [opaque, opaque], percent: 84 },
  });
  expect(both.reach?.changes).toEqual({
    opened: 1,
    closed: 1,
    changed: 0,
    listed: [
      { ...row, kind: 'opened' },
      { ...row, kind: 'closed' },
    ],
  });
  expect(both.reach?.graph).toEqual({
    folded: true,
    nodes: ['a', 'b', 'c'],
    edges: [{ from: 'a', to: 'b', label: 'TCP 80; TCP 81', kind: 'allowed', opened: true }],
  });
  expect(both.warnings).toContainEqual(
    expect.stringContaining('deploy and program were judged each by itself'),
  );
  expect(parseResult(JSON.stringify(both), 'joined.json')).toEqual(JSON.parse(JSON.stringify(both)));
  const { reach: _, ...quiet } = told;
  expect(joinStack(own, quiet)).toMatchObject({ reach: own.reach, stack: { resources: 12 } });
  expect(joinStack(own, quiet).warnings).toEqual(own.warnings);
});
