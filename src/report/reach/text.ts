// Connections for a terminal: `source => destination : ports`, then what could not be told and why.
import { none } from '../../../policy-pack/reach/connections.ts';
import { entrances, internetName } from '../../../policy-pack/reach/entrances.ts';
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
  const entered = enteredLines(reach);
  if (entered.length > 0) chunk += `\n${entered.map((line) => `${forTerminal(line)}\n`).join('')}`;
  const notes = reachNotes(reach);
  if (notes.length > 0) chunk += `\n${notes.map((note) => `note: ${forTerminal(note)}\n`).join('')}`;
  write(chunk);
}

/** What the internet reaches through load balancers, node and host ports, Ingresses and Routes. */
function enteredLines(reach: Reachability): readonly string[] {
  const lines = entrances(reach).flatMap(({ workload, decision, through }) => {
    const pair = `${internetName} => ${reach.population.workloads[workload]?.name ?? ''}`;
    const doubt = reach.table.subtract(decision.perhaps, decision.sure);
    return [
      ...(decision.sure === none ? [] : [`${pair} : ${reach.table.text(decision.sure)} through ${through}`]),
      ...(doubt === none ? [] : [`${pair} : unknown ${reach.table.text(doubt)} through ${through}`]),
    ];
  });
  return [...new Set(lines)].sort();
}
