// The list of connections as texts: what every output of `reach` is made of.
import { none } from './connections.ts';
import type { Decision } from './decide.ts';
import { fromInternet, internetName } from './entrances.ts';
import { controllerName, exposures } from './exposure.ts';
import type { Reachability } from './reachability.ts';

export interface ListedRow {
  readonly source: string;
  readonly destination: string;
  /** Surely allowed; absent when nothing is. */
  readonly connection: string | undefined;
  /** Allowed or not, nobody can tell from the stack; absent when everything is sure. */
  readonly unknown: string | undefined;
  /** What leads there from the internet; only in rows of `internetName`. */
  readonly through?: string;
}

/** Streams every row: workloads and addresses first, then what the ingress controller reaches. */
export function listConnections(reach: Reachability, visit: (row: ListedRow) => void): void {
  reach.forEach((source, destination, decision) => {
    visit(listed(reach, source.name, destination.name, decision));
  });
  for (const { destination, decision } of exposures(reach)) {
    visit(listed(reach, controllerName, destination.name, decision));
  }
}

/** Rows of `internetName`, one a workload: what it can be entered by without an ingress controller. */
export function listEntrances(reach: Reachability): readonly ListedRow[] {
  return fromInternet(reach).map(({ workload, decision, through }) => {
    const name = reach.population.workloads[workload]?.name ?? '';
    return { ...listed(reach, internetName, name, decision), through };
  });
}

function listed(reach: Reachability, source: string, destination: string, decision: Decision): ListedRow {
  const { table } = reach;
  const doubtful =
    decision.sure === decision.perhaps ? none : table.subtract(decision.perhaps, decision.sure);
  return {
    source,
    destination,
    connection: decision.sure === none ? undefined : table.text(decision.sure),
    unknown: doubtful === none ? undefined : table.text(doubtful),
  };
}
