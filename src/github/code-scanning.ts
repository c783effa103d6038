// SARIF to code scanning, within its size: detail is dropped first, the verdict never.
import { gzipSync } from 'node:zlib';
import { compareFindings } from '../report/groups.ts';
import { renderSarif } from '../report/sarif/log.ts';
import type { Result } from '../terms/verdict.ts';
import type { GitHubApi } from './api.ts';
import { limits } from './limits.ts';
import type { Target } from './target.ts';

/** Errors: those of GitHub, to which «not switched on» belongs. */
export async function publishSarif(api: GitHubApi, result: Result, target: Target): Promise<void> {
  await api.call('POST /repos/{owner}/{repo}/code-scanning/sarifs', {
    owner: target.owner,
    repo: target.repo,
    commit_sha: target.analysis.sha,
    ref: target.analysis.ref,
    sarif: packSarif(result, limits.sarif),
    tool_name: 'seaworthy',
  });
}

/** Base64 of the gzipped log, at most `ceiling` characters; the least important findings make room. */
export function packSarif(result: Result, ceiling: number): string {
  const sorted = result.findings.toSorted(compareFindings);
  for (let kept = sorted.length; ; kept = Math.floor(kept / 2)) {
    const left = sorted.length - kept;
    const warning = `${left} findings are left out here, since code scanning takes no more; the result JSON has all`;
    const sarif = gzipSync(
      renderSarif(
        left === 0
          ? result
          : { ...result, findings: sorted.slice(0, kept), warnings: [warning, ...result.warnings] },
      ),
    ).toString('base64');
    if (sarif.length <= ceiling || kept === 0) return sarif;
  }
}
