// Attaches bundles to one image: all new ones in one update of the index, older ones of the same signer replaced.
import { blobOf, type ContentRepository } from '../../oci/content-repository.ts';
import type { Descriptor, WireDescriptor } from '../../oci/descriptor.ts';
import { referrerEntry } from '../../oci/referrer-entry.ts';
import { digestOf } from '../../oci/verification.ts';
import type { Digest } from '../../terms/digest.ts';
import { tagged } from '../discovery/list-evidence.ts';
import { bundleAnnotations, isBundleMediaType } from '../formats/media-types.ts';
import type { SignedBundle } from '../sign/dsse-bundle.ts';
import { nameOfSigner, type Signer } from '../sign/signer.ts';
import type { Claim } from '../statements/statement.ts';
import { type BundleManifest, bundleManifest, emptyConfig } from './bundle-manifest.ts';
import { readHeldBundle, relationOf } from './held-bundle.ts';
import { prune } from './prune.ts';
import { repairReferrers } from './repair.ts';
import { ownTag } from './tags.ts';

/** A statement that is to be attached, signed only when it is not there yet. */
export interface PendingBundle extends Pick<Claim, 'predicateType' | 'stage'> {
  readonly payload: Buffer;
  sign(): Promise<SignedBundle>;
}

export interface Attached {
  /** Written in this run. */
  readonly written: readonly WireDescriptor[];
  /** There already, with the same content. */
  readonly kept: readonly WireDescriptor[];
  readonly replaced: readonly Digest[];
  /** Replaced manifests that the registry does not let go. */
  readonly undeletable: readonly Digest[];
}

const repairLooks = 4;

/** Errors: those of the repository and of signing. Interrupted anywhere and run again, it ends in the same state. */
export async function attachBundles(
  repository: ContentRepository,
  subject: Descriptor,
  pending: readonly PendingBundle[],
  signer: Signer,
  created: Date,
): Promise<Attached> {
  const held = await repository.referrers(subject.digest);
  const kept: WireDescriptor[] = [];
  const older: Digest[] = [];
  const made: BundleManifest[] = [];
  const ownTagOf = ({ predicateType }: Pick<PendingBundle, 'predicateType'>): string =>
    ownTag(subject.digest, predicateType, nameOfSigner(signer));
  for (const one of pending) {
    const own = await ownEntry(repository, ownTagOf(one));
    const relations = await relationsOf(repository, [...held, ...own], one, signer);
    const same = relations.find(({ relation }) => relation === 'same');
    older.push(
      ...relations
        .filter((other) => other !== same && other.relation !== 'foreign')
        .map(({ entry }) => entry.digest),
    );
    if (same === undefined) {
      const { bytes } = await one.sign();
      made.push(bundleManifest(subject, bytes, one, created));
    } else kept.push(same.entry);
  }
  for (const manifest of made) await write(repository, manifest);
  const listed = new Set((await repository.referrers(subject.digest)).map(({ digest }) => digest));
  for (const { bytes, entry, predicateType } of made) {
    if (listed.has(entry.digest)) continue;
    await repository.putDocument(bytes, entry.mediaType, ownTagOf({ predicateType }));
  }
  const written = made.map(({ entry }) => entry);
  await repository.noteReferrers(subject.digest, [...written, ...kept], older);
  // Without the API writers overwrite each other's index: whoever writes later restores what was lost meanwhile.
  const fallback = written.some(({ digest }) => !listed.has(digest));
  for (let look = 0; fallback && look < repairLooks; look += 1) {
    if ((await repairReferrers(repository, subject.digest)).length === 0) break;
  }
  const undeletable = await prune(repository, older);
  return { written, kept, replaced: older, undeletable };
}

/** What an interrupted run left under the bundle's own tag, which the index may not list yet. */
async function ownEntry(repository: ContentRepository, tag: string): Promise<readonly WireDescriptor[]> {
  const document = await tagged(repository, tag);
  return document === undefined ? [] : [referrerEntry(document)];
}

async function relationsOf(
  repository: ContentRepository,
  held: readonly WireDescriptor[],
  { predicateType, payload }: PendingBundle,
  signer: Signer,
) {
  const candidates = [...new Map(held.map((entry) => [entry.digest, entry])).values()].filter(
    ({ artifactType, annotations }) =>
      isBundleMediaType(artifactType ?? '') &&
      [undefined, predicateType].includes(annotations?.[bundleAnnotations.predicateType]),
  );
  const relations = [];
  for (const entry of candidates) {
    const bytes = await readHeldBundle(repository, entry);
    const relation = bytes === undefined ? ('foreign' as const) : relationOf(bytes, payload, signer);
    relations.push({ entry, relation });
  }
  return relations;
}

async function write(repository: ContentRepository, { bytes, bundle, entry }: BundleManifest): Promise<void> {
  await repository.putBlob(blobOf(emptyConfig, digestOf(emptyConfig)));
  await repository.putBlob(blobOf(bundle, digestOf(bundle)));
  await repository.putDocument(bytes, entry.mediaType);
}
