// Which block condition is at least as wide as another, and which severity is milder.

import { hoursOfDuration } from '../terms/duration.ts';
import { type Severity, severityRank } from '../terms/severity.ts';
import type { BlockCondition } from './policy.ts';

/** Whether everything that `narrow` blocks is blocked by `wide` too. */
export function covers(wide: BlockCondition, narrow: BlockCondition): boolean {
  if (wide.knownExploited === true && narrow.knownExploited !== true) return false;
  if (wide.fixable !== undefined && wide.fixable !== narrow.fixable) return false;
  if (wide.team !== undefined && wide.team !== narrow.team) return false;
  if (wide.severity !== undefined) {
    if (narrow.severity === undefined || milder(narrow.severity, wide.severity)) return false;
  }
  if (wide.olderThan === undefined) return true;
  return (
    narrow.olderThan !== undefined && hoursOfDuration(wide.olderThan) <= hoursOfDuration(narrow.olderThan)
  );
}

export function milder(a: Severity, b: Severity): boolean {
  return severityRank(a) > severityRank(b);
}
