// Every surface of a verdict on GitHub; a surface that may not be written is said and never changes the verdict.
import { OutsideError } from '../terms/errors.ts';
import type { Result } from '../terms/verdict.ts';
import type { GitHubApi } from './api.ts';
import { publishCheck } from './check-run.ts';
import { publishSarif } from './code-scanning.ts';
import { publishComment } from './comment.ts';
import { publishStatus } from './status.ts';
import type { Target } from './target.ts';

export const surfaces = ['check', 'comment', 'status', 'sarif'] as const;
export type Surface = (typeof surfaces)[number];

export interface Published {
  readonly surface: Surface;
  readonly state: 'published' | 'nothing to say' | 'no permission' | 'failed';
  /** What to do where it was not published. */
  readonly detail?: string;
}

/** A private repository without the licence, and an Enterprise Server without the feature, answer the same. */
const withoutCodeScanning =
  'Where code scanning is not switched on for the repository or server, leave `sarif` out of `surfaces`.';

/** Surfaces one after the other; what fails stands in the answer. */
export async function publishVerdict(
  api: GitHubApi,
  result: Result,
  target: Target,
  wanted: readonly Surface[],
): Promise<readonly Published[]> {
  const published: Published[] = [];
  for (const surface of surfaces.filter((one) => wanted.includes(one))) {
    published.push(await attempt(surface, () => write(surface, api, result, target)));
  }
  return published;
}

async function write(
  surface: Surface,
  api: GitHubApi,
  result: Result,
  target: Target,
): Promise<Published['state']> {
  switch (surface) {
    case 'check':
      await publishCheck(api, result, target);
      return 'published';
    case 'comment':
      return (await publishComment(api, result, target)) === 'posted' ? 'published' : 'nothing to say';
    case 'status':
      await publishStatus(api, result, target);
      return 'published';
    case 'sarif':
      await publishSarif(api, result, target);
      return 'published';
  }
}

async function attempt(surface: Surface, publish: () => Promise<Published['state']>): Promise<Published> {
  try {
    return { surface, state: await publish() };
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    const rights = error.code === 'forbidden' || error.code === 'unauthorized';
    const absent = surface === 'sarif' && rights ? ` ${withoutCodeScanning}` : '';
    const detail = `${error.message}. ${error.fix}${absent}`;
    return { surface, state: rights ? 'no permission' : 'failed', detail };
  }
}
