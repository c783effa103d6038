// The index of one ecosystem in the store: finds a package's block by halving, without reading the others.
export interface Block {
  readonly offset: number;
  readonly length: number;
  readonly digest: string;
}

/** `body`: lines `"name" TAB offset TAB length TAB digest`, sorted by name (UTF-16 units). */
export function findBlock(body: Buffer, name: string): Block | undefined {
  let low = 0;
  let high = body.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const start = middle === 0 ? 0 : body.lastIndexOf(10, middle - 1) + 1;
    const end = body.indexOf(10, start);
    const [quoted = '""', offset, length, digest = ''] = body
      .toString('utf8', start, end < 0 ? body.length : end)
      .split('\t');
    const found = String(JSON.parse(quoted));
    if (found === name) return { offset: Number(offset), length: Number(length), digest };
    if (found < name) low = end < 0 ? body.length : end + 1;
    else high = start;
  }
  return undefined;
}
