// An image archive on disk: where each of its files lies, links followed inside it.
import { type FileHandle, open } from 'node:fs/promises';
import { posix } from 'node:path';
import { UserError } from '../terms/errors.ts';
import { ContentError } from '../terms/refusal.ts';
import { type ArchiveEntry, archiveEntries } from './archive-entries.ts';
import { refuseOtherFormats } from './archive-format.ts';
import { readRange } from './byte-range.ts';
import { fileCursor } from './cursor.ts';
import { fileError, type LayoutFiles } from './layout-files.ts';

const linkCeiling = 16;

/** Where a path leads, links followed inside the archive; undefined when dangling or circular. */
export function resolveEntry(
  entries: ReadonlyMap<string, ArchiveEntry>,
  path: string,
): ArchiveEntry | undefined {
  let at = posix.normalize(path).replace(/^(?:\.\.?\/|\/)+/, '');
  for (let step = 0; step < linkCeiling; step += 1) {
    const entry = entries.get(at);
    if (entry?.target === undefined) return entry;
    const base = entry.symbolic === true ? posix.dirname(entry.path) : '';
    at = posix.normalize(posix.join(base, entry.target)).replace(/^(?:\.\.?\/|\/)+/, '');
  }
  return undefined;
}

/** Notes an entry; a file that is there twice is refused, as readers disagree which one counts. */
export function noteEntry(entries: Map<string, ArchiveEntry>, entry: ArchiveEntry): void {
  if (entry.kind === 'other') return;
  if (entries.has(entry.path)) {
    const message = `the archive holds ${JSON.stringify(entry.path)} twice: readers disagree which one counts`;
    throw new ContentError({ code: 'ambiguous', what: 'archive', path: entry.path, message });
  }
  entries.set(entry.path, entry);
}

export interface ArchiveFile extends LayoutFiles {
  readonly entries: ReadonlyMap<string, ArchiveEntry>;
  close(): Promise<void>;
}

async function scan(file: FileHandle, size: number): Promise<Map<string, ArchiveEntry>> {
  const entries = new Map<string, ArchiveEntry>();
  for await (const entry of archiveEntries(fileCursor(file))) {
    if (entry.offset + entry.size > size) {
      throw new ContentError({
        code: 'truncated',
        what: 'archive',
        path: entry.path,
        message: `the archive ends within ${JSON.stringify(entry.path)}`,
      });
    }
    noteEntry(entries, entry);
  }
  return entries;
}

/** Opens an archive and reads its table of entries by seeking. */
export async function openArchive(path: string): Promise<ArchiveFile> {
  let file: FileHandle;
  try {
    file = await open(path);
  } catch (error) {
    throw fileError(path, error);
  }
  try {
    const stat = await file.stat();
    if (!stat.isFile()) {
      throw new UserError('reference', `${path} is no file`, 'Name a tar file, or a folder as oci:DIR.');
    }
    const { size } = stat;
    await refuseOtherFormats(file, path);
    const entries = await scan(file, size);
    return {
      place: path,
      entries,
      close: () => file.close(),
      async file(name) {
        const entry = resolveEntry(entries, name);
        if (entry === undefined || entry.kind !== 'file') return undefined;
        return { size: entry.size, read: () => readRange(file, entry.offset, entry.size) };
      },
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}
