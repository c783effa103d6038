// What an image was built upon, by its Dockerfile and by BuildKit's provenance.
import { expect, test } from '@jest/globals';
import { claimBeside } from '../../../src/inspection/origin/base/claim.ts';
import { baseOfDockerfile } from '../../../src/inspection/origin/base/dockerfile-base.ts';
import { baseOfProvenance } from '../../../src/inspection/origin/base/provenance-base.ts';

const digest = `sha256:${'a'.repeat(64)}` as const;

test.each([
  ['the last stage', 'FROM golang:1 AS build\nFROM debian:12', undefined, { name: 'debian:12' }],
  ['a stage by name', 'FROM a:1 AS One\nFROM b:1', 'one', { name: 'a:1' }],
  ['a stage upon a stage', 'FROM a:1 AS one\nFROM one AS two\nRUN x\nFROM TWO', undefined, { name: 'a:1' }],
  [
    'an image that is called like a later stage',
    'FROM debian:12 AS x\nFROM y\nFROM x AS y',
    '1',
    { name: 'y' },
  ],
  ['a platform', 'FROM --platform=$BUILDPLATFORM a:1', undefined, { name: 'a:1' }],
  ['a digest', `FROM a:1@${digest}`, undefined, { name: 'a:1', digest }],
  ['an argument', `ARG V="2"\nFROM a:${'$'}{V}`, undefined, { name: 'a:2' }],
  ['an argument with another default', `FROM a:${'$'}{V:-3}`, undefined, { name: 'a:3' }],
  ['an argument of the build', 'ARG V\nFROM a:$V', undefined, undefined],
  ['an argument of a stage', 'FROM x\nARG V=1\nFROM a:$V', undefined, undefined],
  ['nothing', 'FROM scratch', undefined, undefined],
  ['a stage upon itself', 'FROM a AS a\nFROM a', undefined, { name: 'a' }],
])('%s of a Dockerfile', (_, text, target, base) => {
  expect(baseOfDockerfile({ file: 'Dockerfile', text, ...(target === undefined ? {} : { target }) })).toEqual(
    base,
  );
});

const image = (name: string, sha256 = 'a'.repeat(64)) => ({
  uri: `pkg:docker/${name}?platform=linux%2Famd64`,
  digest: { sha256 },
});
const frontend = image('docker/dockerfile@1.7', 'f'.repeat(64));
const old = (...materials: readonly object[]) => ({ materials });
const current = (...resolvedDependencies: readonly object[]) => ({
  buildDefinition: { resolvedDependencies },
});

test.each([old, current])('the only image that a build used, but for its frontend', (predicate) => {
  const git = { uri: 'https://github.com/a/b.git#main', digest: { sha1: 'b'.repeat(40) } };
  expect(baseOfProvenance(predicate(frontend, image('debian@12'), git))).toEqual({
    name: 'debian:12',
    digest,
  });
  expect(baseOfProvenance(predicate(image('ghcr.io/acme/base@1')))).toMatchObject({
    name: 'ghcr.io/acme/base:1',
  });
  expect(baseOfProvenance(predicate(image('golang@1'), image('debian@12')))).toBeUndefined();
});

test('of several images that of the last stage, by the Dockerfile beside them', () => {
  const dockerfile = { file: 'Dockerfile', text: 'FROM golang:1 AS b\nFROM docker.io/library/debian:12' };
  const used = old(image('golang@1', 'b'.repeat(64)), image('debian@12'));
  expect(baseOfProvenance(used, dockerfile)).toEqual({ name: 'debian:12', digest });
  expect(baseOfProvenance(old(), dockerfile)).toEqual({ name: 'docker.io/library/debian:12' });
});

test('a label may have come with the base; what was built knows better, the manifest best', () => {
  const recorded = { name: 'node:20', digest };
  expect(claimBeside({ name: 'debian:12', by: 'labels' }, recorded, [])).toMatchObject(recorded);
  expect(claimBeside({ name: 'debian:12', by: 'annotations' }, recorded, [])).toBeUndefined();
  expect(
    claimBeside({ name: 'docker.io/library/node:20', by: 'labels', digest }, recorded, []),
  ).toBeUndefined();
  expect(claimBeside(undefined, undefined, [{ match: 'a:1' }, { match: 'b:1' }])).toBeUndefined();
});
