// Finds where any of many keywords stands in bytes, looking at only about a third of them (Wu and Manber, 1994).

/** Told the index of each keyword found and where it starts. */
export type OnKeyword = (keyword: number, at: number) => void;
export type KeywordScan = (bytes: Uint8Array, length: number, found: OnKeyword) => void;

const block = 4;

/**
 * `keywords` are ASCII and at least four bytes long. The scan steps by how far the two bytes under the end of its
 * window are from the end of any keyword's first four.
 */
export function keywordScan(keywords: readonly string[]): KeywordScan {
  const steps = new Uint8Array(0x10000).fill(block - 1);
  const lists: { readonly index: number; readonly bytes: Buffer }[][] = [];
  const listOf = new Int16Array(0x10000).fill(-1);
  for (const [index, keyword] of keywords.entries()) {
    const bytes = Buffer.from(keyword, 'latin1');
    for (let end = 2; end <= block; end++) {
      const pair = bytes.readUInt16LE(end - 2);
      steps[pair] = Math.min(steps[pair] ?? 0, block - end);
    }
    const last = bytes.readUInt16LE(block - 2);
    const known = lists[listOf[last] ?? -1];
    if (known === undefined) listOf[last] = lists.push([{ index, bytes }]) - 1;
    else known.push({ index, bytes });
  }
  return (bytes, length, found) => {
    for (let end = block - 1; end < length; ) {
      const pair = (bytes[end - 1] ?? 0) | ((bytes[end] ?? 0) << 8);
      const step = steps[pair] ?? 1;
      if (step > 0) {
        end += step;
        continue;
      }
      const at = end - block + 1;
      const list = lists[listOf[pair] ?? -1];
      if (list !== undefined) {
        for (let i = 0; i < list.length; i++) {
          const candidate = list[i];
          if (candidate !== undefined && stands(candidate.bytes, bytes, at, length)) {
            found(candidate.index, at);
          }
        }
      }
      end++;
    }
  };
}

function stands(keyword: Buffer, bytes: Uint8Array, at: number, length: number): boolean {
  if (at + keyword.length > length) return false;
  for (let i = 0; i < keyword.length; i++) if (bytes[at + i] !== keyword[i]) return false;
  return true;
}
