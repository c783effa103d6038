// The mark by which an owner takes an image out of use: a referrer whose presence refuses the image.
import { blobOf, type ContentRepository } from '../../oci/content-repository.ts';
import type { Descriptor, WireDescriptor } from '../../oci/descriptor.ts';
import { mediaTypes } from '../../oci/media-types.ts';
import { digestOf } from '../../oci/verification.ts';
import { quarantineArtifactType } from '../formats/media-types.ts';
import { emptyConfig } from './bundle-manifest.ts';
import { ownTag } from './tags.ts';

export interface QuarantineNote {
  readonly reason: string;
  readonly by: string;
  readonly at: Date;
}

const reasonAnnotation = 'dev.seaworthy.quarantine.reason';
const byAnnotation = 'dev.seaworthy.quarantine.by';
const createdAnnotation = 'org.opencontainers.image.created';

/** Marks an image; a mark that is there is replaced. It is not signed: who can write to the repository can stop it. */
export async function quarantine(
  repository: ContentRepository,
  subject: Descriptor,
  note: QuarantineNote,
): Promise<WireDescriptor> {
  const { mediaType, digest, size } = subject;
  const annotations = {
    [reasonAnnotation]: note.reason,
    [byAnnotation]: note.by,
    [createdAnnotation]: note.at.toISOString(),
  };
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
  await repository.putBlob(blobOf(emptyConfig, empty.digest));
  const tag = ownTag(digest, quarantineArtifactType, '');
  const written = await repository.putDocument(bytes, mediaTypes.ociManifest, tag);
  const entry = { ...written, artifactType: quarantineArtifactType, annotations };
  await repository.noteReferrers(digest, [entry]);
  return entry;
}

/** Takes every mark away again; how many there were. */
export async function liftQuarantine(repository: ContentRepository, subject: Descriptor): Promise<number> {
  const marks = (await repository.referrers(subject.digest, quarantineArtifactType)).map(
    ({ digest }) => digest,
  );
  if (marks.length === 0) return 0;
  await repository.noteReferrers(subject.digest, [], marks);
  for (const mark of marks) await repository.deleteDocument(mark);
  return marks.length;
}
