// An OCI layout with one image that the forge's private sigstore signed.

import { predicateTypes } from '../../../src/evidence/formats/predicate-types.ts';
import { bundleManifest } from '../../../src/evidence/publish/bundle-manifest.ts';
import { statementBytes } from '../../../src/evidence/statements/statement.ts';
import { blobOf, type ContentRepository } from '../../../src/oci/content-repository.ts';
import { openLayout } from '../../../src/oci/layout-repository.ts';
import { digestOf } from '../../../src/oci/verification.ts';
import { putImage } from '../../run/evidence/certified.ts';
import { signedAt } from './instance.ts';
import { instance } from './scene.ts';
import { bytesOf, makeBundle, type Order } from './sign.ts';

/** Attaches a statement that the forge signs, as referrer. */
export async function attachForged(
  repository: ContentRepository,
  tag: string,
  { predicateType, predicate = {} }: { readonly predicateType: string; readonly predicate?: object },
  order: Partial<Order> = {},
): Promise<void> {
  const subject = await repository.find(tag);
  if (subject === undefined) throw new Error(`no ${tag}`);
  const payload = statementBytes({ name: 'app', digest: subject.digest }, { predicateType, predicate });
  const bundle = bytesOf(makeBundle({ instance, content: { payload }, ...order }));
  const { bytes, entry } = bundleManifest(subject, bundle, { predicateType }, signedAt);
  const config = Buffer.from('{}');
  for (const blob of [config, bundle]) await repository.putBlob(blobOf(blob, digestOf(blob)));
  await repository.putDocument(bytes, entry.mediaType);
  await repository.noteReferrers(subject.digest, [entry]);
}

/** `app:1.0` in the folder, signed. */
export async function signedLayout(folder: string): Promise<ContentRepository> {
  const repository = await openLayout(folder, { create: true });
  await putImage(repository, '1.0', 'app');
  await attachForged(repository, '1.0', { predicateType: predicateTypes.cosignSignature });
  return repository;
}
