// The use case `quarantine`: an owner takes an image out of use, or gives it free again.
import { liftQuarantine, quarantine } from '../evidence/publish/quarantine.ts';
import { subjectsOf } from '../evidence/publish/subjects.ts';
import { evidencePlace } from './evidence/repository.ts';
import type { Outside } from './outside.ts';

/** Marks the index and every platform; how many subjects. Errors: those of the repository. */
export async function quarantineImage(
  reference: string,
  note: { readonly reason: string; readonly by: string },
  outside: Outside,
): Promise<number> {
  const { repository, target } = await evidencePlace(reference, outside);
  const subjects = await subjectsOf(repository, target);
  const at = outside.clock.now();
  for (const { descriptor } of subjects) await quarantine(repository, descriptor, { ...note, at });
  return subjects.length;
}

/** Takes the marks away; how many there were. */
export async function releaseImage(reference: string, outside: Outside): Promise<number> {
  const { repository, target } = await evidencePlace(reference, outside);
  let lifted = 0;
  for (const { descriptor } of await subjectsOf(repository, target)) {
    lifted += await liftQuarantine(repository, descriptor);
  }
  return lifted;
}
