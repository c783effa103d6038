// Fields that an organisation locks: nothing below loosens them.
import { type FilePosition, UserError } from '../terms/errors.ts';
import { type LockableField, lockableFields, looserRules } from './lockable-fields.ts';
import type { Policy } from './policy.ts';

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
  const sections = [...ground.sections.keys()].filter(
    (path) =>
      (path === lock || path.startsWith(`${lock}.`)) && !lockableFields.some((field) => field.path === path),
  );
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

function concerns(locked: string, id: string): boolean {
  return locked === id || (locked.endsWith('/*') && id.startsWith(locked.slice(0, -1)));
}

function stepsOf(path: string): readonly string[] {
  const rule = /^(images)\.(rules)\.(.+)$/.exec(path);
  return rule === null ? path.split('.') : rule.slice(1);
}
