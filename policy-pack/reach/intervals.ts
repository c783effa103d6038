// Sets of whole numbers as sorted, disjoint, non-adjoining closed intervals: the algebra under everything.

/** Flat pairs `[from, to, from, to, …]`, canonical: equal sets have equal lists. */
export type Intervals = readonly number[];

export const emptySet: Intervals = [];

/** One interval; empty when `from` > `to`. */
export function interval(from: number, to: number): Intervals {
  return from > to ? emptySet : [from, to];
}

/** Brings pairs in any order into canonical form. */
export function canonical(pairs: readonly (readonly [number, number])[]): Intervals {
  const sorted = pairs.filter(([from, to]) => from <= to).sort((a, b) => a[0] - b[0]);
  const out: number[] = [];
  for (const [from, to] of sorted) {
    const end = out.at(-1);
    if (end !== undefined && from <= end + 1) out[out.length - 1] = Math.max(end, to);
    else out.push(from, to);
  }
  return out;
}

export function pairsOf(set: Intervals): [number, number][] {
  const pairs: [number, number][] = [];
  for (let index = 0; index + 1 < set.length; index += 2) pairs.push([set[index] ?? 0, set[index + 1] ?? 0]);
  return pairs;
}

export function unite(a: Intervals, b: Intervals): Intervals {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  return canonical([...pairsOf(a), ...pairsOf(b)]);
}

export function intersect(a: Intervals, b: Intervals): Intervals {
  const out: [number, number][] = [];
  const left = pairsOf(a);
  const right = pairsOf(b);
  let i = 0;
  let j = 0;
  for (;;) {
    const x = left[i];
    const y = right[j];
    if (x === undefined || y === undefined) return canonical(out);
    out.push([Math.max(x[0], y[0]), Math.min(x[1], y[1])]);
    if (x[1] < y[1]) i += 1;
    else j += 1;
  }
}

export function subtract(a: Intervals, b: Intervals): Intervals {
  const out: [number, number][] = [];
  const cuts = pairsOf(b);
  for (const [from, to] of pairsOf(a)) {
    let start = from;
    for (const [low, high] of cuts) {
      if (high < start) continue;
      if (low > to) break;
      out.push([start, low - 1]);
      start = high + 1;
    }
    out.push([start, to]);
  }
  return canonical(out);
}

export function contains(set: Intervals, value: number): boolean {
  for (let index = 0; index + 1 < set.length; index += 2) {
    if (value < (set[index] ?? 0)) return false;
    if (value <= (set[index + 1] ?? 0)) return true;
  }
  return false;
}
