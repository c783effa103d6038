// Files of an OCI layout, in a folder or inside an archive (image-spec image-layout.md).
import { statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, errorMessage } from '../http/failures.ts';
import { OutsideError, UserError } from '../terms/errors.ts';
import { readRange } from './byte-range.ts';

/** What a layout is read from. Paths are relative with `/`; a missing file gives undefined. */
export interface LayoutFiles {
  /** For messages. */
  readonly place: string;
  /** Size in bytes and the content, opened when it is iterated. */
  file(path: string): Promise<{ readonly size: number; read(): AsyncIterable<Uint8Array> } | undefined>;
}

export function fileError(path: string, cause: unknown): OutsideError | UserError {
  if (errorCode(cause) === 'ENOENT' || errorCode(cause) === 'ENOTDIR') {
    return new UserError(
      'not-found',
      `there is no ${path}`,
      'Check the path; it is relative to the working folder.',
    );
  }
  const detail = errorMessage(cause);
  return new OutsideError(
    'filesystem',
    `cannot read ${path}: ${detail}`,
    'Check its permissions and the disk.',
    {
      cause,
    },
  );
}

/** Files below a folder on disk. */
export function folderFiles(folder: string): LayoutFiles {
  return {
    place: folder,
    async file(path) {
      const full = join(folder, path);
      try {
        await using handle = await open(full);
        const { size } = await handle.stat();
        return {
          size,
          async *read() {
            await using file = await open(full);
            yield* readRange(file, 0, Number.MAX_SAFE_INTEGER);
          },
        };
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return undefined;
        if (
          errorCode(error) === 'ENOTDIR' &&
          statSync(folder, { throwIfNoEntry: false })?.isFile() === true
        ) {
          throw new UserError(
            'reference',
            `${folder} is a file, and oci: names a folder`,
            `Write oci-archive:${folder} for a layout in a tar.`,
          );
        }
        throw fileError(full, error);
      }
    },
  };
}
