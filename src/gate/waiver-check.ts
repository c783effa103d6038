// What a waiver must be before it may help: bounded, owned, explained, and not over.
import { dayOf, parseDay } from '../terms/day.ts';
import { UserError } from '../terms/errors.ts';
import type { Waiver } from '../terms/verdict.ts';
import { patternProblem } from './subject-pattern.ts';
import type { YamlFile } from './yaml-tree.ts';

/** Checks every waiver; throws `UserError` with code `waiver` at its place in the file. */
export function checkWaivers(
  waivers: readonly Waiver[],
  source: YamlFile,
  options: { readonly now: Date; readonly expired?: 'refuse' | 'drop' },
): { readonly waivers: readonly Waiver[]; readonly warnings: readonly string[] } {
  const today = dayOf(options.now);
  const warnings: string[] = [];
  const kept = waivers.filter((waiver, index) => {
    const refuse = (field: keyof Waiver, message: string, fix: string): never => {
      throw new UserError('waiver', message, fix, { at: source.locate(['waivers', index, field]) });
    };
    if (/[*\s]/.test(waiver.rule)) {
      refuse(
        'rule',
        `\`${waiver.rule}\` is no rule: a waiver names exactly one`,
        'Write one advisory or rule id.',
      );
    }
    const problem = patternProblem(waiver.subject);
    if (problem !== undefined) {
      refuse(
        'subject',
        `\`${waiver.subject}\` cannot be waived for: ${problem}`,
        'Name the package (pkg:TYPE/NAMESPACE/NAME), the image or the URN that it is about.',
      );
    }
    const last = parseDay(waiver.expires);
    if (last === undefined) {
      return refuse('expires', `\`${waiver.expires}\` is no day`, 'Write the last day as YYYY-MM-DD.');
    }
    if (last >= today) return true;
    const message = `the waiver of ${waiver.rule} for ${waiver.subject} ended on ${waiver.expires}`;
    if (options.expired !== 'drop') {
      refuse(
        'expires',
        message,
        'Fix the finding and remove the waiver, or let its owner decide on a new day.',
      );
    }
    warnings.push(`${message} and does nothing any more.`);
    return false;
  });
  return { waivers: kept, warnings };
}
