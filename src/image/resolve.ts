// Following links inside an image, as the kernel would with the image as root.
import type { VisibleEntry } from './view.ts';

/** Linux gives up after 40 symbolic links (path_resolution(7), ELOOP). */
const linkCeiling = 40;

/**
 * The path that `path` leads to, or undefined when it dangles or goes in circles. Absolute targets and `..`
 * stay under the image's root; directories that no layer has an entry for are taken as directories.
 */
export function resolvePath(
  find: (path: string) => VisibleEntry | undefined,
  path: string,
): string | undefined {
  let links = 0;
  let left = parts(path).reverse();
  let done: string[] = [];
  for (let part = left.pop(); part !== undefined; part = left.pop()) {
    if (part === '..') {
      done.pop();
      continue;
    }
    const here = [...done, part].join('/');
    const entry = find(here)?.entry;
    if (entry?.type === 'symlink' || entry?.type === 'hardlink') {
      if (++links > linkCeiling) return undefined;
      const target = entry.target ?? '';
      if (entry.type === 'hardlink' || target.startsWith('/')) done = [];
      left = [...left, ...parts(target).reverse()];
      continue;
    }
    if (entry === undefined && left.length === 0) return undefined;
    if (entry !== undefined && entry.type !== 'directory' && left.length > 0) return undefined;
    done.push(part);
  }
  return done.join('/');
}

function parts(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}
