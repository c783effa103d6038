// IP addresses, CIDR blocks and ranges of both families, as exact numbers.

export type Family = 4 | 6;

/** A closed range of one family. */
export interface AddressRange {
  readonly family: Family;
  readonly from: bigint;
  readonly to: bigint;
}

export const wholeFamily: Readonly<Record<Family, AddressRange>> = {
  4: { family: 4, from: 0n, to: 0xffff_ffffn },
  6: { family: 6, from: 0n, to: (1n << 128n) - 1n },
};

/** Number of an address; `undefined` when it is none (RFC 791 dotted quads; RFC 4291 §2.2). */
export function parseAddress(text: string): { readonly family: Family; readonly value: bigint } | undefined {
  if (text.includes(':')) {
    const value = parseSix(text);
    return value === undefined ? undefined : { family: 6, value };
  }
  const value = parseFour(text);
  return value === undefined ? undefined : { family: 4, value: BigInt(value) };
}

function parseFour(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256 + Number(part);
  }
  return value;
}

function parseSix(text: string): bigint | undefined {
  let source = text;
  const tail = /:(\d+\.\d+\.\d+\.\d+)$/.exec(text)?.[1];
  if (tail !== undefined) {
    const four = parseFour(tail);
    if (four === undefined) return undefined;
    const high = Math.floor(four / 65_536).toString(16);
    source = `${text.slice(0, -tail.length)}${high}:${(four % 65_536).toString(16)}`;
  }
  const halves = source.split('::');
  if (halves.length > 2) return undefined;
  const words = halves.map((half) => (half === '' ? [] : half.split(':')));
  const count = words.reduce((sum, half) => sum + half.length, 0);
  if (halves.length === 1 ? count !== 8 : count > 7) return undefined;
  const all = [...(words[0] ?? []), ...Array<string>(8 - count).fill('0'), ...(words[1] ?? [])];
  let value = 0n;
  for (const word of all) {
    if (!/^[0-9a-fA-F]{1,4}$/.test(word)) return undefined;
    value = value * 65_536n + BigInt(`0x${word}`);
  }
  return value;
}

/** Range of a CIDR block; host bits are ignored, as the API server does. `undefined` when it is none. */
export function parseBlock(text: string): AddressRange | undefined {
  const [head, length, rest] = text.split('/');
  if (head === undefined || length === undefined || rest !== undefined || !/^\d{1,3}$/.test(length))
    return undefined;
  const address = parseAddress(head);
  const bits = Number(length);
  if (address === undefined || bits > (address.family === 4 ? 32 : 128)) return undefined;
  const size = 1n << BigInt((address.family === 4 ? 32 : 128) - bits);
  const from = address.value - (address.value % size);
  return { family: address.family, from, to: from + size - 1n };
}

/** What is left of a range without others, as sorted, non-adjoining ranges. */
export function without(range: AddressRange, holes: readonly AddressRange[]): AddressRange[] {
  const sorted = holes
    .filter((hole) => hole.family === range.family)
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  const left: AddressRange[] = [];
  let start = range.from;
  for (const hole of sorted) {
    if (hole.to < start || hole.from > range.to) continue;
    if (hole.from > start) left.push({ family: range.family, from: start, to: hole.from - 1n });
    start = hole.to + 1n;
  }
  if (start <= range.to) left.push({ family: range.family, from: start, to: range.to });
  return left;
}

/** Cuts a whole family at the bounds of the given ranges; every piece lies within or outside each of them. */
export function cutFamily(family: Family, ranges: readonly AddressRange[]): AddressRange[] {
  const whole = wholeFamily[family];
  const starts = new Set<bigint>([whole.from]);
  for (const range of ranges) {
    if (range.family !== family) continue;
    starts.add(range.from);
    if (range.to < whole.to) starts.add(range.to + 1n);
  }
  const sorted = [...starts].sort((a, b) => (a < b ? -1 : 1));
  return sorted.map((from, index) => {
    const next = sorted[index + 1];
    return { family, from, to: next === undefined ? whole.to : next - 1n };
  });
}

export function formatAddress(family: Family, value: bigint): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
  const words = Array.from({ length: 8 }, (_, index) =>
    ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  );
  const text = words.join(':');
  const longest = [...text.matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].sort((a, b) => b[0].length - a[0].length)[0];
  if (longest === undefined) return text;
  const before = text.slice(0, longest.index);
  return `${before}::${text.slice(longest.index + longest[0].length + 1)}`;
}

/** `10.0.0.0-10.0.0.255`. */
export function formatRange(range: AddressRange): string {
  return `${formatAddress(range.family, range.from)}-${formatAddress(range.family, range.to)}`;
}
