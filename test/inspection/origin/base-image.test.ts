// The base that an image says it is built upon, against the policy's list.
import { expect, test } from '@jest/globals';
import { judgeAllowedBase } from '../../../src/inspection/origin/base/policy.ts';
import type { Digest } from '../../../src/terms/digest.ts';
import { imageOf } from '../inspected.ts';

const one = `sha256:${'1'.repeat(64)}` as const;
const judge = (name: string | undefined, ...matches: string[]) => judgeClaim({ name }, ...matches);
const judgeClaim = ({ name, digest }: { name: string | undefined; digest?: Digest }, ...matches: string[]) =>
  judgeAllowedBase(
    imageOf({}),
    name === undefined
      ? undefined
      : {
          claim: { name, by: 'labels', ...(digest === undefined ? {} : { digest }) },
          look: { kind: 'unseen', why: 'nobody looked' },
        },
    { registries: [], bases: matches.map((match) => ({ match, proven: false, signed: false })) },
    new Date('2026-11-01'),
  ).map(({ rule }) => rule);

test.each([
  ['registry.example/ubi9/node:1', 'registry.example/ubi9/*'],
  ['registry.example/base:1', 'registry.example/base:1'],
  ['registry.example/a/b/base:1', 'registry.example/*/base:*'],
  ['anything'],
  ['docker.io/library/node:20', 'node:20'],
  ['node:20', 'docker.io/library/node:20'],
  ['index.docker.io/library/node:20', 'node:*'],
  ['node', 'docker.io/library/node:latest'],
  ['acme/base:1', 'docker.io/acme/*'],
  ['Registry.Example/base:1', 'registry.example/base:1'],
  [`node:20@sha256:${'1'.repeat(64)}`, 'node:20'],
  [`node@sha256:${'1'.repeat(64)}`, 'node*'],
  ['localhost:5000/base:1', '*/base:1'],
  [`index.docker.io/library/debian:12@${one}`, `debian@${one}`],
  [`debian@${one}`, `docker.io/library/debian:12@${one}`],
])('%s is allowed', (base, ...bases) => {
  expect(judge(base, ...bases)).toEqual([]);
});

test.each<readonly [string | undefined, string]>([
  ['evil.example/registry.example/ubi9/x', 'registry.example/ubi9/*'],
  ['registry.example/base:11', 'registry.example/base:1'],
  ['registry.example/ab', 'registry.example/ab*b'],
  ['registry.example/x:1', 'registry.example/*/base:*'],
  ['node.evil.example/x:1', 'node*'],
  ['evil.example/library/node:20', 'node:20'],
  ['acme/node:20', 'node:20'],
  ['node:20', 'node'],
  [`node:20@sha256:${'1'.repeat(64)}`, `node:20@sha256:${'2'.repeat(64)}`],
  [undefined, '*'],
])('%s is not', (base, allowed) => {
  expect(judge(base, allowed)).toEqual(['origin/base-image']);
});

test('a digest beside the name counts like one in it', () => {
  expect(judgeClaim({ name: 'debian:12', digest: one }, `docker.io/library/debian:12@${one}`)).toEqual([]);
  const other = `sha256:${'2'.repeat(64)}` as const;
  expect(judgeClaim({ name: 'debian:12', digest: other }, `debian:12@${one}`)).toEqual(['origin/base-image']);
  expect(judgeClaim({ name: `debian:12@${other}`, digest: one }, `debian@${one}`)).toHaveLength(1);
  expect(judgeClaim({ name: 'acme/debian:12', digest: one }, `debian@${one}`)).toHaveLength(1);
});

test('a registry of the policy is the same however its images are written', () => {
  const inHub = (name: string, ...registries: readonly string[]): readonly string[] =>
    judgeAllowedBase(
      imageOf({}),
      { claim: { name, by: 'labels' }, look: { kind: 'unseen', why: 'nobody looked' } },
      { registries, bases: [] },
      new Date('2026-11-01'),
    ).map(({ rule }) => rule);
  expect(inHub('node:20', 'docker.io/library')).toEqual([]);
  expect(inHub('node:20', 'docker.io')).toEqual([]);
  expect(inHub('acme/node:20', 'docker.io/library')).toEqual(['origin/base-registry']);
  expect(inHub('evil.example/docker.io/x:1', 'docker.io')).toEqual(['origin/base-registry']);
});
