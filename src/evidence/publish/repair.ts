// Restores entries that a registry's fallback index lost: every bundle of ours is found again by its own tag.
import type { ContentRepository } from '../../oci/content-repository.ts';
import type { WireDescriptor } from '../../oci/descriptor.ts';
import { referrerEntry } from '../../oci/referrer-entry.ts';
import type { Digest } from '../../terms/digest.ts';
import { tagged } from '../discovery/list-evidence.ts';
import { isOwnTag } from './tags.ts';

/** What was restored; empty when nothing was lost. Errors: those of the repository. */
export async function repairReferrers(
  repository: ContentRepository,
  subject: Digest,
): Promise<readonly WireDescriptor[]> {
  const listed = new Set((await repository.referrers(subject)).map(({ digest }) => digest));
  const lost: WireDescriptor[] = [];
  for (const tag of await repository.tags()) {
    if (!isOwnTag(tag, subject)) continue;
    const document = await tagged(repository, tag);
    // Whoever can push can tag: only what names this subject itself is its referrer.
    if (document?.subject?.digest === subject && !listed.has(document.digest))
      lost.push(referrerEntry(document));
  }
  if (lost.length > 0) await repository.noteReferrers(subject, lost);
  return lost;
}
