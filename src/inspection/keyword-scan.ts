// Finds where any of many keywords stands in bytes, looking at about a third of them (after Wu and Manber, 1994).

/** Told the index of each keyword found and where it starts. */
export type OnKeyword = (keyword: number, at: number) => void;
export type KeywordScan = (bytes: Uint8Array, length: number, found: OnKeyword) => void;

const block = 4;

interface Candidate {
  readonly index: number;
  readonly bytes: Buffer;
  /** Where in the keyword the four bytes start that are looked for. */
  readonly offset: number;
}

/**
 * `keywords` are ASCII and at least four bytes long. Of each the four bytes are looked for that are rarest in text;
 * the scan steps by how far the two bytes under the end of its window are from the end of any of them.
 */
export function keywordScan(keywords: readonly string[]): KeywordScan {
  const steps = new Uint8Array(0x10000).fill(block - 1);
  const lists: Candidate[][] = [];
  const listOf = new Int16Array(0x10000).fill(-1);
  for (const [index, keyword] of keywords.entries()) {
    const bytes = Buffer.from(keyword, 'latin1');
    const offset = rarest(keyword);
    for (let end = 2; end <= block; end++) {
      const pair = bytes.readUInt16LE(offset + end - 2);
      steps[pair] = Math.min(steps[pair] ?? 0, block - end);
    }
    const last = bytes.readUInt16LE(offset + block - 2);
    const candidate = { index, bytes, offset };
    const known = lists[listOf[last] ?? -1];
    if (known === undefined) listOf[last] = lists.push([candidate]) - 1;
    else known.push(candidate);
  }
  return (bytes, length, found) => {
    for (let end = block - 1; end < length; ) {
      const pair = (bytes[end - 1] ?? 0) | ((bytes[end] ?? 0) << 8);
      const step = steps[pair] ?? 1;
      if (step > 0) {
        end += step;
        continue;
      }
      for (const { index, bytes: keyword, offset } of lists[listOf[pair] ?? -1] ?? []) {
        const at = end - block + 1 - offset;
        if (at >= 0 && stands(keyword, bytes, at, length)) found(index, at);
      }
      end++;
    }
  };
}

/** Lower-case letters and blanks are most of any text; capitals, digits and signs are few. */
function rarest(keyword: string): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at + block <= keyword.length; at++) {
    let common = 0;
    for (const character of keyword.slice(at, at + block)) {
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
