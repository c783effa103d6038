// When a set of connections is no exception any more but a default.
import type { AddressRange, Family } from '../../reach/addresses.ts';
import { type Connection, type Connections, protocols } from '../../reach/connections.ts';

const ports = 65_535;

/** More than half of the ports of one protocol. */
export function isWide(table: Connections, set: Connection): boolean {
  return protocols.some((protocol) => {
    const open = table.ranges(set, protocol).reduce((sum, [from, to]) => sum + to - from + 1, 0);
    return open > ports / 2;
  });
}

/** Whether ranges cover more than half of the addresses of one family. */
export function isMostOfTheWorld(ranges: readonly AddressRange[]): boolean {
  return ([4, 6] as const).some((family) => shareOf(family, ranges) > 0.5);
}

/** Share of the addresses of a family that disjoint ranges cover, 0 to 1. */
export function shareOf(family: Family, ranges: readonly AddressRange[]): number {
  const size = 2 ** (family === 4 ? 32 : 128);
  return ranges
    .filter((range) => range.family === family)
    .reduce((sum, range) => sum + Number(range.to - range.from + 1n) / size, 0);
}
