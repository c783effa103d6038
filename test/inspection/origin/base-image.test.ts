// The base that an image says it is built upon, against the policy's list.
import { expect, test } from '@jest/globals';
import { judgeAllowedBase } from '../../../src/inspection/origin/base/policy.ts';
import { imageOf } from '../inspected.ts';

const judge = (name: string | undefined, ...matches: string[]) =>
  judgeAllowedBase(
    imageOf({}),
    name === undefined
      ? undefined
      : { claim: { name, by: 'labels' }, look: { kind: 'unseen', why: 'nobody looked' } },
    { registries: [], bases: matches.map((match) => ({ match, proven: false, signed: false })) },
    new Date('2026-11-01'),
  ).map(({ rule }) => rule);

test.each([
  ['registry.example/ubi9/node:1', 'registry.example/ubi9/*'],
  ['registry.example/base:1', 'registry.example/base:1'],
  ['registry.example/a/b/base:1', 'registry.example/*/base:*'],
  ['anything'],
])('%s is allowed', (base, ...bases) => {
  expect(judge(base, ...bases)).toEqual([]);
});

test.each<readonly [string | undefined, string]>([
  ['evil.example/registry.example/ubi9/x', 'registry.example/ubi9/*'],
  ['registry.example/base:11', 'registry.example/base:1'],
  ['registry.example/ab', 'registry.example/ab*b'],
  ['registry.example/x:1', 'registry.example/*/base:*'],
  [undefined, '*'],
])('%s is not', (base, allowed) => {
  expect(judge(base, allowed)).toEqual(['origin/base-image']);
});
