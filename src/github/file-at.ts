// Reads one file of a repository at a commit, over GitHub's API.
import { getOctokit } from '@actions/github';
import { z } from 'zod';
import { OutsideError } from '../terms/errors.ts';

export interface FileAt {
  readonly repository: string;
  readonly path: string;
  readonly commit: string;
}

/** The port; `undefined` means that the commit has no such file, and nothing else does. */
export type ReadFileAt = (file: FileAt) => Promise<string | undefined>;

/** Raw media types without `charset` reach us as bytes. */
const raw = z
  .string()
  .or(z.instanceof(ArrayBuffer).transform((bytes) => Buffer.from(bytes).toString('utf8')));

const failure = z.object({ status: z.number() });

/** Errors: `OutsideError` naming the permission that is missing. */
export function openFileAt(token: string, apiUrl: string): ReadFileAt {
  const octokit = getOctokit(token, { baseUrl: apiUrl });
  return async ({ repository, path, commit }) => {
    const [owner = '', repo = ''] = repository.split('/');
    try {
      const response = await octokit.rest.repos.getContent({
        owner,
        repo,
        path,
        ref: commit,
        mediaType: { format: 'raw' },
      });
      return raw.parse(response.data);
    } catch (error) {
      if (statusOf(error) !== 404) throw refusal(path, commit, error);
    }
    // GitHub answers 404 for a file that a token may not see, too: a commit that can be seen tells the two apart.
    try {
      await octokit.rest.git.getCommit({ owner, repo, commit_sha: commit });
      return undefined;
    } catch (error) {
      throw refusal(path, commit, error);
    }
  };
}

function statusOf(error: unknown): number | undefined {
  return failure.safeParse(error).data?.status;
}

function refusal(path: string, commit: string, cause: unknown): OutsideError {
  const status = statusOf(cause);
  const rights = status === 401 || status === 403 || status === 404;
  return new OutsideError(
    status === undefined ? 'unreachable' : status === 401 ? 'unauthorized' : rights ? 'forbidden' : 'server',
    `the base branch's ${path} at ${commit.slice(0, 12)} could not be read from GitHub (${status ?? 'no answer'})`,
    rights ? 'Give the job `permissions: contents: read` and pass its token.' : 'Run the job again.',
    { retryable: !rights, ...(status === undefined ? {} : { status }), cause },
  );
}
