// Connections as one JSON array, streamed: `{src, dst, conn}`, with `unknown` where something cannot be told (docs/reach.md).
import { type ListedRow, listConnections, listEntrances } from '../../../policy-pack/reach/listing.ts';
import type { Reachability } from '../../../policy-pack/reach/reachability.ts';

const chunkLength = 1 << 16;

export function writeReachJson(
  reach: Reachability,
  write: (chunk: string) => void,
  withEntrances = false,
): void {
  let chunk = '[';
  let separator = '\n  ';
  const add = ({ source, destination, connection, unknown, through }: ListedRow): void => {
    const row = {
      src: source,
      dst: destination,
      ...(connection === undefined ? {} : { conn: connection }),
      ...(unknown === undefined ? {} : { unknown }),
      ...(through === undefined ? {} : { through }),
    };
    chunk += separator + JSON.stringify(row);
    separator = ',\n  ';
    if (chunk.length >= chunkLength) {
      write(chunk);
      chunk = '';
    }
  };
  listConnections(reach, add);
  if (withEntrances) listEntrances(reach).forEach(add);
  write(`${chunk}\n]\n`);
}
