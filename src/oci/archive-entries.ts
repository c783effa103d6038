// Walks the outer tar of an image archive (POSIX ustar, PAX and GNU long names); bodies are skipped or streamed.
import { ContentError, type RefusalCode } from '../terms/refusal.ts';
import type { Cursor } from './cursor.ts';

export interface ArchiveEntry {
  /** Without leading `./` or `/`. */
  readonly path: string;
  readonly kind: 'file' | 'link' | 'other';
  /** Where the body starts. */
  readonly offset: number;
  readonly size: number;
  /** Of a link: as written; relative to the entry's folder when symbolic. */
  readonly target?: string;
  readonly symbolic?: boolean;
}

const block = 512;
const nameCeiling = 64 * 1024;
const entryCeiling = 100_000;

function refuse(code: RefusalCode, why: string): ContentError {
  return new ContentError({ code, what: 'archive', message: `the archive ${why}` });
}

function text(header: Buffer, start: number, length: number): string {
  const field = header.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.subarray(0, end < 0 ? length : end).toString('utf8');
}

/** Octal text, or base-256 with the top bit set (GNU tar manual, «Basic Tar Format»). */
function number(header: Buffer, start: number, length: number): number {
  const first = header[start] ?? 0;
  if (first === 0x80) {
    const value = header.readBigUInt64BE(start + length - 8);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw refuse('malformed', 'states an impossible size');
    return Number(value);
  }
  const digits = text(header, start, length).trim();
  if (digits === '') return 0;
  if (!/^[0-7]+$/.test(digits)) throw refuse('malformed', 'has a header with a number that is none');
  return Number.parseInt(digits, 8);
}

function checkSum(header: Buffer): void {
  let sum = 8 * 32;
  for (let at = 0; at < block; at += 1) if (at < 148 || at >= 156) sum += header[at] ?? 0;
  if (sum !== number(header, 148, 8)) throw refuse('malformed', 'has a header with a wrong checksum');
}

function paxFields(body: Buffer): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (let at = 0; at < body.length; ) {
    const space = body.indexOf(32, at);
    const length = Number(body.subarray(at, space).toString('latin1'));
    if (space < 0 || !Number.isInteger(length) || length < 4 || at + length > body.length) {
      throw refuse('malformed', 'has a damaged extended header');
    }
    const record = body.subarray(space + 1, at + length - 1).toString('utf8');
    const equals = record.indexOf('=');
    fields.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return fields;
}

function cleanPath(path: string): string {
  return path.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
}

function kindOf(flag: string): ArchiveEntry['kind'] {
  if (flag === '0' || flag === '\0' || flag === '7' || flag === '') return 'file';
  return flag === '1' || flag === '2' ? 'link' : 'other';
}

function sizeOf(header: Buffer, pax: ReadonlyMap<string, string>, kind: ArchiveEntry['kind']): number {
  const stated = pax.get('size');
  if (stated !== undefined && !/^\d{1,15}$/.test(stated))
    throw refuse('malformed', 'states an impossible size');
  const size = stated === undefined ? number(header, 124, 12) : Number(stated);
  return kind === 'link' ? 0 : size;
}

/**
 * Yields every entry. While one is held, its body may be read from the cursor; the rest of it is skipped.
 * ContentError `truncated` or `malformed` for a damaged archive, `ceiling` for an endless one.
 */
export async function* archiveEntries(cursor: Cursor): AsyncGenerator<ArchiveEntry, void, undefined> {
  let long: { path?: string; target?: string } = {};
  let pax: ReadonlyMap<string, string> = new Map();
  for (let count = 0; ; ) {
    const header = await cursor.take(block);
    if (header.length < block) throw refuse('truncated', 'ends without its end mark');
    if (header.every((byte) => byte === 0)) return;
    checkSum(header);
    const flag = text(header, 156, 1);
    const kind = kindOf(flag);
    const size = sizeOf(header, pax, kind);
    const offset = cursor.position();
    const end = offset + Math.ceil(size / block) * block;
    if ('LKxg'.includes(flag) && flag !== '') {
      if (size > nameCeiling) throw refuse('ceiling', 'has a name of more than 64 KiB');
      const body = await cursor.take(size);
      if (flag === 'L') long = { ...long, path: text(body, 0, size) };
      else if (flag === 'K') long = { ...long, target: text(body, 0, size) };
      else if (flag === 'x') pax = paxFields(body);
    } else {
      count += 1;
      if (count > entryCeiling) throw refuse('ceiling', `has more than ${entryCeiling} entries`);
      const prefix = text(header, 257, 5) === 'ustar' && header[262] === 0 ? text(header, 345, 155) : '';
      const short = text(header, 0, 100);
      const path = pax.get('path') ?? long.path ?? (prefix === '' ? short : `${prefix}/${short}`);
      const target = pax.get('linkpath') ?? long.target ?? text(header, 157, 100);
      const link = kind === 'link' ? { target, symbolic: flag === '2' } : {};
      yield { path: cleanPath(path), kind, offset, size, ...link };
      long = {};
      pax = new Map();
    }
    await cursor.skip(end - cursor.position());
  }
}
