// Reads one file of a repository at a commit, over GitHub's API.
import { isArrayBuffer } from 'node:util/types';
import { z } from 'zod';
import { OutsideError } from '../terms/errors.ts';
import type { GitHubApi } from './api.ts';

export interface FileAt {
  readonly repository: string;
  readonly path: string;
  readonly commit: string;
}

/** The port; `undefined` means that the commit has no such file, and nothing else does. */
export type ReadFileAt = (file: FileAt) => Promise<string | undefined>;

/** Raw media types without `charset` reach us as bytes; by shape, as they may come from another realm. */
const raw = z
  .string()
  .or(z.custom<ArrayBuffer>(isArrayBuffer).transform((bytes) => Buffer.from(bytes).toString('utf8')));

/** Errors: `OutsideError` naming the permission that is missing. */
export function openFileAt(api: GitHubApi): ReadFileAt {
  return async ({ repository, path, commit }) => {
    const [owner = '', repo = ''] = repository.split('/');
    try {
      const parameters = { owner, repo, path, ref: commit, mediaType: { format: 'raw' } };
      return raw.parse(await api.call('GET /repos/{owner}/{repo}/contents/{path}', parameters));
    } catch (error) {
      if (!(error instanceof OutsideError && error.status === 404)) throw error;
    }
    // GitHub answers 404 for a file that a token may not see, too: a commit that can be seen tells the two apart.
    await api.call('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', { owner, repo, commit_sha: commit });
    return undefined;
  };
}
