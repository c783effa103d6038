// Whether a release of a distribution still gets security fixes.
import { dayOf, dayOfText } from '../terms/day.ts';
import type { OperatingSystem } from '../terms/package.ts';
import type { SupportCycle, SupportDates } from './support-cycle.ts';
import { builtInSupport } from './support-facts.ts';

export interface Support {
  readonly kind: 'supported' | 'lts' | 'ended' | 'unknown';
  /** Last day of the state, `YYYY-MM-DD`, where known. */
  readonly until?: string;
}

/** os-release IDs whose name at endoflife.date is another. */
const products: ReadonlyMap<string, string> = new Map([
  ['rocky', 'rocky-linux'],
  ['opensuse-leap', 'opensuse'],
  ['amzn', 'amazon-linux'],
]);

const rolling: ReadonlySet<string> = new Set(['wolfi', 'chainguard', 'opensuse-tumbleweed', 'arch']);

/** State on the day of `asOf`; the last day itself still counts as supported. Built-in facts where `dates` has none. */
export function supportOf(os: OperatingSystem, asOf: Date, dates?: SupportDates): Support {
  if (rolling.has(os.id)) return { kind: 'supported' };
  const cycle = find(os, dates) ?? find(os, builtInSupport);
  if (cycle === undefined) return { kind: 'unknown' };
  if (cycle.ends === false) return { kind: 'supported' };
  const today = dayOf(asOf);
  const end = cycle.ends === true ? undefined : cycle.ends;
  if (end !== undefined && today <= (dayOfText(end) ?? -1)) return { kind: 'supported', until: end };
  const { longTerm } = cycle;
  if (longTerm !== undefined && today <= (dayOfText(longTerm) ?? -1)) return { kind: 'lts', until: longTerm };
  const last = longTerm ?? end;
  return { kind: 'ended', ...(last === undefined ? {} : { until: last }) };
}

function find(os: OperatingSystem, dates: SupportDates | undefined): SupportCycle | undefined {
  const cycles = dates?.get(products.get(os.id) ?? os.id);
  const version = os.versionId;
  if (cycles === undefined || version === undefined) return undefined;
  for (let name = version; name !== ''; name = name.slice(0, Math.max(name.lastIndexOf('.'), 0))) {
    const cycle = cycles.find((one) => one.cycle === name);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
