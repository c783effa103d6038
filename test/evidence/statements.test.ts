// What we state of an image: the certificate with its end, vulnerabilities, provenance.
import { describe, expect, test } from '@jest/globals';
import { parseSummary } from '../../src/evidence/formats/vsa.ts';
import { certificateClaim } from '../../src/evidence/statements/certificate.ts';
import { provenanceClaim } from '../../src/evidence/statements/provenance.ts';
import { resourceUri } from '../../src/evidence/statements/resource-uri.ts';
import {
  cosignVulnerabilitiesClaim,
  vulnerabilitiesClaim,
} from '../../src/evidence/statements/vulnerabilities.ts';
import type { Digest } from '../../src/terms/digest.ts';
import { readEnvironment } from '../../src/terms/environment.ts';
import { image, sample as result } from '../report/sample.ts';
import { clearanceFor, name, now, scanned } from './publish/cleared.ts';

const one: Digest = `sha256:${'a'.repeat(64)}`;
const terms = {
  verifier: 'https://acme.example/gate',
  owner: '@acme/web',
  intendedUse: 'web shop',
  stage: 'dev',
};

describe('the certificate', () => {
  const images = [scanned(one)];
  const claim = certificateClaim(clearanceFor(one), images, name, terms);

  test('is what its reader understands', () => {
    expect(parseSummary(claim.predicate)).toMatchObject({
      verifier: terms.verifier,
      resourceUri: resourceUri(name),
      result: 'PASSED',
      grade: 'B',
      owner: '@acme/web',
      intendedUse: 'web shop',
      stage: 'dev',
      policyDigest: `sha256:${'7'.repeat(64)}`,
      timeVerified: now,
    });
  });

  test('ends on the first day on which the grade falls below the minimum', () => {
    expect(parseSummary(claim.predicate).expires?.toISOString()).toBe('2026-11-01T00:00:00.000Z');
  });

  test('of an index has the worst grade and the earliest end of its platforms', () => {
    const better = scanned(one, {
      grade: {
        letter: 'A',
        sentence: 'Fine.',
        drops: [{ on: '2026-10-25', letter: 'C', because: [] }],
        because: [],
        withoutFix: 0,
      },
    });
    const summary = parseSummary(
      certificateClaim(clearanceFor(one), [better, ...images], name, terms).predicate,
    );
    expect([summary.grade, summary.expires?.toISOString().slice(0, 10)]).toEqual(['B', '2026-10-25']);
  });

  test('of the same result is the same to the byte', () => {
    expect(JSON.stringify(certificateClaim(clearanceFor(one), images, name, terms))).toBe(
      JSON.stringify(claim),
    );
  });
});

test('vulnerabilities are those of the platform’s own packages', () => {
  const ours = JSON.stringify(vulnerabilitiesClaim(result, image).predicate);
  const none = vulnerabilitiesClaim(result, { ...image, packages: [] });
  expect(ours).toContain('CVE-');
  expect(none).toMatchObject({ predicate: { scanner: { result: [] } } });
  expect(cosignVulnerabilitiesClaim(result, image)).toMatchObject({
    predicate: { scanner: { result: { vulnerabilities: expect.any(Array) } } },
  });
});

describe('provenance', () => {
  const github = readEnvironment({
    GITHUB_REPOSITORY: 'acme/web',
    GITHUB_WORKFLOW_REF: 'acme/web/.github/workflows/release.yml@refs/heads/main',
    GITHUB_SHA: 'c'.repeat(40),
    GITHUB_REF: 'refs/heads/main',
    GITHUB_RUN_ID: '7',
    GITHUB_RUN_ATTEMPT: '2',
  }).github;

  test('names workflow, commit and run', () => {
    expect(provenanceClaim(github)).toMatchObject({
      predicate: {
        buildDefinition: {
          externalParameters: {
            workflow: { path: '.github/workflows/release.yml', repository: 'https://github.com/acme/web' },
          },
          resolvedDependencies: [{ digest: { gitCommit: 'c'.repeat(40) } }],
        },
        runDetails: { metadata: { invocationId: 'https://github.com/acme/web/actions/runs/7/attempts/2' } },
      },
    });
  });

  test('is not invented outside of a workflow', () => {
    expect(() => provenanceClaim(readEnvironment({}).github)).toThrow(/stated from a workflow run/);
  });
});
