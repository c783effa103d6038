// From a raw tar header and the extended headers before it to one entry, or to the reason why it is refused.
import type { RefusalCode } from '../terms/refusal.ts';
import type { Entry, EntryType } from './analyzer.ts';
import type { Ceilings } from './ceilings.ts';
import { decodeName, normalPath } from './entry-path.ts';
import type { PaxFields } from './pax.ts';
import type { RawHeader } from './tar-header.ts';

export interface Extended {
  readonly pax: PaxFields | undefined;
  readonly longName: string | undefined;
  readonly longLink: string | undefined;
}

export type HeaderResult =
  | { readonly kind: 'entry'; readonly entry: Entry; readonly absolute: boolean }
  | {
      readonly kind: 'refused';
      readonly code: RefusalCode;
      readonly message: string;
      readonly path: string;
      readonly size: number;
    };

const types: ReadonlyMap<number, EntryType> = new Map([
  [0x30, 'file'],
  [0x31, 'hardlink'],
  [0x32, 'symlink'],
  [0x33, 'character-device'],
  [0x34, 'block-device'],
  [0x35, 'directory'],
  [0x36, 'fifo'],
  [0x37, 'file'],
]);

/** A GNU long name beats PAX beats the header's own field: the order of Go's archive/tar, which engines use. */
export function toEntry(raw: RawHeader, extended: Extended, ceilings: Ceilings): HeaderResult {
  const { pax } = extended;
  const rawName = extended.longName ?? pax?.path ?? raw.name;
  const size = pax?.size ?? raw.size;
  const refused = (code: RefusalCode, message: string, bytes = size): HeaderResult => {
    return { kind: 'refused', code, message, path: decodeName(rawName).slice(0, 4096), size: bytes };
  };
  if (raw.type === 0x53 || pax?.sparse) return refused('unsupported', 'sparse files are not read');
  const flagged = types.get(raw.type);
  if (flagged === undefined) {
    return refused('unsupported', `the tar has an entry of unknown type ${raw.type}`);
  }
  // Version 7 marks a directory only by the slash at its end.
  const type = flagged === 'file' && rawName.endsWith('/') ? 'directory' : flagged;
  const bodied = flagged === 'file' ? size : 0;
  const normal = normalPath(rawName, ceilings);
  if (normal.kind === 'refused') return refused(normal.code, normal.reason, bodied);
  const rawTarget = extended.longLink ?? pax?.linkpath ?? raw.link;
  let target: string | undefined;
  if (type === 'hardlink') {
    const inside = normalPath(rawTarget, ceilings);
    if (inside.kind === 'refused') return refused(inside.code, `hard link: ${inside.reason}`, bodied);
    if (inside.path === '') return refused('malformed', 'a hard link leads nowhere', bodied);
    target = inside.path;
  } else if (type === 'symlink') {
    target = decodeName(rawTarget);
    if (target.includes('\0')) return refused('malformed', "a symbolic link's target contains a NUL", bodied);
    if (target.length > ceilings.pathLength) return refused('ceiling', 'a link target is too long', bodied);
  }
  if (type === 'directory' && bodied > 0) return refused('ambiguous', 'a directory has a body', bodied);
  const entry: Entry = {
    path: normal.path,
    type,
    size: bodied,
    mode: raw.mode,
    uid: pax?.uid ?? raw.uid,
    gid: pax?.gid ?? raw.gid,
    mtime: pax?.mtime ?? raw.mtime,
  };
  const linked = target === undefined ? entry : { ...entry, target };
  const whole = pax?.xattrs === undefined ? linked : { ...linked, xattrs: Object.fromEntries(pax.xattrs) };
  return { kind: 'entry', absolute: normal.absolute, entry: whole };
}
