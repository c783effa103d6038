// Which bases are trusted, and by whom they must be signed.
import { expect, test } from '@jest/globals';
import { baseRequirement } from '../../../src/evidence/image/base-trust.ts';
import { identity } from '../forge/scene.ts';

const bases = [{ match: 'registry.test/ubi9/*', signedBy: [identity] }];

test.each([
  ['registry.test/ubi9/nodejs', true],
  ['registry.test/ubi9/a/b', false],
  ['evil.test/registry.test/ubi9/nodejs', false],
  ['registry.test/ubi9', false],
])('the base %s is trusted: %s', (repository, trusted) => {
  expect(baseRequirement(bases, repository) !== undefined).toBe(trusted);
});
