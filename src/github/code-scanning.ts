// SARIF to code scanning, within its size: detail is dropped first, the verdict never.
import { gzipSync } from 'node:zlib';
import { renderSarif } from '../report/sarif/log.ts';
import { OutsideError } from '../terms/errors.ts';
import type { Result } from '../terms/verdict.ts';
import type { GitHubApi } from './api.ts';
import { limits } from './limits.ts';
import type { Target } from './target.ts';

export async function publishSarif(api: GitHubApi, result: Result, target: Target): Promise<void> {
  const sarif = gzipSync(renderSarif(result)).toString('base64');
  if (sarif.length > limits.sarif) {
    throw new OutsideError(
      'protocol',
      `the SARIF report has ${sarif.length} bytes packed; code scanning takes ${limits.sarif}`,
      'Gate fewer images in one job.',
    );
  }
  await api.call('POST /repos/{owner}/{repo}/code-scanning/sarifs', {
    owner: target.owner,
    repo: target.repo,
    commit_sha: target.analysis.sha,
    ref: target.analysis.ref,
    sarif,
    tool_name: 'seaworthy',
  });
}
