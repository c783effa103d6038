// The use case `quarantine`: an owner takes an image out of use, or gives it free again.
import { indexesOf } from '../evidence/publish/indexes.ts';
import { liftQuarantine, quarantine } from '../evidence/publish/quarantine.ts';
import { subjectsOf } from '../evidence/publish/subjects.ts';
import type { Digest } from '../terms/digest.ts';
import { evidencePlace } from './evidence/repository.ts';
import type { Outside } from './outside.ts';

export interface Quarantined {
  /** The index and every platform, or the one image. */
  readonly subjects: readonly Digest[];
  /** Indexes that list the one image, and are refused with it. */
  readonly indexes: readonly Digest[];
}

/**
 * Marks what the reference leads to. A platform stops every index that lists it, so that verifying an index need not ask
 * about each platform. Errors: those of the repository.
 */
export async function quarantineImage(
  reference: string,
  note: { readonly reason: string; readonly by: string },
  outside: Outside,
): Promise<Quarantined> {
  const { repository, target } = await evidencePlace(reference, outside);
  const subjects = (await subjectsOf(repository, target)).map(({ descriptor }) => descriptor);
  const at = outside.clock.now();
  for (const descriptor of subjects) await quarantine(repository, descriptor, { ...note, at });
  const digests = subjects.map(({ digest }) => digest);
  const indexes: Digest[] = [];
  for (const { index, lists } of await indexesOf(repository, digests)) {
    if (digests.includes(index.digest)) continue;
    for (const platform of lists) await quarantine(repository, index, { ...note, at, platform });
    indexes.push(index.digest);
  }
  return { subjects: digests, indexes };
}

/** Takes the marks away, with those that indexes bear for it; how many there were. */
export async function releaseImage(reference: string, outside: Outside): Promise<number> {
  const { repository, target } = await evidencePlace(reference, outside);
  const subjects = (await subjectsOf(repository, target)).map(({ descriptor }) => descriptor);
  let lifted = 0;
  for (const descriptor of subjects) lifted += await liftQuarantine(repository, descriptor);
  const digests = subjects.map(({ digest }) => digest);
  for (const { index, lists } of await indexesOf(repository, digests)) {
    for (const platform of lists) lifted += await liftQuarantine(repository, index, platform);
  }
  return lifted;
}
