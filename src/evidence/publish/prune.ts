// Takes manifests away that newer ones stand for.
import type { ContentRepository } from '../../oci/content-repository.ts';
import type { Digest } from '../../terms/digest.ts';
import { OutsideError } from '../../terms/errors.ts';

/** Those that the registry does not let go: some keep what was pushed, and the newer counts all the same. */
export async function prune(
  repository: ContentRepository,
  older: readonly Digest[],
): Promise<readonly Digest[]> {
  const undeletable: Digest[] = [];
  for (const digest of older) {
    try {
      await repository.deleteDocument(digest);
    } catch (error) {
      const refused = error instanceof OutsideError && ['forbidden', 'unauthorized'].includes(error.code);
      if (!refused) throw error;
      undeletable.push(digest);
    }
  }
  return undeletable;
}
