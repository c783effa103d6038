// Which addresses are of the internet, and which are private, loopback or link-local.
import { type AddressRange, parseBlock, without } from './addresses.ts';

/** RFC 1918, RFC 6598, RFC 4193. */
export const privateBlocks = ranges(
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  'fc00::/7',
);

/** Never routed on the internet either: RFC 6890. */
const special = ranges(
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '::/8',
  'fe80::/10',
  'ff00::/8',
  '2001:db8::/32',
);

function ranges(...blocks: readonly string[]): readonly AddressRange[] {
  return blocks.flatMap((block) => parseBlock(block) ?? []);
}

/** Whether any address of the range is one of the internet; documentation addresses are not. */
export function isPublic(range: AddressRange): boolean {
  return without(range, [...privateBlocks, ...special]).length > 0;
}

/** How many addresses of the internet stand in at least one of some ranges of one family. */
export function countPublic(ranges: readonly AddressRange[]): bigint {
  let count = 0n;
  let seen = -1n;
  for (const range of ranges.toSorted((a, b) => order(a.from, b.from))) {
    const from = range.from > seen ? range.from : seen + 1n;
    if (from > range.to) continue;
    seen = range.to;
    for (const part of without({ ...range, from }, [...privateBlocks, ...special]))
      count += part.to - part.from + 1n;
  }
  return count;
}

/** Whether two ranges share an address. */
export function overlap(a: AddressRange, b: AddressRange): boolean {
  return a.family === b.family && a.from <= b.to && b.from <= a.to;
}

/** Whether `outer` holds all of `inner`. */
export function covers(outer: AddressRange, inner: AddressRange): boolean {
  return outer.family === inner.family && outer.from <= inner.from && outer.to >= inner.to;
}

/** The addresses that two ranges share. */
export function meet(a: AddressRange, b: AddressRange): AddressRange | undefined {
  if (!overlap(a, b)) return undefined;
  const [, from = a.from] = [a.from, b.from].sort(order);
  const [to = a.to] = [a.to, b.to].sort(order);
  return { family: a.family, from, to };
}

function order(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
