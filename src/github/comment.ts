// One comment a job on a pull request: found by its mark, updated in place, short when all is well.
import { z } from 'zod';
import { renderComment } from '../report/markdown/summary.ts';
import type { Result } from '../terms/verdict.ts';
import type { GitHubApi } from './api.ts';
import { checkTitle } from './check-run.ts';
import { limits } from './limits.ts';
import type { Target } from './target.ts';

const comments = z.array(z.object({ id: z.number(), body: z.string().nullish() }));

/** A passing verdict with nothing to mention leaves no comment where none was, and a short one where one was. */
export async function publishComment(
  api: GitHubApi,
  result: Result,
  target: Target,
): Promise<'posted' | 'nothing to say'> {
  const { owner, repo, pullRequest } = target;
  if (pullRequest === undefined) return 'nothing to say';
  const mark = `<!-- seaworthy: ${target.name.replaceAll(/[^\w .-]/g, '')} -->`;
  const own = await findOwn(api, target, mark);
  const quiet = isQuiet(result);
  if (quiet && own === undefined) return 'nothing to say';
  const text = quiet ? `Seaworthy: ${checkTitle(result)}. Nothing to do.` : renderComment(result);
  const body = `${mark}\n${text}`.slice(0, limits.comment);
  if (own === undefined) {
    await api.call('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      owner,
      repo,
      issue_number: pullRequest,
      body,
    });
  } else {
    await api.call('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
      owner,
      repo,
      comment_id: own,
      body,
    });
  }
  return 'posted';
}

function isQuiet({ verdict, findings }: Result): boolean {
  return (
    verdict?.merge === 'pass' &&
    verdict.certificate === 'pass' &&
    verdict.wouldBe === undefined &&
    findings.every((finding) => finding.treatment !== 'block')
  );
}

async function findOwn(api: GitHubApi, target: Target, mark: string): Promise<number | undefined> {
  const { owner, repo, pullRequest } = target;
  for (let page = 1; page <= limits.commentPages; page++) {
    const found = comments.parse(
      await api.call('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
        owner,
        repo,
        issue_number: pullRequest,
        per_page: 100,
        page,
      }),
    );
    const own = found.find((comment) => comment.body?.startsWith(mark) === true);
    if (own !== undefined) return own.id;
    if (found.length < 100) return undefined;
  }
  return undefined;
}
