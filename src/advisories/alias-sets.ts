// Which records speak of the same vulnerability.
import type { Advisory } from './record.ts';

const cve = /^CVE-\d{4}-\d+$/;

/** CVE ids that the record is about: its own, aliases, upstream ones, and those an erratum lists as related. */
export function cvesOf(advisory: Advisory): readonly string[] {
  return [...new Set(allIds(advisory).filter((id) => cve.test(id)))].sort();
}

/** Every id of the record's alias set, its own first. */
export function allIds(advisory: Advisory): readonly string[] {
  const related = listsCves(advisory) ? advisory.related.filter((id) => cve.test(id)) : [];
  return [advisory.id, ...advisory.aliases, ...advisory.upstream, ...related];
}

/** Vendors whose errata name their CVEs under `related`, as OSV's converters of them do. */
function listsCves(advisory: Advisory): boolean {
  return /^(?:ALSA|RLSA|RHSA|SUSE-|openSUSE-|MGASA|OESA)/.test(advisory.id) && advisory.upstream.length === 0;
}

/** An erratum about several vulnerabilities is no alias of any of them: it stays a set of its own. */
function joiningIds(advisory: Advisory): readonly string[] {
  return cvesOf(advisory).length > 1 ? [advisory.id] : allIds(advisory);
}

/** Groups of things whose records share an id, in order of their first member. */
export function aliasSets<T extends { readonly advisory: Advisory }>(
  members: readonly T[],
): readonly (readonly T[])[] {
  const parents = members.map((_, index) => index);
  const root = (index: number): number => {
    let at = index;
    for (let up = parents[at] ?? at; up !== at; up = parents[at] ?? at) at = up;
    return at;
  };
  const holders = new Map<string, number>();
  members.forEach(({ advisory }, index) => {
    for (const id of joiningIds(advisory)) {
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

/** The id to show: the one CVE, else the vendor's; with several CVEs the erratum's, so that a waiver covers no other. */
export function shownId(advisories: readonly Advisory[]): string {
  const cves = [...new Set(advisories.flatMap(cvesOf))].sort();
  const [first] = cves;
  const own = advisories.map((one) => one.id).sort();
  return first !== undefined && (cves.length === 1 || advisories.length > 1) ? first : (own[0] ?? '');
}
