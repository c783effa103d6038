// Findings that are made of parts, such as who reaches a workload on which ports: news is what was no part before.
import type { Part, Span } from '../../../policy-pack/rules/sameness.ts';
import type { Comparison } from '../../gate/compare.ts';
import type { Finding } from '../../terms/finding.ts';

export interface FindingOfParts {
  readonly finding: Finding;
  /** Rule, subject and place. */
  readonly key: string;
  readonly parts: () => readonly Part[];
  readonly besides: () => readonly Part[];
}

interface Box {
  readonly what: string;
  readonly ports: Span;
  readonly addresses: Span;
}

/** Neither the ports nor the addresses of such a part are told apart. */
const whole: Span = [0, 1];

/**
 * A finding is inherited when all its parts were parts of findings of the same key, however they were grouped.
 * One of the base is fixed when no part of it is left.
 */
export function compareParts(
  head: readonly FindingOfParts[],
  base: readonly FindingOfParts[],
): Pick<Comparison, 'fixed'> & {
  readonly origins: readonly (readonly [Finding, 'inherited' | 'introduced'])[];
} {
  const origins: (readonly [Finding, 'inherited' | 'introduced'])[] = [];
  const fixed: Finding[] = [];
  const ofHead = Map.groupBy(head, ({ key }) => key);
  const ofBase = Map.groupBy(base, ({ key }) => key);
  for (const key of new Set([...ofHead.keys(), ...ofBase.keys()])) {
    const now = (ofHead.get(key) ?? []).map(({ finding, parts }) => ({
      finding,
      boxes: parts().map(boxOf),
    }));
    const before = (ofBase.get(key) ?? []).map(({ finding, parts, besides }) => ({
      finding,
      boxes: parts().map(boxOf),
      besides: besides().map(boxOf),
    }));
    const known = byWhat(before.flatMap(({ boxes, besides }) => [...boxes, ...besides]));
    for (const { finding, boxes } of now) {
      const inherited = boxes.every((box) => isCovered(box, known.get(box.what) ?? []));
      origins.push([finding, inherited ? 'inherited' : 'introduced']);
    }
    const there = byWhat(now.flatMap(({ boxes }) => boxes));
    for (const { finding, boxes } of before) {
      if (!boxes.some((box) => there.get(box.what)?.some((one) => meet(box, one)) === true))
        fixed.push(finding);
    }
  }
  return { origins, fixed };
}

function boxOf({ what, subject, ports = whole, addresses = whole }: Part): Box {
  return { what: subject === undefined ? what : `${what}\n${subject}`, ports, addresses };
}

function byWhat(boxes: readonly Box[]): ReadonlyMap<string, readonly Box[]> {
  return Map.groupBy(boxes, ({ what }) => what);
}

function isCovered(box: Box, by: readonly Box[]): boolean {
  let left: readonly Box[] = [box];
  for (const one of by) {
    left = left.flatMap((rest) => without(rest, one));
    if (left.length === 0) return true;
  }
  return false;
}

/** What is left of a box where another is taken away. */
function without(box: Box, by: Box): readonly Box[] {
  if (!meet(box, by)) return [box];
  const ports = common(box.ports, by.ports);
  return [
    ...beside(box.ports, by.ports).map((rest) => ({ ...box, ports: rest })),
    ...beside(box.addresses, by.addresses).map((rest) => ({ ...box, ports, addresses: rest })),
  ];
}

function beside([from, end]: Span, [low, high]: Span): readonly Span[] {
  return [...(from < low ? [[from, low] as const] : []), ...(high < end ? [[high, end] as const] : [])];
}

function common([from, end]: Span, [low, high]: Span): Span {
  return [from < low ? low : from, high < end ? high : end];
}

function meet(a: Box, b: Box): boolean {
  const overlap = (one: Span, other: Span): boolean => one[0] < other[1] && other[0] < one[1];
  return overlap(a.ports, b.ports) && overlap(a.addresses, b.addresses);
}
