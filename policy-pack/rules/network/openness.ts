// When a set of connections is no exception any more but a default (decision 0288).
import type { AddressRange, Family } from '../../reach/addresses.ts';
import { type Connection, type Connections, protocols } from '../../reach/connections.ts';
import { countPublic } from '../../reach/public.ts';

/** More than any service that we know needs: a TURN server takes 16,384 dynamic ports, a media server as many for RTP. */
const mostPorts = 20_000;
/** Ports below 1024 belong to one service each: who opens half of them means none. */
const systemPorts = 1023;
/** A /4 and a /12: far more than anyone lists as a partner's, and all that a regional registry is given at a time. */
const ownable: Readonly<Record<Family, bigint>> = { 4: 1n << 28n, 6: 1n << 116n };

/** More ports, each open for whatever protocol, than a service needs. */
export function isWide(table: Connections, set: Connection): boolean {
  const ranges = protocols.flatMap((protocol) => table.ranges(set, protocol));
  const below = ranges.flatMap(([from, to]) =>
    from <= systemPorts ? [[from, Math.min(to, systemPorts)] as const] : [],
  );
  return countOf(ranges) > mostPorts || countOf(below) > systemPorts / 2;
}

/** Numbers that stand in at least one of some ranges. */
function countOf(ranges: readonly (readonly [number, number])[]): number {
  let count = 0;
  let seen = 0;
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    count += Math.max(0, to - Math.max(from - 1, seen));
    seen = Math.max(seen, to);
  }
  return count;
}

/** Whether ranges cover more of the internet, in one family, than anyone could list as their own or a partner's. */
export function isMuchOfTheInternet(ranges: readonly AddressRange[]): boolean {
  return ([4, 6] as const).some(
    (family) => countPublic(ranges.filter((range) => range.family === family)) >= ownable[family],
  );
}
