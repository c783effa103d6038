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
  const candidates = new Map<number, { readonly index: number; readonly bytes: Buffer }[]>();
  for (const [index, keyword] of keywords.entries()) {
    const bytes = Buffer.from(keyword, 'latin1');
    for (let end = 2; end <= block; end++) {
      const pair = (bytes[end - 2] ?? 0) | ((bytes[end - 1] ?? 0) << 8);
      steps[pair] = Math.min(steps[pair] ?? 0, block - end);
    }
    const last = (bytes[2] ?? 0) | ((bytes[3] ?? 0) << 8);
    const known = candidates.get(last);
    if (known === undefined) candidates.set(last, [{ index, bytes }]);
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
      for (const candidate of candidates.get(pair) ?? []) {
        if (stands(candidate.bytes, bytes, at, length)) found(candidate.index, at);
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
