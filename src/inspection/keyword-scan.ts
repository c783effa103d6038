// Finds where any of many keywords stands in bytes: four bytes of each are looked for, the rest is compared.
import { windowFilter, windowLength } from './window-filter.ts';

/** Told the index of each keyword found and where it starts. */
export type OnKeyword = (keyword: number, at: number) => void;
export type KeywordScan = (bytes: Uint8Array, length: number, found: OnKeyword) => void;

interface Candidate {
  readonly index: number;
  readonly bytes: Buffer;
  /** Where in the keyword the four bytes start that are looked for. */
  readonly offset: number;
}

/** `keywords` are ASCII and at least four bytes long. Of each the four bytes are looked for that are rarest in text. */
export function keywordScan(keywords: readonly string[]): KeywordScan {
  const lists: Candidate[][] = [];
  /** By the last two bytes of the four. */
  const listOf = new Int16Array(0x10000).fill(-1);
  const windows: Buffer[] = [];
  for (const [index, keyword] of keywords.entries()) {
    const bytes = Buffer.from(keyword, 'latin1');
    const offset = rarest(keyword);
    windows.push(bytes.subarray(offset, offset + windowLength));
    const last = bytes.readUInt16LE(offset + windowLength - 2);
    const candidate = { index, bytes, offset };
    const known = lists[listOf[last] ?? -1];
    if (known === undefined) listOf[last] = lists.push([candidate]) - 1;
    else known.push(candidate);
  }
  const filter = windowFilter(windows);
  return (bytes, length, found) => {
    filter(bytes, length, (at) => {
      const pair = (bytes[at + windowLength - 2] ?? 0) | ((bytes[at + windowLength - 1] ?? 0) << 8);
      for (const { index, bytes: keyword, offset } of lists[listOf[pair] ?? -1] ?? []) {
        const start = at - offset;
        if (start >= 0 && stands(keyword, bytes, start, length)) found(index, start);
      }
    });
  };
}

/** Lower-case letters and blanks are most of any text; capitals, digits and signs are few. */
function rarest(keyword: string): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at + windowLength <= keyword.length; at++) {
    let common = 0;
    for (const character of keyword.slice(at, at + windowLength)) {
      common += /[a-z ]/.test(character) ? 3 : /[/._-]/.test(character) ? 2 : 1;
    }
    if (common < least) {
      least = common;
      best = at;
    }
  }
  return best;
}

function stands(keyword: Buffer, bytes: Uint8Array, at: number, length: number): boolean {
  if (at + keyword.length > length) return false;
  for (let i = 0; i < keyword.length; i++) if (bytes[at + i] !== keyword[i]) return false;
  return true;
}
