// Which matches speak of the same vulnerability.
import { isCve } from './vulnerabilities.ts';

/** Groups of things that share an id, in order of their first member. */
export function aliasSets<T extends { readonly joins: readonly string[] }>(
  members: readonly T[],
): readonly (readonly T[])[] {
  const parents = members.map((_, index) => index);
  const root = (index: number): number => {
    let at = index;
    for (let up = parents[at] ?? at; up !== at; up = parents[at] ?? at) at = up;
    return at;
  };
  const holders = new Map<string, number>();
  members.forEach(({ joins }, index) => {
    for (const id of joins) {
      const holder = holders.get(id);
      if (holder === undefined) holders.set(id, index);
      else parents[Math.max(root(holder), root(index))] = Math.min(root(holder), root(index));
    }
  });
  const groups = new Map<number, T[]>();
  members.forEach((member, index) => {
    const key = root(index);
    const group = groups.get(key) ?? [];
    group.push(member);
    groups.set(key, group);
  });
  return [...groups.values()];
}

/** The id to show of a set's: its CVE, else a record's own; the least where there are several. */
export function shownId(ids: readonly string[], own: readonly string[]): string {
  return [...ids].filter(isCve).sort()[0] ?? [...own].sort()[0] ?? '';
}
