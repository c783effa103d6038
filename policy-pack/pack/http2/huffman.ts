// The code of header strings (RFC 7541, appendix B). It is canonical: the lengths tell the codes.

/** Bits of each byte's code; the last is the end of a string, which never stands in one. */
const lengths: readonly number[] = [
  13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28,
  28, 28, 28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7,
  8, 15, 6, 12, 10, 13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19,
  13, 14, 6, 15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13,
  28, 20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21,
  22, 23, 22, 23, 23, 24, 22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23,
  22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23, 26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25,
  19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27, 20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25,
  25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26, 30,
];
const longest = 30;
const endOfString = 256;

interface Row {
  /** The first code of this many bits. */
  readonly first: number;
  readonly symbols: readonly number[];
}

/** By the number of bits. */
const rows: readonly Row[] = canonicalRows();

function canonicalRows(): readonly Row[] {
  const made: Row[] = [];
  let first = 0;
  for (let bits = 0; bits <= longest; bits += 1) {
    const symbols = lengths.flatMap((length, symbol) => (length === bits ? [symbol] : []));
    made.push({ first, symbols });
    first = (first + symbols.length) * 2;
  }
  return made;
}

/** Undefined where the bits are no text, or are padded with anything but fewer than eight ones. */
export function decodeHuffman(bytes: Buffer, start: number, end: number): string | undefined {
  const text: number[] = [];
  let code = 0;
  let bits = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    for (let shift = 7; shift >= 0; shift -= 1) {
      code = code * 2 + ((byte >> shift) & 1);
      bits += 1;
      const row = rows[bits];
      if (row === undefined) return undefined;
      const symbol = row.symbols[code - row.first];
      if (symbol === undefined) continue;
      if (symbol === endOfString) return undefined;
      text.push(symbol);
      code = 0;
      bits = 0;
    }
  }
  if (bits > 7 || code !== 2 ** bits - 1) return undefined;
  return Buffer.from(text).toString('latin1');
}
