// A repository's pull request on the GitHub of the tests, and an API that does not wait.

import type { GitHubApi } from '../../src/github/api.ts';
import { openApi } from '../../src/github/api.ts';
import type { Target } from '../../src/github/target.ts';
import type { Result } from '../../src/terms/verdict.ts';
import { openssl, sample, vulnerability } from '../report/sample.ts';
import type { GitHubServer } from '../servers/github.ts';

export const target: Target = {
  owner: 'acme',
  repo: 'voyage',
  sha: 'c'.repeat(40),
  pullRequest: 7,
  name: 'seaworthy / gate',
  comment: { key: 'seaworthy / gate', part: '' },
  analysis: { sha: 'd'.repeat(40), ref: 'refs/pull/7/merge' },
};

export function apiOf(server: GitHubServer, waits: number[] = []): GitHubApi {
  return openApi({
    token: 'test-token',
    apiUrl: server.url,
    sleep: async (milliseconds) => {
      waits.push(milliseconds);
    },
  });
}

export const failing: Result = sample;

export const passing: Result = {
  ...sample,
  verdict: { merge: 'pass', certificate: 'pass', reasons: [] },
  findings: [],
  waivers: [],
  warnings: [],
};

export const incomplete: Result = {
  ...passing,
  verdict: {
    merge: 'incomplete',
    certificate: 'incomplete',
    reasons: [{ question: 'both', judgement: 'incomplete', message: 'no advisories', fix: 'Name some.' }],
  },
};

/** Many findings, each on a line of the Dockerfile. */
export function manyFindings(count: number): Result {
  const findings = Array.from({ length: count }, (_, index) => {
    const one = vulnerability(`CVE-2026-${10_000 + index}`, openssl);
    if (one.where.kind !== 'layer') throw new Error('the sample has layers');
    return { ...one, where: { ...one.where, dockerfile: { file: 'Dockerfile', line: 1 + (index % 40) } } };
  });
  return { ...sample, findings };
}
