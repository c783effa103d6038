// Fields that an organisation locks: what is looser, field by field, and that nothing below loosens them.
import { type FilePosition, UserError } from '../terms/errors.ts';
import { type Severity, severityRank } from '../terms/severity.ts';
import { gradeLetters } from '../terms/verdict.ts';
import { hoursOfDuration } from './duration.ts';
import {
  type BlockCondition,
  considerations,
  type Policy,
  type RuleAction,
  ruleAction,
  ruleActions,
} from './policy.ts';

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

/** Throws `UserError` at the first field that `ground` locks and `policy` has loosened. */
export function refuseLoosening(
  ground: Policy,
  policy: Policy,
  locate: (path: readonly string[]) => FilePosition,
): void {
  for (const lock of ground.locked) {
    for (const field of fieldsUnder(lock, ground)) {
      const how = field.looser(ground, policy);
      if (how === undefined) continue;
      throw new UserError(
        'policy',
        `\`${field.path}\` is locked by the organisation's policy and cannot be loosened: ${how}`,
        'Remove the field, tighten it, or ask the owners of the organisation’s policy.',
        { at: locate(stepsOf(field.path)) },
      );
    }
  }
}

/** Fields that a lock's path names or holds; throws `UserError` for a path that is no field. */
function fieldsUnder(lock: string, ground: Policy): readonly LockableField[] {
  const rule = /^images\.rules\.(.+)$/.exec(lock)?.[1];
  if (rule !== undefined) return [{ path: lock, looser: looserRules((id) => concerns(rule, id), rule) }];
  const own = lockableFields.filter((field) => field.path === lock || field.path.startsWith(`${lock}.`));
  const sections = [...ground.sections.keys()].filter((path) => path === lock || path.startsWith(`${lock}.`));
  if (own.length + sections.length > 0) return [...own, ...sections.map(sectionField)];
  throw new UserError(
    'policy',
    `\`locked\` names \`${lock}\`, and that is no field that can be locked`,
    `Lock one of ${lockableFields.map((field) => field.path).join(', ')}, a rule, or a section that the policy sets.`,
  );
}

/** What is looser inside another room's section is not known here: any change is refused. */
function sectionField(path: string): LockableField {
  return {
    path,
    looser: (before, after) =>
      JSON.stringify(before.sections.get(path)) === JSON.stringify(after.sections.get(path))
        ? undefined
        : 'it differs from the organisation’s',
  };
}

function looserRules(concerned: (id: string) => boolean, always?: string): LockableField['looser'] {
  return (before, after) => {
    const ids = new Set([
      ...before.rules.keys(),
      ...after.rules.keys(),
      ...(always === undefined ? [] : [always]),
    ]);
    for (const id of [...ids].filter(concerned).sort()) {
      const now = ruleAction(after, id);
      // A locked rule that the organisation leaves to its own default may only become stricter.
      const then: RuleAction = ruleAction(before, id) ?? 'block';
      if (now !== undefined && ruleActions.indexOf(now) > ruleActions.indexOf(then)) {
        return `${id}: ${now} is milder than ${then}`;
      }
    }
    return undefined;
  };
}

function concerns(locked: string, id: string): boolean {
  return locked === id || (locked.endsWith('/*') && id.startsWith(locked.slice(0, -1)));
}

/** Whether everything that `narrow` blocks is blocked by `wide` too. */
export function covers(wide: BlockCondition, narrow: BlockCondition): boolean {
  if (wide.knownExploited === true && narrow.knownExploited !== true) return false;
  if (wide.fixable !== undefined && wide.fixable !== narrow.fixable) return false;
  if (wide.severity !== undefined) {
    if (narrow.severity === undefined || milder(narrow.severity, wide.severity)) return false;
  }
  if (wide.olderThan === undefined) return true;
  return (
    narrow.olderThan !== undefined && hoursOfDuration(wide.olderThan) <= hoursOfDuration(narrow.olderThan)
  );
}

function milder(a: Severity, b: Severity): boolean {
  return severityRank(a) > severityRank(b);
}

function stepsOf(path: string): readonly string[] {
  const rule = /^(images)\.(rules)\.(.+)$/.exec(path);
  return rule === null ? path.split('.') : rule.slice(1);
}
