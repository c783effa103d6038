// Why no letter can be given: whatever does not hold is said in a sentence with its fix.
import { dayOf, dayText, parseDay } from '../terms/day.ts';
import type { Refusal } from '../terms/refusal.ts';
import { defaultMaxAgeHours, type GradeConditions } from './conditions.ts';

export type NotGradableCode =
  | 'unknown-system'
  | 'unreadable-database'
  | 'incomplete'
  | 'no-advisories'
  | 'uncovered'
  | 'stale'
  | 'support-ended'
  | 'undated'
  | 'malicious';

export interface NotGradable {
  readonly code: NotGradableCode;
  readonly sentence: string;
  readonly fix: string;
}

/** Why no letter can be given on `now`, in a fixed order; empty when nothing stands against it. */
export function notGradable(conditions: GradeConditions, now: Date): readonly NotGradable[] {
  return [...refused(conditions.refusals), ...system(conditions.system, now), ...advisories(conditions, now)];
}

function refused(refusals: readonly Refusal[]): NotGradable[] {
  const databases = refusals.filter((refusal) => refusal.code === 'unreadable-database');
  const others = refusals.filter((refusal) => refusal.code !== 'unreadable-database');
  const reasons: NotGradable[] = [];
  for (const refusal of databases.slice(0, 1)) {
    reasons.push({
      code: 'unreadable-database',
      sentence: `A package database could not be read, so what is installed is not known: ${refusal.message}.`,
      fix: 'Rebuild the image with a package database that can be read.',
    });
  }
  for (const refusal of others.slice(0, 1)) {
    const more = others.length === 1 ? '' : ` (and ${others.length - 1} more)`;
    reasons.push({
      code: 'incomplete',
      sentence: `A part of the image could not be looked at: ${refusal.what}, ${refusal.message}${more}.`,
      fix: 'Build or fetch the image again, or raise the ceiling that was met if you trust it.',
    });
  }
  return reasons;
}

function system(found: GradeConditions['system'], now: Date): NotGradable[] {
  if (found.kind === 'none') return [];
  if (found.kind === 'unknown') {
    return [
      {
        code: 'unknown-system',
        sentence: 'The distribution inside the image is not known, so nobody can say which fixes it misses.',
        fix: 'Build on a base image that keeps its /etc/os-release.',
      },
    ];
  }
  if (found.support === undefined) return [];
  const last = parseDay(found.support.until);
  if (last !== undefined && dayOf(now) <= last) return [];
  return [
    {
      code: 'support-ended',
      sentence: `${found.name} gets no more security fixes: its support ended on ${found.support.until}.`,
      fix: 'Move to a release that is still supported.',
    },
  ];
}

function advisories(conditions: GradeConditions, now: Date): NotGradable[] {
  const uncovered = [...conditions.uncovered].sort().join(', ');
  if (conditions.advisoriesUpdated === undefined) {
    const of = uncovered === '' ? '' : ` for ${uncovered}`;
    return [
      {
        code: 'no-advisories',
        sentence: `There were no advisories at hand${of}, so nothing is known about the packages.`,
        fix: 'Fetch them with `seaworthy db update`, or name a folder with `--advisories`.',
      },
    ];
  }
  const reasons: NotGradable[] = [];
  const maxAge = conditions.maxAgeHours ?? defaultMaxAgeHours;
  const updated = Date.parse(conditions.advisoriesUpdated);
  if (!(now.getTime() - updated <= maxAge * 3_600_000)) {
    const when = Number.isNaN(updated) ? 'at an unknown time' : `on ${dayText(dayOf(new Date(updated)))}`;
    reasons.push({
      code: 'stale',
      sentence: `The advisories are stale: last updated ${when}, and the policy allows ${maxAge} hours.`,
      fix: 'Run `seaworthy db update`, or allow more with `advisories.maxAge`.',
    });
  }
  if (uncovered !== '') {
    reasons.push({
      code: 'uncovered',
      sentence: `There are no advisories for ${uncovered}.`,
      fix: 'Add these ecosystems with `seaworthy db update`, or use a distribution that publishes advisories.',
    });
  }
  return reasons;
}
