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
      return z.string().parse(response.data);
    } catch (error) {
      const status = failure.safeParse(error).data?.status;
      if (status === 404) return undefined;
      throw new OutsideError(
        status === 401
          ? 'unauthorized'
          : status === 403
            ? 'forbidden'
            : status === undefined
              ? 'unreachable'
              : 'server',
        `the base branch's ${path} at ${commit.slice(0, 12)} could not be read from GitHub (${status ?? 'no answer'})`,
        status === 401 || status === 403
          ? 'Give the job `permissions: contents: read` and pass its token.'
          : 'Run the job again.',
        {
          retryable: status === undefined || status >= 500,
          ...(status === undefined ? {} : { status }),
          cause: error,
        },
      );
    }
  };
}
