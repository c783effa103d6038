// Verdict, grade and first steps in Markdown: what stands above the fold of summary and comment.
import type { Judgement, Result } from '../../terms/verdict.ts';
import { amount, countFindings, severityLine } from '../counts.ts';
import { forMarkdown, forMarkdownCode } from '../encoders/markdown.ts';
import { advise } from '../first-steps.ts';
import { compareText, type Group } from '../groups.ts';

const marks: Readonly<Record<Judgement, string>> = { pass: '✅', fail: '❌', incomplete: '⛔' };

/** Each blocking finding is a reason; the table below has them all. */
const toldReasons = 8;

/** `✅ merge: pass`; `incomplete` is as loud as `fail`. */
export function verdictBlock(result: Result): readonly string[] {
  const { verdict } = result;
  if (verdict === undefined) return [];
  const answers = [
    `${marks[verdict.merge]} **merge: ${verdict.merge}**`,
    `${marks[verdict.certificate]} **certificate: ${verdict.certificate}**`,
  ];
  const more = verdict.reasons.length - toldReasons;
  const reasons = verdict.reasons.slice(0, toldReasons).map((reason) => {
    const about = reason.question === 'both' ? 'merge and certificate' : reason.question;
    return `- **${about}**: ${forMarkdown(reason.message)} → ${forMarkdown(reason.fix)}`;
  });
  if (more > 0) reasons.push(`- … and ${amount(more, 'reason')} more, as the table says`);
  const wouldBe =
    verdict.wouldBe === undefined
      ? []
      : [
          '',
          `> Observing only: with ${forMarkdownCode(verdict.wouldBe.line)} the merge would be **${verdict.wouldBe.merge}**.`,
        ];
  return [answers.join(' · '), ...(reasons.length > 0 ? ['', ...reasons] : []), ...wouldBe];
}

export function gradeBlock(result: Result): readonly string[] {
  const { grade } = result;
  if (grade === undefined) return [];
  const drops = grade.drops.map((drop) => {
    const because = drop.because.slice(0, 5).map(forMarkdownCode).join(', ');
    const more = drop.because.length > 5 ? ` and ${drop.because.length - 5} more` : '';
    return `- ${drop.on}: drops to **${drop.letter}** unless fixed: ${because}${more}`;
  });
  const withoutFix =
    grade.withoutFix > 0 ? [`- ${amount(grade.withoutFix, 'finding')} without a fix, not aged`] : [];
  const { base } = result;
  const trend =
    base === undefined
      ? []
      : [
          `- base ${forMarkdownCode(base.reference)}: grade ${base.grade ?? 'not given'} → now ${grade.letter ?? 'not given'}`,
        ];
  const lines = [...trend, ...drops, ...withoutFix];
  return [
    `**Grade ${grade.letter ?? 'not given'}** — ${forMarkdown(grade.sentence)}`,
    ...(lines.length > 0 ? ['', ...lines] : []),
  ];
}

/** Who has what to do, where the policy names owners; a name calls nobody. */
export function ownersBlock(result: Result): readonly string[] {
  const open = result.findings.filter(
    (finding) => finding.treatment === 'block' || finding.treatment === 'warn',
  );
  const byOwner = Map.groupBy(open, (finding) => finding.owner);
  if (byOwner.size === 0 || (byOwner.size === 1 && byOwner.has(undefined))) return [];
  const rows = [...byOwner]
    .toSorted(([left], [right]) => compareText(left ?? '\uffff', right ?? '\uffff'))
    .map(([owner, findings]) => {
      const blocking = findings.filter((finding) => finding.treatment === 'block').length;
      return `- ${owner === undefined ? 'nobody named' : forMarkdown(owner)}: ${amount(findings.length, 'finding')}, ${blocking} of them in the way`;
    });
  const more = rows.length > 20 ? [`- … and ${rows.length - 20} more`] : [];
  return ['**By owner**', '', ...rows.slice(0, 20), ...more];
}

export function countLine(result: Result): string {
  const counts = countFindings(result.findings);
  if (counts.total === 0) {
    return result.snapshot.source === 'none' ? 'No advisories were at hand: inventory only.' : 'No findings.';
  }
  const parts = [
    `**${amount(counts.total, 'finding')}**: ${severityLine(counts)}`,
    ...(counts.knownExploited > 0 ? [`**${counts.knownExploited} known exploited**`] : []),
    ...(counts.waived > 0 ? [`${counts.waived} waived`] : []),
    ...((result.fixed?.length ?? 0) > 0 ? [`${result.fixed?.length} fixed by this change`] : []),
  ];
  return parts.join(' · ');
}

export function stepsBlock(result: Result, groups: readonly Group[], limit: number): readonly string[] {
  const { steps, more, outcome } = advise(result, groups, limit);
  if (steps.length === 0) return [];
  return [
    '**What to do first**',
    '',
    ...steps.map((step, index) => `${index + 1}. ${forMarkdown(step.action)} — ${forMarkdown(step.effect)}`),
    ...(more > 0 ? ['', `… and ${amount(more, 'step')} more: the result JSON has the whole plan.`] : []),
    ...(outcome === undefined ? [] : ['', forMarkdown(outcome)]),
  ];
}
