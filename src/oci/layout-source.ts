// Reads `oci:` folders and `oci-archive:` files.
import { openArchive } from './archive-file.ts';
import { readTree } from './image-tree.ts';
import { folderFiles } from './layout-files.ts';
import { layoutRoot, layoutStore } from './layout-store.ts';
import { type FolderReference, formatReference } from './reference.ts';
import type { ImageSource } from './source.ts';

export function layoutSource(reference: FolderReference): ImageSource {
  const files = folderFiles(reference.path);
  return {
    async read(request) {
      const root = await layoutRoot(files, reference.tag);
      return readTree(layoutStore(files), root, formatReference(reference), request);
    },
  };
}

export function layoutArchiveSource(path: string): ImageSource {
  return {
    async read(request) {
      const archive = await openArchive(path);
      try {
        const root = await layoutRoot(archive, undefined);
        return await readTree(layoutStore(archive), root, `oci-archive:${path}`, request);
      } finally {
        await archive.close();
      }
    },
  };
}
