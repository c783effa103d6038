// Which records count at all at the moment of judgement.
import type { Advisory } from './record.ts';

/** Bug-fix and enhancement errata: AlmaLinux's and Rocky's. */
const noVulnerability = /^(?:ALBA|ALEA|RLBA|RLEA|RHBA|RHEA)-/;

/** False for records withdrawn by then or published later, and for errata about no vulnerability. */
export function applies(advisory: Advisory, asOf: Date): boolean {
  if (noVulnerability.test(advisory.id)) return false;
  const now = asOf.getTime();
  if (advisory.withdrawn !== undefined && Date.parse(advisory.withdrawn) <= now) return false;
  return advisory.published === undefined || Date.parse(advisory.published) <= now;
}

/** A package that is itself the harm (github.com/ossf/malicious-packages; RustSec's category). */
export function isMalicious(advisory: Advisory): boolean {
  return [advisory.id, ...advisory.aliases].some((id) => id.startsWith('MAL-'));
}
