// The fields that can be locked, each with what makes it looser.

import { hoursOfDuration } from '../terms/duration.ts';
import { gradeLetters } from '../terms/verdict.ts';
import { covers, milder } from './condition-cover.ts';
import { considerations, type Policy, type RuleAction, ruleActions } from './policy.ts';
import { ruleAction } from './policy-overlay.ts';

/** A field of the policy with its order; `looser` says how `after` lets more through than `before`. */
export interface LockableField {
  readonly path: string;
  looser(before: Policy, after: Policy): string | undefined;
}

export const lockableFields: readonly LockableField[] = [
  {
    path: 'images.consider',
    looser: (before, after) =>
      considerations.indexOf(after.consider) < considerations.indexOf(before.consider)
        ? `${after.consider} counts less than ${before.consider}`
        : undefined,
  },
  {
    path: 'images.grade.minimum',
    looser: (before, after) =>
      gradeLetters.indexOf(after.minimumGrade) > gradeLetters.indexOf(before.minimumGrade)
        ? `${after.minimumGrade} is worse than ${before.minimumGrade}`
        : undefined,
  },
  {
    path: 'images.vulnerabilities.block',
    looser: (before, after) =>
      before.block.some((wide) => !after.block.some((one) => covers(one, wide)))
        ? 'a condition of the organisation is not covered any more'
        : undefined,
  },
  {
    path: 'images.vulnerabilities.unknownSeverity',
    looser: (before, after) =>
      milder(after.unknownSeverity, before.unknownSeverity)
        ? `${after.unknownSeverity} is milder than ${before.unknownSeverity}`
        : undefined,
  },
  { path: 'images.rules', looser: looserRules(() => true) },
  {
    path: 'images.knownBad',
    looser: (before, after) => {
      const kept = new Set(forbidden(after));
      const missing = forbidden(before).find((digest) => !kept.has(digest));
      return missing === undefined ? undefined : `${missing} is not forbidden any more`;
    },
  },
  {
    path: 'advisories.maxAge',
    looser: (before, after) =>
      hoursOfDuration(after.maxAge) > hoursOfDuration(before.maxAge)
        ? `${after.maxAge} is longer than ${before.maxAge}`
        : undefined,
  },
  {
    path: 'waivers',
    looser: (before, after) =>
      after.waivers.length > before.waivers.length ? 'waivers are added' : undefined,
  },
];

/** Another room's section: a list of digests, checked by its schema. */
function forbidden(policy: Policy): readonly string[] {
  const list = policy.sections.get('images.knownBad');
  return Array.isArray(list) ? list.map((digest) => String(digest).toLowerCase()) : [];
}

/** Rules under a lock; `always` is one to look at even where neither policy names it. */
export function looserRules(concerned: (id: string) => boolean, always?: string): LockableField['looser'] {
  return (before, after) => {
    for (const team of [undefined, ...[...after.teamRules.keys()].sort()]) {
      const ids = new Set([
        ...before.rules.keys(),
        ...after.rules.keys(),
        ...(team === undefined ? [] : (after.teamRules.get(team)?.keys() ?? [])),
        ...(always === undefined ? [] : [always]),
      ]);
      for (const id of [...ids].filter(concerned).sort()) {
        const now = ruleAction(after, id, team);
        // A locked rule that the organisation leaves to its own default may only become stricter.
        const then: RuleAction = ruleAction(before, id, team) ?? 'block';
        if (now !== undefined && ruleActions.indexOf(now) > ruleActions.indexOf(then)) {
          return `${id}${team === undefined ? '' : ` of ${team}`}: ${now} is milder than ${then}`;
        }
      }
    }
    return undefined;
  };
}
