// Paths of tar entries: raw bytes to one normal form, or the reason why not.
import { isUtf8 } from 'node:buffer';
import type { RefusalCode } from '../terms/refusal.ts';
import type { Ceilings } from './ceilings.ts';

export type NormalPath =
  | { readonly kind: 'path'; readonly path: string; readonly absolute: boolean }
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly reason: string };

/** Text of raw bytes given as latin1: UTF-8 where they are, else latin1, so that different names stay different. */
export function decodeName(raw: string): string {
  if (!/[\x80-\xff]/.test(raw)) return raw;
  const bytes = Buffer.from(raw, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : raw;
}

/** Anything that a path in normal form does not have. */
const uneven = /^\/|\/\/|\/$|(?:^|\/)\.{1,2}(?:\/|$)|\0/;

/**
 * The path from the root, without leading slash, empty or `.` parts; '' is the root itself. A `..` anywhere is
 * refused: what it means depends on links, and readers differ.
 */
export function normalPath(raw: string, ceilings: Ceilings): NormalPath {
  const name = decodeName(raw);
  if (name.length > ceilings.pathLength) {
    return refused('ceiling', `a path has more than ${ceilings.pathLength} characters`);
  }
  if (name !== '' && !uneven.test(name)) return checkDepth(name, false, ceilings);
  if (name.includes('\0')) return refused('malformed', 'a path contains a NUL');
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) return refused('ambiguous', 'a path climbs with `..`');
  return checkDepth(parts.join('/'), name.startsWith('/'), ceilings);
}

function checkDepth(path: string, absolute: boolean, ceilings: Ceilings): NormalPath {
  if (path.length > ceilings.pathDepth) {
    let depth = 1;
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) depth++;
    if (depth > ceilings.pathDepth) {
      return refused('ceiling', `a path is more than ${ceilings.pathDepth} directories deep`);
    }
  }
  return { kind: 'path', path, absolute };
}

function refused(code: RefusalCode, reason: string): NormalPath {
  return { kind: 'refused', code, reason };
}
