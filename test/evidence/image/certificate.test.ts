// The consumer's checks of a certificate: each refuses alone.
import { describe, expect, test } from '@jest/globals';
import type { CertificateRequirement, ImagePolicy } from '../../../src/evidence/image/image-policy.ts';
import { verifyImage } from '../../../src/evidence/image/verify-image.ts';
import { image } from '../forge/attach.ts';
import { day, later, signedAt } from '../forge/instance.ts';
import { identity, instance, statement } from '../forge/scene.ts';
import { bytesOf, makeBundle } from '../forge/sign.ts';

const vsa = 'https://slsa.dev/verification_summary/v1';
const resource = 'pkg:oci/web?repository_url=registry.test/acme/web';
const policyHex = 'ab'.repeat(32);

const goodPredicate = {
  verifier: { id: 'https://gate.acme.test', version: { seaworthy: '0.1.0' } },
  timeVerified: signedAt.toISOString(),
  resourceUri: resource,
  policy: { uri: 'https://acme.test/policy', digest: { sha256: policyHex } },
  verificationResult: 'PASSED',
  verifiedLevels: ['SLSA_BUILD_LEVEL_2', 'SEAWORTHY_GRADE_B'],
  slsaVersion: '1.1',
  seaworthy: { expires: later(10 * day).toISOString(), stage: 'prod' },
};
const requirement: CertificateRequirement = {
  by: [identity],
  verifiers: ['https://gate.acme.test'],
  resource,
  policyDigests: [`sha256:${policyHex}`],
  policyUri: 'https://acme.test/policy',
  minimumGrade: 'B',
  levels: ['SLSA_BUILD_LEVEL_2'],
  stage: 'prod',
  maxAge: 7 * day,
};

interface Row {
  readonly name: string;
  readonly predicate?: Record<string, unknown>;
  readonly asked?: Partial<CertificateRequirement>;
  readonly now?: Date;
  readonly said: string;
}

const rows: readonly Row[] = [
  { name: 'a FAILED summary', predicate: { verificationResult: 'FAILED' }, said: 'verification-result' },
  { name: 'a result that is neither', predicate: { verificationResult: 'passed' }, said: 'predicate' },
  { name: 'another verifier', predicate: { verifier: { id: 'https://gate.evil.test' } }, said: 'verifier' },
  { name: 'no verifier', predicate: { verifier: {} }, said: 'predicate' },
  {
    name: 'a verifier that only begins like ours',
    predicate: { verifier: { id: 'https://gate.acme.test.evil' } },
    said: 'verifier',
  },
  { name: 'another image name', predicate: { resourceUri: 'pkg:oci/shop' }, said: 'resource' },
  {
    name: 'another policy',
    predicate: { policy: { uri: 'https://acme.test/policy', digest: { sha256: '00' } } },
    said: 'policy',
  },
  {
    name: 'a policy without digest',
    predicate: { policy: { uri: 'https://acme.test/policy' } },
    said: 'policy',
  },
  { name: 'another address of the policy', asked: { policyUri: 'https://acme.test/other' }, said: 'policy' },
  {
    name: 'a lower grade',
    predicate: { verifiedLevels: ['SLSA_BUILD_LEVEL_2', 'SEAWORTHY_GRADE_C'] },
    said: 'level',
  },
  { name: 'no grade', predicate: { verifiedLevels: ['SLSA_BUILD_LEVEL_2'] }, said: 'level' },
  {
    name: 'two grades: the worse one counts',
    predicate: { verifiedLevels: ['SLSA_BUILD_LEVEL_2', 'SEAWORTHY_GRADE_A', 'SEAWORTHY_GRADE_F'] },
    said: 'level',
  },
  {
    name: 'a lower level',
    predicate: { verifiedLevels: ['SLSA_BUILD_LEVEL_1', 'SEAWORTHY_GRADE_A'] },
    said: 'level',
  },
  { name: 'another stage', asked: { stage: 'test' }, said: 'level' },
  { name: 'a summary that is too old', now: later(8 * day), said: 'age' },
  {
    name: 'a summary that has expired',
    predicate: { seaworthy: { expires: later(day).toISOString(), stage: 'prod' } },
    now: later(2 * day),
    said: 'age',
  },
  {
    name: 'a summary from the future',
    predicate: { timeVerified: later(3 * day).toISOString() },
    said: 'future',
  },
  { name: 'a time that is none', predicate: { timeVerified: 'yesterday' }, said: 'predicate' },
  {
    name: 'a version of SLSA that is not understood',
    predicate: { slsaVersion: '2.0' },
    said: 'slsa-version',
  },
];

function judged({ predicate = {}, asked = {}, now = later(day) }: Omit<Row, 'name' | 'said'>) {
  const payload = statement(vsa, { ...goodPredicate, ...predicate });
  const policy: ImagePolicy = {
    trustedRoot: instance.trustedRoot,
    now,
    certificate: { ...requirement, ...asked },
  };
  const manifest = { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: image, size: 1 };
  const bytes = bytesOf(makeBundle({ instance, content: { payload } }));
  return verifyImage(image, [{ piece: { kind: 'bundle', manifest }, bytes }], policy);
}

describe('a certificate', () => {
  test('that fulfils all of it is accepted, and says what it says', () => {
    const judgement = judged({});
    expect(judgement.unmet).toEqual([]);
    expect(judgement.accepted[0]?.certificate).toMatchObject({
      grade: 'B',
      stage: 'prod',
      policyDigest: `sha256:${policyHex}`,
    });
  });
  test.each(rows.map((row) => [row.name, row] as const))('refused: %s', (_, row) => {
    const judgement = judged(row);
    expect(judgement.kind).toBe('rejected');
    expect(judgement.unmet.map(({ code }) => code)).toEqual([row.said]);
  });
});
