// The commit status of a verdict: one line for rules that look at statuses and not at checks.
import type { Result } from '../terms/verdict.ts';
import type { GitHubApi } from './api.ts';
import { checkTitle } from './check-run.ts';
import { limits } from './limits.ts';
import type { Target } from './target.ts';

export async function publishStatus(api: GitHubApi, result: Result, target: Target): Promise<void> {
  await api.call('POST /repos/{owner}/{repo}/statuses/{sha}', {
    owner: target.owner,
    repo: target.repo,
    sha: target.sha,
    state: result.verdict?.merge === 'pass' ? 'success' : 'failure',
    context: target.name,
    description: checkTitle(result).slice(0, limits.statusDescription),
  });
}
