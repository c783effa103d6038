// What pods reach outside, asked once for each set of pods that nothing tells apart.
import { type AddressRange, formatAddress, formatRange } from '../../reach/addresses.ts';
import { type Connection, type Connections, none } from '../../reach/connections.ts';
import { sideOf } from '../../reach/one-side.ts';
import { type Reachability, reachability } from '../../reach/reachability.ts';
import { doubtsAbout } from '../network/doubts.ts';
import { partsOf } from '../network/parts.ts';
import { familiesOf, type NetworkContext, reachOf } from '../network/reach.ts';
import type { Observation } from '../observation.ts';
import type { StackSight } from '../rule.ts';
import type { Part } from '../sameness.ts';

export interface OutsideQuestion {
  /** Ranges whose bounds must be told apart. */
  readonly cuts: readonly AddressRange[];
  /** What must not be possible towards a range: `undefined` does not ask about it. */
  forbidden(table: Connections, range: AddressRange): Connection | undefined;
  readonly required: string;
  /** The sentence after the workload's name; ranges are joined and cut to a few. */
  say(ports: string, where: string): string;
  /** Whether a doubt of a pod's policies needs no mention. */
  settled?(reach: Reachability, pod: number): boolean;
}

/** One sight a workload. */
export function askOutside(context: NetworkContext, question: OutsideQuestion): readonly StackSight[] {
  const families = familiesOf(context);
  const reach = reachability(context.stack, {
    strict: true,
    families,
    podFamilies: families,
    extraCuts: question.cuts,
    known: reachOf(context),
  });
  const known = new Map<number, readonly Finding[]>();
  return reach.population.workloads.flatMap(({ name, resource, pods }) => {
    const seen: Observation[] = [];
    const doubts: StackSight[] = [];
    for (const pod of pods) {
      const profile = reach.egress.profileOf[pod] ?? -1;
      const answers = known.get(profile) ?? answer(reach, pod, question);
      known.set(profile, answers);
      for (const { ports, where, sure, parts } of answers) {
        if (sure) {
          seen.push({
            kind: 'violation',
            path: [],
            actual: `${ports} to ${where}`,
            required: question.required,
            message: `${name} ${question.say(ports, where)}`,
            edits: [],
            same: { kind: 'parts', of: parts },
          });
        } else if (question.settled?.(reach, pod) !== true) {
          doubts.push(...doubtsAbout(reach, 'egress', pod, 'its egress cannot be told'));
        }
      }
    }
    return [{ resource, seen }, ...doubts];
  });
}

interface Finding {
  readonly ports: string;
  readonly where: string;
  readonly sure: boolean;
  parts(): readonly Part[];
}

function answer(reach: Reachability, pod: number, question: OutsideQuestion): readonly Finding[] {
  const { table } = reach;
  const decide = sideOf(reach, 'egress');
  const sure = new Map<Connection, AddressRange[]>();
  let perhaps = false;
  for (const [index, range] of reach.egress.outside.entries()) {
    const forbidden = question.forbidden(table, range);
    if (forbidden === undefined) continue;
    const decision = decide(pod, reach.population.pods.length + index);
    const open = table.intersect(decision.sure, forbidden);
    if (open !== none) sure.set(open, [...(sure.get(open) ?? []), range]);
    else if (table.intersect(decision.perhaps, forbidden) !== none) perhaps = true;
  }
  return [
    ...[...sure].map(([open, ranges]) => ({
      ports: table.text(open),
      where: someRanges(ranges),
      sure: true,
      parts: () => joined(ranges).flatMap((range) => partsTo(table, open, range)),
    })),
    ...(perhaps ? [{ ports: '', where: '', sure: false, parts: () => [] }] : []),
  ];
}

function partsTo(table: Connections, open: Connection, { family, from, to }: AddressRange): readonly Part[] {
  return partsOf(table, open, { what: `IPv${family}`, addresses: [from, to + 1n] });
}

function someRanges(ranges: readonly AddressRange[]): string {
  const names = joined(ranges).map((range) =>
    range.from === range.to ? formatAddress(range.family, range.from) : formatRange(range),
  );
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}

/** Neighbours as one. */
function joined(ranges: readonly AddressRange[]): readonly AddressRange[] {
  const found: AddressRange[] = [];
  for (const range of ranges) {
    const last = found.at(-1);
    if (last !== undefined && last.family === range.family && last.to + 1n === range.from)
      found[found.length - 1] = { ...last, to: range.to };
    else found.push(range);
  }
  return found;
}
