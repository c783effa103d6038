// The connections that a rule speaks of, named ports resolved on the pod that receives.
import { all, type Connection, type Connections, none } from './connections.ts';
import { type Pod, portsNamed } from './pods.ts';
import type { PortMatch, Rule } from './policy.ts';

export interface RulePorts {
  /** Surely spoken of, whatever the receiver. */
  readonly fixed: Connection;
  readonly named: readonly Extract<PortMatch, { kind: 'named' }>[];
  /** Whether some ports cannot be told: then perhaps any. */
  readonly doubtful: boolean;
}

export function compilePorts(table: Connections, ports: Rule['ports']): RulePorts {
  if (ports === undefined) return { fixed: all, named: [], doubtful: false };
  let fixed = none;
  const named: Extract<PortMatch, { kind: 'named' }>[] = [];
  let doubtful = false;
  for (const port of ports) {
    if (port.kind === 'range') fixed = table.unite(fixed, table.of(port.protocol, port.from, port.to));
    else if (port.kind === 'named') named.push(port);
    else doubtful = true;
  }
  return { fixed, named, doubtful };
}

export interface Spoken {
  readonly sure: Connection;
  /** Perhaps spoken of besides. */
  readonly perhaps: Connection;
}

/** A receiver outside the cluster has no named ports: the name gives nothing. */
export function portsTowards(table: Connections, ports: RulePorts, pod: Pod | undefined): Spoken {
  let sure = ports.fixed;
  let perhaps = ports.doubtful ? all : none;
  if (pod !== undefined && ports.named.length > 0) {
    for (const { name, protocol } of ports.named) {
      for (const port of portsNamed(pod, name, protocol)) {
        sure = table.unite(sure, table.of(port.protocol, port.port, port.port));
      }
    }
    if (!pod.portsComplete) perhaps = all;
  }
  return { sure, perhaps };
}
