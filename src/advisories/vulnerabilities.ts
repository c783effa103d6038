// Which vulnerabilities a record speaks of: an advisory of one, an erratum of many.
import type { Advisory } from './record.ts';

const cve = /^CVE-\d{4}-\d+$/;

/** One vulnerability as one record knows it. */
export interface Named {
  /** Every id it goes by, the record's own first. */
  readonly ids: readonly string[];
  /** Ids by which it is the same as another record's. */
  readonly joins: readonly string[];
}

export function isCve(id: string): boolean {
  return cve.test(id);
}

/**
 * One for a record whose id or aliases name it. Else the CVEs under `upstream`, and those that an erratum lists as
 * related, are vulnerabilities of their own when there are several: each joins other records by its own CVE only.
 */
export function vulnerabilitiesOf(advisory: Advisory): readonly [Named, ...Named[]] {
  const own = [advisory.id, ...advisory.aliases];
  const listed = [...advisory.upstream, ...(listsCves(advisory) ? advisory.related.filter(isCve) : [])];
  const cves = own.some(isCve) ? [] : [...new Set(listed.filter(isCve))].sort();
  const [first, second, ...more] = cves;
  if (first === undefined || second === undefined) {
    const ids = [...new Set([...own, ...listed])];
    return [{ ids, joins: ids }];
  }
  const each = (id: string): Named => ({ ids: [...own, id], joins: [id] });
  return [each(first), each(second), ...more.map(each)];
}

/** Vendors whose errata name their CVEs under `related`, as OSV's converters of them do. */
function listsCves(advisory: Advisory): boolean {
  return /^(?:ALSA|RLSA|RHSA|SUSE-|openSUSE-|MGASA|OESA)/.test(advisory.id) && advisory.upstream.length === 0;
}
