// Which files of manifests lie below a folder: hidden ones left out, links followed, each file once.
import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../../http/failures.ts';
import { OutsideError } from '../../terms/errors.ts';

const manifestName = /\.(?:ya?ml|json)$/i;

/** Names behind links that are looked at for one folder: a link may lead to the root of a disk. */
const linkedCeiling = 10_000;

/** A pipe or a device would be waited for. */
const noFile = 'neither a file nor a folder';

export interface FoundFile {
  /** As it was reached, for messages. */
  readonly path: string;
  /** The same file has the same one, however it was reached. */
  readonly real: string;
  /** Why nothing of it can be read; absent where it can. */
  readonly unseen?: string;
}

/** `undefined` where nothing is, a link that leads nowhere included. Errors: `OutsideError` filesystem. */
export function lookAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    if (errorCode(cause) === 'ELOOP') return undefined;
    throw unreadable(path, cause);
  }
}

/** Whether a name is hidden depends on what lies below the folder alone, however the folder was named. Errors as above. */
export function filesBelow(folder: string): readonly FoundFile[] {
  const found = new Map<string, FoundFile>();
  const keep = (file: FoundFile): void => {
    if (!found.has(file.real)) found.set(file.real, file);
  };
  const entered = new Set<string>();
  const links: FoundFile[] = [];
  let behindLinks = 0;
  const enter = (path: string, real: string, by?: FoundFile): void => {
    if (entered.has(real)) return;
    entered.add(real);
    for (const entry of listed(path)) {
      if (by !== undefined) behindLinks += 1;
      if (by !== undefined && behindLinks > linkedCeiling) {
        keep({ ...by, unseen: `a link: more than ${linkedCeiling} names lie behind links` });
        return;
      }
      if (entry.name.startsWith('.')) continue;
      const here = { path: join(path, entry.name), real: join(real, entry.name) };
      if (entry.isDirectory()) enter(here.path, here.real, by);
      else if (entry.isSymbolicLink()) links.push(here);
      else if (manifestName.test(entry.name)) keep(entry.isFile() ? here : { ...here, unseen: noFile });
    }
  };
  const follow = (link: FoundFile): void => {
    const target = lookAt(link.path);
    if (target === undefined) keep({ ...link, unseen: 'a link that leads nowhere' });
    else if (target.isDirectory()) enter(link.path, realOf(link.path), link);
    else if (manifestName.test(link.path)) {
      keep(target.isFile() ? { path: link.path, real: realOf(link.path) } : { ...link, unseen: noFile });
    }
  };
  enter(folder, realOf(folder));
  // What a link and a plain name both lead to is read under the plain name: links wait until all of those are known.
  for (const link of links) follow(link);
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function listed(path: string): readonly Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** Errors: `OutsideError` filesystem. */
export function realOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): OutsideError {
  return new OutsideError('filesystem', `${path} cannot be read`, 'Check its permissions.', { cause });
}
