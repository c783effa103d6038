// Whose signatures count in a workflow: files of keys and roots are the base branch's on a change, never the change's own.
import { isAbsolute, relative, resolve } from 'node:path';
import { UserError } from '../../terms/errors.ts';
import type { TrustWish } from '../evidence/trust-options.ts';
import { baseReader, type WorkflowPlace } from './workflow-facts.ts';

/**
 * Outside changes the wish as it is. On a change, files of the checkout are read at the base commit; files elsewhere are the
 * runner's. Errors: `UserError` policy for a file that the base branch has not, or cannot be asked for; those of GitHub.
 */
export async function trustInWorkflow(trust: TrustWish, place: WorkflowPlace): Promise<TrustWish> {
  if (place.event.baseSha === undefined) return trust;
  const atBase = baseReader(place);
  const believed = async (file: string): Promise<string> => {
    const path = relative(place.directory, resolve(place.directory, file));
    if (path.startsWith('..') || isAbsolute(path)) return file;
    const text = await atBase?.(path);
    if (text !== undefined) return text;
    throw new UserError(
      'policy',
      `${file} is a file of the checkout, which the change may have written, and the base branch has none`,
      'Bring it to the base branch first, or name an identity.',
    );
  };
  const keys: string[] = [];
  for (const key of trust.keys) keys.push(await believed(key));
  const { trustedRoot } = trust;
  if (trustedRoot === undefined || trustedRoot === 'tuf') return { ...trust, keys };
  return { ...trust, keys, trustedRoot: await believed(trustedRoot) };
}
