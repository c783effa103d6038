// What a change of the policy would do, in sentences that begin with «This change would».
import { dayOfText, dayText } from '../terms/day.ts';
import type { JudgedFinding } from '../terms/verdict.ts';
import type { Decision } from './decide.ts';
import { lockableFields } from './lockable-fields.ts';
import type { Policy } from './policy.ts';

type Judged = Pick<Decision, 'findings'>;

const opening = 'This change would ';

export const withoutEffect = 'This change would alter the policy without an effect on this verdict.';

/** Effects on this verdict first, then fields that get looser, then stricter; never empty. */
export function previewSentences(
  before: Policy,
  after: Policy,
  now: Decision,
  then: Decision,
): readonly string[] {
  const effects: string[] = [];
  for (const question of ['merge', 'certificate'] as const) {
    const [from, to] = [now.verdict[question], then.verdict[question]];
    if (from !== to) effects.push(`This change would turn the ${question} verdict from ${from} to ${to}.`);
  }
  const sentences = [...effects, ...freshlyWaived(now, then), ...changedFields(before, after)];
  return sentences.length === 0 ? [withoutEffect] : sentences;
}

/** Of both gates' sentences together: the one that says nothing is not said beside others. */
export function withoutNeedless(warnings: readonly string[]): readonly string[] {
  const says = warnings.some((one) => one.startsWith(opening) && one !== withoutEffect);
  return says ? warnings.filter((one) => one !== withoutEffect) : warnings;
}

/** Whether it is a sentence about a change of the policy. */
export function isPreview(warning: string): boolean {
  return warning.startsWith(opening);
}

/** Fields that get looser, then those that get stricter. */
export function changedFields(before: Policy, after: Policy): readonly string[] {
  const looser = lockableFields.flatMap(({ path, looser: test }) => {
    const how = test(before, after);
    return how === undefined ? [] : [`This change would loosen ${path}: ${how}.`];
  });
  const stricter = lockableFields.flatMap(({ path, looser: test }) =>
    test(after, before) === undefined ? [] : [`This change would tighten ${path}.`],
  );
  return [...looser, ...stricter];
}

export function freshlyWaived(now: Judged, then: Judged): readonly string[] {
  const already = new Set(now.findings.filter(isWaived).map(name));
  const fresh = then.findings.filter((finding) => isWaived(finding) && !already.has(name(finding)));
  return [...new Set(fresh.map((finding) => `This change would waive ${name(finding)}${until(finding)}.`))];
}

function isWaived(finding: JudgedFinding): boolean {
  return finding.treatment === 'waived';
}

function name(finding: JudgedFinding): string {
  return `${finding.rule} in ${finding.subject}`;
}

function until({ waiver }: JudgedFinding): string {
  const day = waiver === undefined ? undefined : dayOfText(waiver.expires);
  return day === undefined ? '' : ` until ${dayText(day)}`;
}
