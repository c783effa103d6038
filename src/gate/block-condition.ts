// Which vulnerabilities the policy blocks, condition by condition.
import { dayOf, dayOfText } from '../terms/day.ts';
import { hoursOfDuration } from '../terms/duration.ts';
import type { Finding, VulnerabilityDetails } from '../terms/finding.ts';
import { severityRank } from '../terms/severity.ts';
import type { BlockCondition, Policy } from './policy.ts';

/** The first condition that a vulnerability meets, in the policy's order. */
export function blockingCondition(
  finding: Finding,
  details: VulnerabilityDetails,
  policy: Policy,
  now: Date,
): BlockCondition | undefined {
  const severity = finding.severity === 'unknown' ? policy.unknownSeverity : finding.severity;
  return policy.block.find((condition) => {
    if (condition.knownExploited === true && !details.knownExploited) return false;
    if (condition.severity !== undefined && severityRank(severity) > severityRank(condition.severity))
      return false;
    if (condition.team !== undefined && condition.team !== finding.owner) return false;
    if (condition.fixable !== undefined && condition.fixable !== (details.fixed !== undefined)) return false;
    return condition.olderThan === undefined || isOlder(details, condition.olderThan, now);
  });
}

/** A condition in the policy's own words. */
export function conditionText(condition: BlockCondition): string {
  const parts: string[] = [];
  if (condition.knownExploited === true) parts.push('knownExploited: true');
  if (condition.severity !== undefined) parts.push(`severity: ${condition.severity}`);
  if (condition.fixable !== undefined) parts.push(`fixable: ${condition.fixable}`);
  if (condition.olderThan !== undefined) parts.push(`olderThan: ${condition.olderThan}`);
  if (condition.team !== undefined) parts.push(`team: ${condition.team}`);
  return parts.join(', ');
}

/** Counted in UTC days, as the grade is; what has no date counts as old. */
function isOlder(details: VulnerabilityDetails, span: string, now: Date): boolean {
  const text = details.aging?.since ?? details.published;
  const since = text === undefined ? undefined : dayOfText(text);
  return since === undefined || (dayOf(now) - since) * 24 > hoursOfDuration(span);
}
