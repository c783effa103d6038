// Rule ids in the policy must be those of rules that exist.
import { UserError } from '../terms/errors.ts';
import type { RuleDeclaration } from './section.ts';
import { closest } from './spelling.ts';
import type { YamlFile } from './yaml-tree.ts';

/** Throws `UserError` at the first id that no rule and no area has. */
export function checkRuleNames(
  names: Iterable<string>,
  rules: readonly RuleDeclaration[],
  source: YamlFile,
  place: readonly string[] = ['images', 'rules'],
): void {
  const areas = rules.map((rule) => `${rule.id.split('/', 1)[0] ?? ''}/*`);
  const known = new Set([...rules.map((rule) => rule.id), ...areas]);
  for (const name of names) {
    // Other tools' rules are not known before their reports are read.
    if (known.has(name) || (name.startsWith('import/') && known.has('import/*'))) continue;
    const near = closest(name, known);
    const advice =
      near === undefined ? 'Remove it; docs/policy.md lists the rules.' : `Did you mean \`${near}\`?`;
    throw new UserError('policy', `there is no rule \`${name}\``, advice, {
      at: source.locate([...place, name], 'key'),
    });
  }
}
