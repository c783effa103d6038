// How the policy file names signers: exactly by default, patterns only where they are called so.
import { describe, expect, test } from '@jest/globals';
import {
  certificateRequirement,
  certificateSchema,
} from '../../../src/evidence/policy/certificate-section.ts';
import { signerOf, signerSchema } from '../../../src/evidence/policy/identity-schema.ts';

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

test('what the policy asks of a certificate reaches the check, option by option', () => {
  const setting = certificateSchema.parse({
    signedBy: { key: 'gate.pub' },
    verifier: 'https://gate.acme.test',
    policy: `sha256:${'ab'.repeat(32)}`,
    policyUri: 'https://acme.test/policy',
    minimumGrade: 'B',
    levels: ['SLSA_BUILD_LEVEL_2'],
    stage: 'prod',
    maxAge: '7d',
  });
  expect(certificateRequirement(setting, [], 'pkg:oci/web')).toEqual({
    by: [],
    resource: 'pkg:oci/web',
    verifiers: ['https://gate.acme.test'],
    policyDigests: [`sha256:${'ab'.repeat(32)}`],
    policyUri: 'https://acme.test/policy',
    minimumGrade: 'B',
    levels: ['SLSA_BUILD_LEVEL_2'],
    stage: 'prod',
    maxAge: 7 * 24 * 60 * 60 * 1000,
  });
  expect(certificateSchema.safeParse({ verifier: 'x' }).success).toBe(false);
  expect(certificateSchema.safeParse({ signedBy: { key: 'x' }, verifier: 'x', maxAge: 'soon' }).success).toBe(
    false,
  );
});
