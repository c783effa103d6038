// The layers of an OCI layout with one image, for benches that must not depend on the code they measure.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface LayerFile {
  readonly file: string;
  readonly mediaType: string;
}

interface Manifest {
  readonly layers: readonly { readonly digest: string; readonly mediaType: string }[];
}

export function layerFiles(layout: string): LayerFile[] {
  const blob = (digest: string): string => join(layout, 'blobs', digest.replace(':', '/'));
  const index: { manifests: { digest: string }[] } = JSON.parse(
    readFileSync(join(layout, 'index.json'), 'utf8'),
  );
  const digest = index.manifests[0]?.digest ?? '';
  const manifest: Manifest = JSON.parse(readFileSync(blob(digest), 'utf8'));
  return manifest.layers.map((layer) => ({ file: blob(layer.digest), mediaType: layer.mediaType }));
}
