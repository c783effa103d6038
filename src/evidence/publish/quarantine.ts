// The mark by which an owner takes an image out of use: a referrer whose presence refuses the image.
import { blobOf, type ContentRepository } from '../../oci/content-repository.ts';
import type { Descriptor, WireDescriptor } from '../../oci/descriptor.ts';
import { mediaTypes } from '../../oci/media-types.ts';
import { digestOf } from '../../oci/verification.ts';
import type { Digest } from '../../terms/digest.ts';
import { quarantineArtifactType } from '../formats/media-types.ts';
import { markAnnotations, markedPlatform, type QuarantineNote } from '../formats/quarantine-mark.ts';
import { emptyConfig } from './bundle-manifest.ts';
import { prune } from './prune.ts';
import { ownTag } from './tags.ts';

/** Marks an image; a mark for the same cause is replaced. It is not signed: who can write to the repository can stop it. */
export async function quarantine(
  repository: ContentRepository,
  subject: Descriptor,
  note: QuarantineNote,
): Promise<WireDescriptor> {
  const { mediaType, digest, size } = subject;
  const annotations = markAnnotations(note);
  const empty = { mediaType: mediaTypes.ociEmpty, digest: digestOf(emptyConfig), size: emptyConfig.length };
  const bytes = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: mediaTypes.ociManifest,
      artifactType: quarantineArtifactType,
      config: empty,
      layers: [empty],
      subject: { mediaType, digest, size },
      annotations,
    }),
  );
  const former = (await marksOf(repository, await repository.referrers(digest)))
    .filter((mark) => markedPlatform(mark.annotations) === note.platform)
    .map((mark) => mark.digest);
  await repository.putBlob(blobOf(emptyConfig, empty.digest));
  const tag = ownTag(digest, quarantineArtifactType, note.platform ?? '');
  const written = await repository.putDocument(bytes, mediaTypes.ociManifest, tag);
  const entry = { ...written, artifactType: quarantineArtifactType, annotations: { ...annotations } };
  const replaced = former.filter((one) => one !== entry.digest);
  await repository.noteReferrers(digest, [entry], replaced);
  await prune(repository, replaced);
  return entry;
}

/** The marks among the referrers of an image, with what they say: a listing need not repeat it. */
export async function marksOf(
  repository: ContentRepository,
  referrers: readonly WireDescriptor[],
): Promise<readonly WireDescriptor[]> {
  const marks: WireDescriptor[] = [];
  for (const entry of referrers) {
    if (entry.artifactType !== quarantineArtifactType) continue;
    if (entry.annotations != null) marks.push(entry);
    else marks.push({ ...entry, annotations: { ...(await repository.document(entry)).annotations } });
  }
  return marks;
}

/** Takes every mark away again, or those alone that an index bears for one platform; how many there were. */
export async function liftQuarantine(
  repository: ContentRepository,
  { digest }: Pick<Descriptor, 'digest'>,
  platform?: Digest,
): Promise<number> {
  const marks = (await marksOf(repository, await repository.referrers(digest)))
    .filter(({ annotations }) => platform === undefined || markedPlatform(annotations) === platform)
    .map((mark) => mark.digest);
  if (marks.length === 0) return 0;
  await repository.noteReferrers(digest, [], marks);
  for (const mark of marks) await repository.deleteDocument(mark);
  return marks.length;
}
