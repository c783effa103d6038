// One comment a job on a pull request: found by its mark, merged over a matrix, updated in place, short when all is well.
import { z } from 'zod';
import { isPreview } from '../gate/policy-preview.ts';
import { renderComment } from '../report/markdown/summary.ts';
import { OutsideError } from '../terms/errors.ts';
import type { Result } from '../terms/verdict.ts';
import type { GitHubApi } from './api.ts';
import { checkTitle } from './check-run.ts';
import { type CommentPart, joinParts, markOf, readParts } from './comment-parts.ts';
import { limits } from './limits.ts';
import type { Target } from './target.ts';

const comment = z.object({
  id: z.number(),
  body: z.string().nullish(),
  user: z.object({ type: z.string().optional() }).nullish(),
  author_association: z.string().optional(),
});
type Comment = z.infer<typeof comment>;

/** How often a part is written again because another leg of the matrix wrote over it. */
const attempts = 3;

/**
 * A passing verdict with nothing to mention leaves no comment where none was, and a short one where one was. Errors:
 * those of GitHub.
 */
export async function publishComment(
  api: GitHubApi,
  result: Result,
  target: Target,
): Promise<'posted' | 'nothing to say'> {
  if (target.pullRequest === undefined) return 'nothing to say';
  const quiet = isQuiet(result);
  const text = quiet ? `Seaworthy: ${checkTitle(result)}. Nothing to do.` : renderComment(result);
  const own: CommentPart = { name: target.comment.part, sha: target.sha, text };
  let known = await findOwn(api, target);
  if (quiet && known === undefined) return 'nothing to say';
  for (let attempt = 1; ; attempt++) {
    const written = await writePart(api, target, own, known);
    if (written !== undefined && (own.name === '' || attempt >= attempts)) return 'posted';
    known = written === undefined ? await findOwn(api, target) : await read(api, target, written);
    if (readParts(known?.body ?? '').some((part) => part.name === own.name && part.text === own.text))
      return 'posted';
    if (attempt >= attempts) throw unanswered();
  }
}

/** The comment's id; undefined: nobody knows whether it was written, or it was deleted meanwhile. */
async function writePart(
  api: GitHubApi,
  target: Target,
  own: CommentPart,
  known: Comment | undefined,
): Promise<number | undefined> {
  const { owner, repo } = target;
  const others = readParts(known?.body ?? '').filter(
    (part) => part.name !== own.name && part.sha === own.sha && own.name !== '',
  );
  const body = joinParts(target.comment.key, [...others, own], limits.comment);
  try {
    if (known !== undefined) {
      await api.call('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
        owner,
        repo,
        comment_id: known.id,
        body,
      });
      return known.id;
    }
    const made = await api.call('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      owner,
      repo,
      issue_number: target.pullRequest,
      body,
    });
    return comment.parse(made).id;
  } catch (error) {
    const again = error instanceof OutsideError && (error.retryable || (known && error.status === 404));
    if (again) return undefined;
    throw error;
  }
}

/** A change of who can reach whom is shown even where it breaks no rule. */
function isQuiet({ verdict, findings, warnings, reach }: Result): boolean {
  const { opened = 0, closed = 0, changed = 0 } = reach?.changes ?? {};
  return (
    opened + closed + changed === 0 &&
    verdict?.merge === 'pass' &&
    verdict.certificate === 'pass' &&
    verdict.wouldBe === undefined &&
    findings.every((finding) => finding.treatment !== 'block') &&
    !warnings.some(isPreview)
  );
}

async function findOwn(api: GitHubApi, target: Target): Promise<Comment | undefined> {
  const { owner, repo, pullRequest } = target;
  const mark = markOf(target.comment.key);
  for (let page = 1; page <= limits.commentPages; page++) {
    const found = z.array(comment).parse(
      await api.call('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
        owner,
        repo,
        issue_number: pullRequest,
        per_page: 100,
        page,
      }),
    );
    const own = found.find((one) => one.body?.startsWith(mark) === true && isTrusted(one));
    if (own !== undefined) return own;
    if (found.length < 100) return undefined;
  }
  return undefined;
}

async function read(api: GitHubApi, { owner, repo }: Target, id: number): Promise<Comment> {
  return comment.parse(
    await api.call('GET /repos/{owner}/{repo}/issues/comments/{comment_id}', { owner, repo, comment_id: id }),
  );
}

/** A stranger may write our mark; what they wrote stays theirs. */
function isTrusted({ user, author_association: association = '' }: Comment): boolean {
  return user?.type === 'Bot' || ['OWNER', 'MEMBER', 'COLLABORATOR'].includes(association);
}

function unanswered(): OutsideError {
  return new OutsideError(
    'server',
    'GitHub did not say whether the comment was written',
    'Run the job again.',
    {
      retryable: true,
    },
  );
}
