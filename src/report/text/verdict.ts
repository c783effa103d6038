// The verdict and the grade in the terminal report.
import { platformName } from '../../terms/image.ts';
import type { Grade, Judgement, Result } from '../../terms/verdict.ts';
import { amount, countFindings, severityLine } from '../counts.ts';
import { forTerminal } from '../encoders/terminal.ts';
import { clip, judgementTone, pad, type TextContext, wrap } from './style.ts';

const label = 13;

export function renderVerdict(result: Result, context: TextContext): readonly string[] {
  const { verdict, grade } = result;
  const rows: string[] = [];
  if (verdict !== undefined) {
    rows.push(
      question('Merge', verdict.merge, context),
      question('Certificate', verdict.certificate, context),
    );
  }
  if (grade !== undefined) rows.push(...gradeRows(grade, context));
  const reasons = verdict?.reasons ?? [];
  const told = context.all ? reasons : reasons.slice(0, 5);
  for (const reason of told) {
    const about = reason.question === 'both' ? 'merge and certificate' : reason.question;
    rows.push('');
    rows.push(...indent(`${about}: ${forTerminal(reason.message)}`, '  ✗ ', context));
    rows.push(...indent(forTerminal(reason.fix), '    → ', context));
  }
  if (told.length < reasons.length) {
    rows.push(
      '',
      `  … and ${amount(reasons.length - told.length, 'reason')} more, as the findings say: --all`,
    );
  }
  if (verdict?.wouldBe !== undefined) {
    const would = `observing only; with «${forTerminal(verdict.wouldBe.line)}» the merge would be ${verdict.wouldBe.merge.toUpperCase()}`;
    rows.push('', ...indent(would, '  ! ', context));
  }
  return rows;
}

/** The verdict, name, grade and counts in one line; of several images their common verdict, and below it a line each. */
export function renderQuiet(result: Result, context: TextContext): readonly string[] {
  const { verdict, findings, stack, grade } = result;
  const words = verdict === undefined ? 'SCANNED' : quietWords(verdict.merge, verdict.certificate);
  const tone = verdict === undefined ? 'strong' : judgementTone(worse(verdict.merge, verdict.certificate));
  const told = context.paint(tone, words);
  const line = (name: string, of: Found): string =>
    `${clip(forTerminal(name), context.width)}${quietCounts(of)}`;
  if (stack !== undefined) return [`${told} ${line(stack.source, { grade, findings })}`];
  const images = result.images.map((image) =>
    line(`${image.reference} ${platformName(image.platform)}`, {
      grade: image.grade,
      findings: findings.filter((one) => (one.image ?? image.reference) === image.reference),
    }),
  );
  if (images.length === 1) return images.map((one) => `${told} ${one}`);
  return [
    `${told} ${line(amount(images.length, 'image'), { grade, findings })}`,
    ...images.map((one) => `  ${one}`),
  ];
}

interface Found {
  readonly grade: Grade | undefined;
  readonly findings: Result['findings'];
}

function quietCounts({ grade, findings }: Found): string {
  const counts = countFindings(findings);
  const letter = grade === undefined ? '' : ` · grade ${grade.letter ?? 'not given'}`;
  return counts.total === 0
    ? `${letter} · no findings`
    : `${letter} · ${amount(counts.total, 'finding')} (${severityLine(counts)})`;
}

function quietWords(merge: Judgement, certificate: Judgement): string {
  return merge === certificate
    ? merge.toUpperCase()
    : `MERGE ${merge.toUpperCase()}, CERTIFICATE ${certificate.toUpperCase()}`;
}

function worse(left: Judgement, right: Judgement): Judgement {
  return left === 'pass' ? right : left;
}

function question(name: string, judgement: Judgement, context: TextContext): string {
  return `  ${pad(name, label)}${context.paint(judgementTone(judgement), judgement.toUpperCase())}`;
}

function gradeRows(grade: Grade, context: TextContext): readonly string[] {
  const { paint, width } = context;
  const letter = grade.letter ?? 'none';
  const tone =
    grade.letter === 'A' || grade.letter === 'B' ? 'good' : grade.letter === 'C' ? 'warning' : 'loud';
  const sentence = wrap(forTerminal(grade.sentence), width - label - 2 - letter.length - 3);
  const margin = ' '.repeat(label + 2 + letter.length + 3);
  const rows = (sentence.length === 0 ? [''] : sentence).map((line, index) =>
    index === 0 ? `  ${pad('Grade', label)}${paint(tone, letter)}   ${line}` : `${margin}${line}`,
  );
  for (const drop of grade.drops) {
    const because = forTerminal(drop.because.slice(0, 3).join(', '));
    const more = drop.because.length > 3 ? ` and ${drop.because.length - 3} more` : '';
    rows.push(
      paint('quiet', clip(`${margin}${drop.on} → ${drop.letter}  unless fixed: ${because}${more}`, width)),
    );
  }
  if (grade.withoutFix > 0) {
    rows.push(paint('quiet', `${margin}${amount(grade.withoutFix, 'finding')} without a fix, not aged`));
  }
  return rows;
}

function indent(text: string, lead: string, context: TextContext): readonly string[] {
  const margin = ' '.repeat(lead.length);
  return wrap(text, context.width - lead.length).map((line, index) => (index === 0 ? lead : margin) + line);
}
