// A set of connections as the parts of a finding, so that fewer of them are no news.
import { type Connection, type Connections, protocols } from '../../reach/connections.ts';
import type { Part } from '../sameness.ts';

/** One part a range of ports; `about` is what has them. */
export function partsOf(table: Connections, set: Connection, about: Omit<Part, 'ports'>): readonly Part[] {
  return protocols.flatMap((protocol) =>
    table
      .ranges(set, protocol)
      .map(([from, to]): Part => ({ ...about, what: `${about.what} ${protocol}`, ports: [from, to + 1] })),
  );
}
