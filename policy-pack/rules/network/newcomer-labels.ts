// Which labels a pod that is not there yet could carry: one set for each way in which policies tell pods apart.
import { isMet, type Requirement } from '../../model/selector.ts';
import type { Direction, Policy } from '../../reach/policy.ts';

/** No real name: a label's value must end with a letter or digit. */
const fresh = 'newcomer-';
/** Sets of labels that are tried; beyond, only those that are selected by the fewest and by the most. */
const most = 256;

export type LabelSet = Readonly<Record<string, string>>;

export interface NewcomerLabels {
  /** The plainer before the others. */
  readonly sets: readonly LabelSet[];
  /** False where a set that was left out might have been told apart by its policies. */
  readonly complete: boolean;
}

/** Labels chosen so far, and the policies (one bit each) that they do not rule out. */
interface Case {
  readonly labels: LabelSet;
  readonly met: bigint;
}

/**
 * One set of labels for each choice of policies that selects a pod with labels which nobody foresaw: a key absent, with
 * a value that no policy names, or with one that a `NotIn` leaves out. If each of these pods is selected, every pod is:
 * a value of an `In` can only be selected by more.
 */
export function newcomerLabels(policies: readonly Policy[], direction: Direction): NewcomerLabels {
  const speaking = deciding(policies, direction);
  const options = optionsOf(speaking);
  const wanted = new Map<string, Wanted[]>();
  for (const [index, { subject }] of speaking.entries()) {
    const bit = 1n << BigInt(index);
    for (const requirement of subject.pods.requirements) {
      wanted.set(requirement.key, [...(wanted.get(requirement.key) ?? []), { bit, requirement }]);
    }
  }
  let cases: readonly Case[] = [{ labels: {}, met: (1n << BigInt(speaking.length)) - 1n }];
  let complete = true;
  for (const key of [...options.keys()].sort()) {
    const choices = [...(options.get(key) ?? [])].map((value) => ({
      value,
      lost: (wanted.get(key) ?? []).reduce(
        (sum, { bit, requirement }) => (isMet(requirement, value) ? sum : sum | bit),
        0n,
      ),
    }));
    const told = new Map<bigint, Case>();
    for (const { labels, met } of cases) {
      for (const { value, lost } of choices) {
        const left = met & ~lost;
        if (!told.has(left))
          told.set(left, { met: left, labels: value === undefined ? labels : { ...labels, [key]: value } });
      }
    }
    cases = [...told.values()];
    if (cases.length <= most) continue;
    const extremes = extremesOf(cases);
    cases = extremes.cases;
    complete &&= extremes.complete && speaking.every(opensMoreTheMoreAreMet);
  }
  return { sets: cases.map(({ labels }) => labels), complete };
}

/** Policies that can make a difference: beside one for every pod, one that only denies makes none. */
function deciding(policies: readonly Policy[], direction: Direction): readonly Policy[] {
  const speaking = policies.filter((policy) => policy[direction] !== undefined);
  const isClosed = speaking.some(
    ({ tier, subject: { pods, namespaces } }) =>
      tier === 'network' && namespaces.kind === 'named' && pods.certain && pods.requirements.length === 0,
  );
  if (!isClosed) return speaking;
  return speaking.filter((policy) => policy.tier !== 'network' || policy[direction]?.length !== 0);
}

interface Wanted {
  readonly bit: bigint;
  readonly requirement: Requirement;
}

/** Values worth trying of each key that more than an `In` speaks of; `undefined`: the key is absent. */
function optionsOf(policies: readonly Policy[]): ReadonlyMap<string, ReadonlySet<string | undefined>> {
  const options = new Map<string, Set<string | undefined>>();
  for (const { key, operator, values } of policies.flatMap(({ subject }) => subject.pods.requirements)) {
    // A plain `In` never selects a pod without the label: absent is case enough.
    if (operator === 'In') continue;
    const known = options.get(key) ?? new Set([undefined, fresh]);
    if (operator === 'NotIn') for (const value of values) known.add(value);
    options.set(key, known);
  }
  return options;
}

/**
 * NetworkPolicies only add to each other, so a pod that is open is so either because none selects it or as one that the
 * most select. Other tiers deny as well: there, what lies between may be open too.
 */
function opensMoreTheMoreAreMet({ tier, subject }: Policy): boolean {
  return tier === 'network' || subject.pods.requirements.length === 0;
}

/** Cases that no other falls below, and cases that no other surpasses. */
function extremesOf(cases: readonly Case[]): { readonly cases: readonly Case[]; readonly complete: boolean } {
  const sorted = cases
    .map((one) => ({ one, size: one.met.toString(2).replaceAll('0', '').length }))
    .sort((a, b) => a.size - b.size)
    .map(({ one }) => one);
  const fewest = unsurpassed(sorted, (a, b) => (a & b) === a);
  const widest = unsurpassed(sorted.toReversed(), (a, b) => (a & b) === b);
  const kept = new Set([...fewest, ...widest]);
  return {
    cases: cases.filter((one) => kept.has(one)),
    complete: fewest.length < most / 2 && widest.length < most / 2,
  };
}

/** Cases in their order of which none stands `before` another one; half of `most` at the most. */
function unsurpassed(cases: readonly Case[], before: (a: bigint, b: bigint) => boolean): readonly Case[] {
  const kept: Case[] = [];
  for (const one of cases) {
    if (kept.length >= most / 2) break;
    if (!kept.some(({ met }) => before(met, one.met))) kept.push(one);
  }
  return kept;
}
