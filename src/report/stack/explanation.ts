// Everything about the findings of one rule of the stack gate, the patches included: `--explain RULE`.
import { UserError } from '../../terms/errors.ts';
import type { JudgedFinding, Result } from '../../terms/verdict.ts';
import { forTerminal } from '../encoders/terminal.ts';
import { compareFindings } from '../groups.ts';
import { openPaint, type Paint, severityTone, wrap } from '../text/style.ts';
import { differenceText, fieldText, placeText } from './place.ts';

/** Throws `UserError` `not-found` when no finding has the rule. */
export function explainStackFindings(
  result: Result,
  rule: string,
  options: { readonly color: boolean; readonly width: number },
): string {
  const found = result.findings.filter((finding) => finding.rule === rule).toSorted(compareFindings);
  if (found.length === 0) {
    throw new UserError(
      'not-found',
      `no finding has the rule ${forTerminal(rule)}`,
      'Take a rule from the report.',
    );
  }
  const paint = openPaint(options.color);
  return `${found.map((finding) => explain(finding, paint, Math.max(60, options.width))).join('\n\n')}\n`;
}

function explain(finding: JudgedFinding, paint: Paint, width: number): string {
  const { details, waiver } = finding;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['what', finding.message],
    [
      'where',
      [...new Set([placeText(finding), fieldText(finding)])].filter((part) => part !== '').join(', '),
    ],
    ['part of', finding.where.kind === 'urn' ? finding.where.parents.join(' in ') : ''],
    ['is, should be', differenceText(finding)],
    ['why it matters', finding.because],
    ['what to do', finding.fix],
    [
      'judged',
      `${finding.treatment}${finding.blocksMerge ? ', blocks the merge' : ''} (${finding.judgedBy})`,
    ],
    ['origin', finding.origin],
    ['waiver', waiver && `${waiver.reason} (${waiver.owner}, until ${waiver.expires})`],
    ['page', details.kind === 'fact' ? details.page : undefined],
  ];
  const rows = facts.flatMap(([name, value]) => {
    if (value === undefined || value === '') return [];
    const [first = '', ...rest] = wrap(forTerminal(value), width - 18);
    return [`  ${name.padEnd(16)}${first}`, ...rest.map((line) => ' '.repeat(18) + line)];
  });
  const patch = details.kind === 'fact' ? details.patch : undefined;
  const indented = (text: string): readonly string[] =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => `    ${forTerminal(line)}`);
  return [
    `${paint('strong', forTerminal(finding.subject))}  ${forTerminal(finding.rule)}  ${paint(severityTone(finding.severity), finding.severity)}`,
    ...rows,
    ...(patch === undefined
      ? []
      : ['  patch (YAML)', ...indented(patch.yaml), '  patch (TypeScript)', ...indented(patch.typescript)]),
  ].join('\n');
}
