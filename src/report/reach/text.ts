// Connections for a terminal: `source => destination : ports`, then what could not be told and why.
import { listConnections } from '../../../policy-pack/reach/listing.ts';
import { reachNotes } from '../../../policy-pack/reach/notes.ts';
import type { Reachability } from '../../../policy-pack/reach/reachability.ts';
import { forTerminal } from '../encoders/terminal.ts';

const chunkLength = 1 << 16;

export function writeReachText(reach: Reachability, write: (chunk: string) => void): void {
  let chunk = '';
  listConnections(reach, ({ source, destination, connection, unknown }) => {
    const pair = `${forTerminal(source)} => ${forTerminal(destination)}`;
    if (connection !== undefined) chunk += `${pair} : ${connection}\n`;
    if (unknown !== undefined) chunk += `${pair} : unknown ${unknown}\n`;
    if (chunk.length >= chunkLength) {
      write(chunk);
      chunk = '';
    }
  });
  const notes = reachNotes(reach);
  if (notes.length > 0) chunk += `\n${notes.map((note) => `note: ${forTerminal(note)}\n`).join('')}`;
  write(chunk);
}
