// Pages about rules, under the address of the very action that runs: paths of our repository lead nowhere in another one.
import type { GitHubEnvironment } from '../terms/environment.ts';
import { pageUrl } from '../terms/links.ts';
import type { JudgedFinding, Result } from '../terms/verdict.ts';

/** Paths of ours; what a result that is read back says else is left alone. */
const ownPage = /^(?:docs|policy-pack)\/[\w./-]+(?:#[\w-]*)?$/;

export function withPages(
  result: Result,
  {
    serverUrl,
    actionRepository,
    actionRef,
  }: Pick<GitHubEnvironment, 'serverUrl' | 'actionRepository' | 'actionRef'>,
): Result {
  if (actionRepository === undefined || actionRef === undefined) return result;
  const address = `${serverUrl}/${actionRepository}/blob/${actionRef}`;
  return { ...result, findings: result.findings.map((finding) => withPage(finding, address)) };
}

function withPage(finding: JudgedFinding, address: string): JudgedFinding {
  const { details } = finding;
  if (details.kind !== 'fact' || details.page === undefined || !ownPage.test(details.page)) return finding;
  return { ...finding, details: { ...details, page: pageUrl(details.page, address) } };
}
