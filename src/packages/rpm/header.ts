// One rpm header as the database holds it: an index of typed tags and a store of data (rpm.org «Package format», §Header).
import { broken, slice, uint } from './broken.ts';

export interface RpmHeader {
  text(tag: number): string;
  texts(tag: number): readonly string[];
  numbers(tag: number): readonly number[];
  /** Undefined: absent, or no bytes. */
  bytes(tag: number): Buffer | undefined;
}

interface IndexEntry {
  readonly type: number;
  readonly offset: number;
  readonly count: number;
}

/** rpm's own ceilings (lib/header.c): tags of one header and elements of one tag. */
const tagCeiling = 0xffff;
const elementCeiling = 4_000_000;

const text = 6;
const textArray = 8;
const translated = 9;
const binary = 7;
const numberSizes: ReadonlyMap<number, 1 | 2 | 4> = new Map([
  [1, 1],
  [2, 1],
  [3, 2],
  [4, 4],
]);

/** Reads the index; data is decoded when asked for, and then refused where it leaves the store. */
export function readHeader(blob: Buffer): RpmHeader {
  const tags = uint(blob, 0, 4);
  const size = uint(blob, 4, 4);
  if (tags === 0 || tags > tagCeiling || 8 + 16 * tags + size !== blob.length) {
    broken('a package header does not have the size it states');
  }
  const store = slice(blob, 8 + 16 * tags, size);
  const index = new Map<number, IndexEntry>();
  for (let at = 8; at < 8 + 16 * tags; at += 16) {
    const count = uint(blob, at + 12, 4);
    if (count > elementCeiling) broken('a package header has a tag of too many elements');
    index.set(uint(blob, at, 4), { type: uint(blob, at + 4, 4), offset: uint(blob, at + 8, 4), count });
  }
  const texts = (tag: number): readonly string[] => {
    const entry = index.get(tag);
    if (entry === undefined || ![text, textArray, translated].includes(entry.type)) return [];
    return readTexts(store, entry.offset, entry.type === text ? 1 : entry.count);
  };
  return {
    texts,
    text: (tag) => texts(tag)[0] ?? '',
    bytes(tag) {
      const entry = index.get(tag);
      return entry?.type === binary ? slice(store, entry.offset, entry.count) : undefined;
    },
    numbers(tag) {
      const entry = index.get(tag);
      const width = entry && numberSizes.get(entry.type);
      if (entry === undefined || width === undefined) return [];
      const bytes = slice(store, entry.offset, entry.count * width);
      return Array.from({ length: entry.count }, (_, each) => uint(bytes, each * width, width));
    },
  };
}

function readTexts(store: Buffer, offset: number, count: number): string[] {
  const found: string[] = [];
  for (let at = offset; found.length < count; ) {
    const end = at < store.length ? store.indexOf(0, at) : -1;
    if (end < 0) broken('a text of a package header has no end');
    found.push(store.toString('utf8', at, end));
    at = end + 1;
  }
  return found;
}
