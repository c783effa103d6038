// The lock files of a checkout, found and read; what is too much is left out, since lines only help.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { errorCode } from '../../http/failures.ts';
import { isLockFile, type LockFile } from '../../inspection/lock-files/lock-lines.ts';
import { OutsideError, UserError } from '../../terms/errors.ts';

const ceilings = { depth: 6, files: 200, bytesOfOne: 16 * 1024 * 1024, bytes: 64 * 1024 * 1024 };

/** Folders of what others wrote. */
const strange = new Set(['node_modules', 'vendor', 'dist', '__pycache__']);

/** Sorted by path, from `directory`. Hidden folders and links are not followed. Errors: `UserError` not-found, `OutsideError` filesystem. */
export function findLockFiles(directory: string): readonly LockFile[] {
  const found: LockFile[] = [];
  let bytes = 0;
  try {
    for (const path of pathsUnder(directory, 0)) {
      const { size } = statSync(path);
      if (size > ceilings.bytesOfOne || bytes + size > ceilings.bytes || found.length >= ceilings.files)
        continue;
      bytes += size;
      found.push({ file: relative(directory, path), text: readFileSync(path, 'utf8') });
    }
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(cause) ?? '')) {
      const fix = 'Name the folder that the image was built from.';
      throw new UserError('not-found', `${directory} is no folder`, fix, { cause });
    }
    throw new OutsideError('filesystem', `${directory} cannot be searched`, 'Check its permissions.', {
      cause,
    });
  }
  return found;
}

function pathsUnder(directory: string, depth: number): readonly string[] {
  if (depth > ceilings.depth) return [];
  return readdirSync(directory, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      if (entry.isFile()) return isLockFile(entry.name) ? [path] : [];
      const own = entry.isDirectory() && !entry.name.startsWith('.') && !strange.has(entry.name);
      return own ? pathsUnder(path, depth + 1) : [];
    });
}
