// Decisions of one direction as rows: one profile against every class of peers, computed when asked for.

import type { Profile, Side } from './compiled.ts';
import { all, type Connection, type Connections, none } from './connections.ts';
import { decide, tiersOf } from './decide.ts';
import type { Policy } from './policy.ts';
import { portsTowards } from './rule-ports.ts';

export interface Row {
  readonly sure: Int32Array;
  /** The same array where nothing is doubtful. */
  readonly perhaps: Int32Array;
}

/** A function from a profile's number to its row; each row is computed once. */
export function createRows(
  table: Connections,
  side: Side,
  policies: readonly Policy[],
): (profile: number) => Row {
  const rows: Row[] = [];
  const tierOfPolicy = (index: number): string => policies[index]?.tier ?? 'foreign';
  return (index) => {
    const known = rows[index];
    if (known !== undefined) return known;
    const profile = side.profiles[index];
    const row = profile === undefined ? openRow(side) : computeRow(table, side, profile, tierOfPolicy);
    rows[index] = row;
    return row;
  };
}

function openRow(side: Side): Row {
  const open = new Int32Array(side.classes.length).fill(all);
  return { sure: open, perhaps: open };
}

function computeRow(
  table: Connections,
  side: Side,
  profile: Profile,
  tierOfPolicy: (index: number) => string,
): Row {
  if (profile.sure.length === 0 && profile.perhaps.length === 0) return openRow(side);
  const plain =
    profile.perhaps.length === 0 && profile.sure.every((index) => tierOfPolicy(index) === 'network');
  if (plain) return unionRow(table, side, profile);
  const tiers = tiersOf(side, profile, tierOfPolicy);
  const sure = new Int32Array(side.classes.length);
  const perhaps = new Int32Array(side.classes.length);
  for (const [index, peers] of side.classes.entries()) {
    const decision = decide(table, side, profile, peers, tiers);
    sure[index] = decision.sure;
    perhaps[index] = decision.perhaps;
  }
  return { sure, perhaps };
}

/** NetworkPolicies alone only add: walk the rules and touch only the classes that they match. */
function unionRow(table: Connections, side: Side, profile: Profile): Row {
  const sure = new Int32Array(side.classes.length);
  const extra = new Int32Array(side.classes.length);
  let doubtful = false;
  const add = (to: Int32Array, index: number, connection: Connection): void => {
    if (connection !== none) to[index] = table.unite(to[index] ?? none, connection);
  };
  for (const policy of profile.sure) {
    for (const { ports, atoms } of side.rules[policy] ?? []) {
      const fixed = ports.named.length === 0 && !ports.doubtful;
      const receiver = side.direction === 'ingress' ? profile.pod : undefined;
      const towards = (index: number) =>
        fixed
          ? { sure: ports.fixed, perhaps: none }
          : portsTowards(table, ports, receiver ?? side.classes[index]?.pod);
      for (const atom of atoms) {
        for (const index of side.atomClasses[atom]?.sure ?? []) {
          const spoken = towards(index);
          add(sure, index, spoken.sure);
          add(extra, index, spoken.perhaps);
          doubtful ||= spoken.perhaps !== none;
        }
        for (const index of side.atomClasses[atom]?.perhaps ?? []) {
          const spoken = towards(index);
          add(extra, index, table.unite(spoken.sure, spoken.perhaps));
          doubtful = true;
        }
      }
    }
  }
  if (!doubtful) return { sure, perhaps: sure };
  return { sure, perhaps: sure.map((connection, index) => table.unite(connection, extra[index] ?? none)) };
}
