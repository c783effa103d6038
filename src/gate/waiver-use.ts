// Which findings a waiver covers, and how often each waiver helped.
import { dayOf, parseDay } from '../terms/day.ts';
import type { Finding } from '../terms/finding.ts';
import type { Waiver, WaiverUse } from '../terms/verdict.ts';
import { matchesSubject } from './subject-pattern.ts';

export interface WaiverBook {
  /** The waiver that covers a finding on the day of judgement; counts one use. */
  use(finding: Finding, image?: string): Waiver | undefined;
  /** Every waiver with its uses, in the order of the policy's text, sorted. */
  uses(): readonly WaiverUse[];
}

/** The last day is included, UTC; a waiver that is over covers nothing. */
export function openWaivers(waivers: readonly Waiver[], now: Date): WaiverBook {
  const today = dayOf(now);
  const counts = new Map(waivers.map((waiver) => [waiver, 0]));
  return {
    use(finding, image) {
      const found = waivers.find((waiver) => holds(waiver, today) && covers(waiver, finding, image));
      if (found !== undefined) counts.set(found, (counts.get(found) ?? 0) + 1);
      return found;
    },
    uses: () =>
      [...counts]
        .map(([waiver, uses]) => ({ ...waiver, uses }))
        .sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0)),
  };
}

/** The uses of two judgements under one policy as one list. */
export function joinUses(one: readonly WaiverUse[], other: readonly WaiverUse[]): readonly WaiverUse[] {
  const joined = new Map<string, WaiverUse>();
  for (const waiver of [...one, ...other]) {
    const uses = (joined.get(key(waiver))?.uses ?? 0) + waiver.uses;
    joined.set(key(waiver), { ...waiver, uses });
  }
  return [...joined.keys()].sort().flatMap((name) => joined.get(name) ?? []);
}

function holds(waiver: Waiver, today: number): boolean {
  const last = parseDay(waiver.expires);
  return last !== undefined && today <= last;
}

function covers(waiver: Waiver, { rule, subject, details }: Finding, image: string | undefined): boolean {
  const rules = details.kind === 'fact' ? [rule] : [rule, ...details.ids];
  if (!rules.includes(waiver.rule)) return false;
  return [subject, ...(image === undefined ? [] : [image])].some((one) =>
    matchesSubject(waiver.subject, one),
  );
}

function key(waiver: Waiver): string {
  return JSON.stringify([waiver.rule, waiver.subject, waiver.expires, waiver.owner, waiver.reason]);
}
