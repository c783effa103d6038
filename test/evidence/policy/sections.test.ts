// How the policy file names signers: exactly by default, patterns only where they are called so.
import { describe, expect, test } from '@jest/globals';
import { signerOf, signerSchema } from '../../../src/evidence/policy/identity-schema.ts';
import { trustSchema } from '../../../src/evidence/policy/trust-section.ts';

const issuer = 'https://token.actions.githubusercontent.com';

test('an identity with all that it may ask', () => {
  const setting = signerSchema.parse({
    subjectPattern: 'https://github.com/acme/*/.github/workflows/x.yml@refs/heads/main',
    issuer,
    repository: 'acme/web',
    refPattern: 'refs/tags/v*',
    trigger: 'push',
    runner: 'github-hosted',
  });
  expect(signerOf(setting)).toEqual({
    kind: 'certificate',
    subject: {
      kind: 'pattern',
      pattern: 'https://github.com/acme/*/.github/workflows/x.yml@refs/heads/main',
    },
    issuer: { kind: 'exact', value: issuer },
    extensions: new Map([
      ['repository', { kind: 'exact', value: 'acme/web' }],
      ['ref', { kind: 'pattern', pattern: 'refs/tags/v*' }],
      ['trigger', { kind: 'exact', value: 'push' }],
      ['runnerEnvironment', { kind: 'exact', value: 'github-hosted' }],
    ]),
  });
  expect(signerOf(signerSchema.parse({ key: 'cosign.pub' }))).toEqual({
    kind: 'key-file',
    path: 'cosign.pub',
  });
});

describe('refused', () => {
  test.each([
    ['an identity without issuer', { subject: 'a@acme.test' }],
    ['an issuer without identity', { issuer }],
    ['both an exact name and a pattern', { subject: 'a', subjectPattern: 'a*', issuer }],
    ['a pattern without a star', { subjectPattern: 'a', issuer }],
    ['a key and an identity', { key: 'a.pub', subject: 'a', issuer }],
    ['an unknown key', { subject: 'a', issuer, subjectRegExp: '.*' }],
  ])('%s', (_, setting) => {
    expect(signerSchema.safeParse(setting).success).toBe(false);
  });
});

test('a base without signers is no trusted base', () => {
  expect(trustSchema.safeParse({ bases: [{ match: 'x/*', signedBy: [] }] }).success).toBe(false);
  expect(trustSchema.safeParse({ bases: [{ match: 'x/*', signedBy: { key: 'a.pub' } }] }).success).toBe(true);
});
