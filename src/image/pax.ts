// PAX extended headers: `length key=value\n` records (POSIX pax, «pax Extended Header»).
import { malformed } from './tar-header.ts';

/** What of a PAX header concerns the entry after it. Texts are latin1 of the raw bytes. */
export interface PaxFields {
  path?: string;
  linkpath?: string;
  size?: number;
  uid?: number;
  gid?: number;
  mtime?: number;
  sparse?: boolean;
  xattrs?: Map<string, string>;
}

const xattr = 'SCHILY.xattr.';

/** Reads one header's records; later ones win. Throws `ContentError` (`malformed`). */
export function readPax(body: Buffer): PaxFields {
  const fields: PaxFields = {};
  let at = 0;
  while (at < body.length) {
    const space = body.indexOf(0x20, at);
    const digits = space < 0 ? '' : body.toString('latin1', at, space);
    const end = at + Number(digits);
    if (!/^[1-9]\d{0,7}$/.test(digits) || end > body.length || body[end - 1] !== 0x0a) {
      throw malformed('a PAX header has a record of wrong length');
    }
    const equals = body.indexOf(0x3d, space + 1);
    if (equals < 0 || equals >= end) throw malformed('a PAX header has a record without a value');
    take(fields, body.toString('latin1', space + 1, equals), body.toString('latin1', equals + 1, end - 1));
    at = end;
  }
  return fields;
}

function take(fields: PaxFields, key: string, value: string): void {
  if (key.startsWith(xattr)) {
    fields.xattrs ??= new Map();
    fields.xattrs.set(key.slice(xattr.length), value);
  } else if (key.startsWith('GNU.sparse.')) {
    fields.sparse = true;
  } else if (key === 'path' || key === 'linkpath') {
    if (value === '') delete fields[key];
    else fields[key] = value;
  } else if (key === 'size' || key === 'uid' || key === 'gid') {
    if (value === '') delete fields[key];
    else fields[key] = wholeNumber(key, value);
  } else if (key === 'mtime' && value !== '') {
    const seconds = Number(value);
    if (!Number.isFinite(seconds)) throw malformed('a PAX header has an mtime that is no number');
    fields.mtime = Math.floor(seconds);
  }
}

function wholeNumber(key: string, value: string): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || !Number.isSafeInteger(number)) {
    throw malformed(`a PAX header has a ${key} that is no whole number`);
  }
  return number;
}
