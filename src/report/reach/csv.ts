// Connections as CSV, streamed: `src,dst,conn`, one row a pair (docs/reach.md).
import { type ListedRow, listConnections, listEntrances } from '../../../policy-pack/reach/listing.ts';
import type { Reachability } from '../../../policy-pack/reach/reachability.ts';
import { forCsv } from '../encoders/csv.ts';

const chunkLength = 1 << 16;

/** Names and ports that need no quotes; everything else goes through the encoder. */
const plain = /^[A-Za-z0-9{][A-Za-z0-9_.:/[\]{} -]*$/;

/**
 * Writes in chunks of about 64 KiB. What is not known stands in a row of its own whose `conn` begins with
 * `unknown: `, so that a reader never takes it for allowed. `withEntrances`: rows of what the internet can enter
 * as well, and a fourth column that says through what.
 */
export function writeReachCsv(
  reach: Reachability,
  write: (chunk: string) => void,
  withEntrances = false,
): void {
  const fields = new Map<string, string>();
  const field = (text: string): string => {
    const known = fields.get(text);
    if (known !== undefined) return known;
    const encoded = plain.test(text) ? text : forCsv(text);
    fields.set(text, encoded);
    return encoded;
  };
  const rest = withEntrances ? ',' : '';
  let chunk = `src,dst,conn${withEntrances ? ',through' : ''}\n`;
  let last = '';
  let start = '';
  const add = (row: ListedRow): void => {
    if (row.source !== last) {
      last = row.source;
      start = `${field(last)},`;
    }
    const ends = start + field(row.destination);
    const end = row.through === undefined ? rest : `,${field(row.through)}`;
    if (row.connection !== undefined) chunk += `${ends},${field(row.connection)}${end}\n`;
    if (row.unknown !== undefined) chunk += `${ends},${field(`unknown: ${row.unknown}`)}${end}\n`;
    if (chunk.length >= chunkLength) {
      write(chunk);
      chunk = '';
    }
  };
  listConnections(reach, add);
  if (withEntrances) listEntrances(reach).forEach(add);
  write(chunk);
}
