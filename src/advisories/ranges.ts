// Whether a version is affected, and what fixes it: the evaluation of OSV ranges (osv-schema, «Evaluation»).
import type { VersionOrder } from '../packages/versions/order.ts';
import type { Affected, RangeEvent } from './record.ts';

export interface Hit {
  /** Lowest fixed version above the installed one in the range that holds it. */
  readonly fixed?: string;
}

/** Undefined: the entry does not affect the version. */
export function affects(entry: Affected, version: string, order: VersionOrder): Hit | undefined {
  let hit: Hit | undefined;
  for (const events of entry.ranges) {
    const found = inRange(events, version, order);
    if (found !== undefined) hit = better(hit, found, order);
  }
  if (hit !== undefined) return hit;
  if (!entry.versions.some((one) => one === version || order.compare(one, version) === 0)) return undefined;
  const fixes = entry.ranges
    .map((events) => nextFix(events, version, order))
    .filter((fix) => fix !== undefined);
  const fixed = lowest(fixes, order);
  return fixed === undefined ? {} : { fixed };
}

function better(one: Hit | undefined, other: Hit, order: VersionOrder): Hit {
  const fixed = lowest(
    [one?.fixed, other.fixed].filter((fix) => fix !== undefined),
    order,
  );
  return fixed === undefined ? {} : { fixed };
}

function inRange(events: readonly RangeEvent[], version: string, order: VersionOrder): Hit | undefined {
  const [first, second] = events;
  if (
    events.length === 2 &&
    first?.kind === 'introduced' &&
    first.version === '0' &&
    second?.kind === 'fixed'
  ) {
    // Nine of ten ranges: everything before the fix.
    return second.version !== '0' && order.compare(version, second.version) < 0
      ? { fixed: second.version }
      : undefined;
  }
  const limits = events.filter((event) => event.kind === 'limit' && event.version !== '*');
  const below = limits.length === 0 || limits.some((event) => order.compare(version, event.version) < 0);
  if (!below) return undefined;
  const compare = (a: RangeEvent, b: RangeEvent): number => compareBounds(a.version, b.version, order);
  let vulnerable = false;
  for (const event of [...events].sort(compare)) {
    const position = compareBounds(version, event.version, order);
    if (event.kind === 'introduced' && position >= 0) vulnerable = true;
    else if (event.kind === 'fixed' && position >= 0) vulnerable = false;
    else if (event.kind === 'last_affected' && position > 0) vulnerable = false;
  }
  if (!vulnerable) return undefined;
  const fixed = nextFix(events, version, order);
  return fixed === undefined ? {} : { fixed };
}

/** `0` is before every version, whatever the order says of it. */
function compareBounds(a: string, b: string, order: VersionOrder): number {
  if (a === b) return 0;
  if (b === '0') return 1;
  return a === '0' ? -1 : order.compare(a, b);
}

function nextFix(events: readonly RangeEvent[], version: string, order: VersionOrder): string | undefined {
  const fixes = events.filter((event) => event.kind === 'fixed').map((event) => event.version);
  return lowest(
    fixes.filter((fix) => order.compare(fix, version) > 0),
    order,
  );
}

export function lowest(versions: readonly string[], order: VersionOrder): string | undefined {
  return versions.reduce<string | undefined>(
    (least, one) => (least === undefined || order.compare(one, least) < 0 ? one : least),
    undefined,
  );
}

export function highest(versions: readonly string[], order: VersionOrder): string | undefined {
  return versions.reduce<string | undefined>(
    (most, one) => (most === undefined || order.compare(one, most) > 0 ? one : most),
    undefined,
  );
}
