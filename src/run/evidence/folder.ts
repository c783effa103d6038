// A folder that evidence is read from without network: OCI layouts, and bundles as *.sigstore.json.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Loaded } from '../../evidence/discovery/load-piece.ts';
import { bundleCeiling } from '../../evidence/formats/bundle.ts';
import type { ContentRepository } from '../../oci/content-repository.ts';
import { openLayout } from '../../oci/layout-repository.ts';
import { digestOf } from '../../oci/verification.ts';
import type { Digest } from '../../terms/digest.ts';
import { UserError } from '../../terms/errors.ts';

export interface EvidenceFolder {
  readonly layouts: readonly ContentRepository[];
  readonly bundles: readonly Loaded[];
}

const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const bundleName = /\.sigstore(?:\.json)?$/;

/** Layouts are the folder itself or folders in it. UserError `not-found` for a folder that holds neither. */
export async function openEvidenceFolder(folder: string): Promise<EvidenceFolder> {
  const entries = listFolder(folder);
  const isLayout = (path: string): boolean =>
    statSync(join(path, 'oci-layout'), { throwIfNoEntry: false })?.isFile() === true;
  const places = [folder, ...entries.map((name) => join(folder, name))].filter(isLayout);
  const layouts = await Promise.all(places.map((place) => openLayout(place)));
  const bundles = entries.filter((name) => bundleName.test(name)).map((name) => loadBundle(folder, name));
  if (layouts.length > 0 || bundles.length > 0) return { layouts, bundles };
  throw new UserError(
    'not-found',
    `${folder} holds neither OCI layouts nor *.sigstore.json bundles`,
    'Copy the images with their evidence there, or take it from the `registry`.',
  );
}

/** The layout that has the image, by tag or digest. */
export async function layoutWith(
  { layouts }: EvidenceFolder,
  target: string,
): Promise<{ readonly repository: ContentRepository; readonly digest: Digest } | undefined> {
  for (const repository of layouts) {
    const found = await repository.find(target);
    if (found !== undefined) return { repository, digest: found.digest };
  }
  return undefined;
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (cause) {
    const fix = 'Check the path of `from` in the policy.';
    throw new UserError('not-found', `the folder ${folder} cannot be read`, fix, { cause });
  }
}

function loadBundle(folder: string, name: string): Loaded {
  const path = join(folder, name);
  const size = statSync(path).size;
  const bytes = size > bundleCeiling ? Buffer.alloc(0) : readFileSync(path);
  const manifest = { mediaType: bundleType, digest: digestOf(bytes), size };
  const loaded: Loaded = { piece: { kind: 'bundle', manifest }, bytes };
  if (size <= bundleCeiling) return loaded;
  const message = `${name} is larger than ${bundleCeiling} bytes`;
  return { ...loaded, failure: { kind: 'rejected', code: 'ceiling', message } };
}
