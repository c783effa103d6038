// Connections as one JSON array, streamed: `{src, dst, conn}`, with `unknown` where something cannot be told.
import { listConnections } from '../../../policy-pack/reach/listing.ts';
import type { Reachability } from '../../../policy-pack/reach/reachability.ts';

const chunkLength = 1 << 16;

export function writeReachJson(reach: Reachability, write: (chunk: string) => void): void {
  let chunk = '[';
  let separator = '\n  ';
  listConnections(reach, ({ source, destination, connection, unknown }) => {
    const row = {
      src: source,
      dst: destination,
      ...(connection === undefined ? {} : { conn: connection }),
      ...(unknown === undefined ? {} : { unknown }),
    };
    chunk += separator + JSON.stringify(row);
    separator = ',\n  ';
    if (chunk.length >= chunkLength) {
      write(chunk);
      chunk = '';
    }
  });
  write(`${chunk}\n]\n`);
}
