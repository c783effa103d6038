// Which line of `permissions:` each call needs (docs.github.com, «Permissions required for GitHub Apps»).
// Data: one row a call that is made; the README's minimal block is computed from it.

export const permissions = {
  'GET /repos/{owner}/{repo}/contents/{path}': 'contents: read',
  'GET /repos/{owner}/{repo}/git/commits/{commit_sha}': 'contents: read',
  'POST /repos/{owner}/{repo}/check-runs': 'checks: write',
  'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}': 'checks: write',
  'POST /repos/{owner}/{repo}/statuses/{sha}': 'statuses: write',
  'GET /repos/{owner}/{repo}/issues/{issue_number}/comments': 'pull-requests: write',
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': 'pull-requests: write',
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': 'pull-requests: write',
  'GET /repos/{owner}/{repo}/issues/comments/{comment_id}': 'pull-requests: write',
  'GET /repos/{owner}/{repo}/pulls': 'pull-requests: read',
  'GET /repos/{owner}/{repo}': 'contents: read',
  'GET /repos/{owner}/{repo}/branches/{branch}': 'contents: read',
  'GET /repos/{owner}/{repo}/rules/branches/{branch}': 'contents: read',
  'GET /repos/{owner}/{repo}/rulesets/{ruleset_id}': 'contents: read',
  'POST /repos/{owner}/{repo}/code-scanning/sarifs': 'security-events: write',
} as const;

export type Route = keyof typeof permissions;
