// What is attached to an image before it is signed: an owner's marks, which stop it, and stages that a new certificate would end.
import { bundleAnnotations } from '../../evidence/formats/media-types.ts';
import { markSentence } from '../../evidence/formats/quarantine-mark.ts';
import { marksOf } from '../../evidence/publish/quarantine.ts';
import { subjectsOf } from '../../evidence/publish/subjects.ts';
import type { ContentRepository } from '../../oci/content-repository.ts';
import type { VerdictReason } from '../../terms/verdict.ts';

export interface BeforeSigning {
  /** Marks of the image or a part of it: a new index of a marked platform is no way around. */
  readonly reasons: readonly VerdictReason[];
  /** Of certificates in the listing, whoever signed them. Untrusted text. */
  readonly stages: readonly string[];
}

/** Errors: those of the repository. */
export async function lookBeforeSigning(
  repository: ContentRepository,
  target: string,
): Promise<BeforeSigning> {
  const reasons: VerdictReason[] = [];
  const stages = new Set<string>();
  for (const { descriptor } of await subjectsOf(repository, target)) {
    const listed = await repository.referrers(descriptor.digest);
    for (const { annotations } of await marksOf(repository, listed)) {
      const message = `${descriptor.digest}: ${markSentence(annotations)}`;
      const fix = 'Sign another image, or give this one free: seaworthy quarantine --release.';
      reasons.push({ question: 'certificate', judgement: 'fail', message, fix });
    }
    for (const { annotations } of listed) {
      const stage = annotations?.[bundleAnnotations.stage];
      if (stage !== undefined) stages.add(stage);
    }
  }
  return { reasons, stages: [...stages].sort() };
}
