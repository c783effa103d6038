// The stack gate's result in GitHub Flavored Markdown: verdict, coverage, findings by resource, patches folded.
import type { JudgedFinding, Result } from '../../terms/verdict.ts';
import { amount, countFindings, severityLine } from '../counts.ts';
import { forMarkdown, forMarkdownCode } from '../encoders/markdown.ts';
import { groupFindings } from '../groups.ts';
import { stepsBlock, verdictBlock } from '../markdown/verdict.ts';
import { differenceText, placeText } from './place.ts';

/** Findings in the table and patches below it; a summary above 1 MiB is dropped whole by GitHub. */
const shownRows = 500;
const shownPatches = 25;
const shownSteps = 8;
const shownChanges = 25;

export function renderStackMarkdown(result: Result): string {
  const findings = groupFindings(result.findings).flatMap((group) => group.findings);
  const { verdict } = result;
  const words =
    verdict === undefined || verdict.merge === verdict.certificate
      ? (verdict?.merge ?? 'judged')
      : `merge ${verdict.merge}, certificate ${verdict.certificate}`;
  const blocks = [
    [`## Seaworthy: stack ${words}`],
    verdictBlock(result),
    result.fixPlan === undefined ? [] : stepsBlock(result, [], shownSteps),
    changesBlock(result),
    coverageBlock(result),
    [countText(result)],
    tableBlock(findings),
    patchBlock(findings),
    result.warnings.slice(0, 50).map((warning) => `- ⚠️ ${forMarkdown(warning.slice(0, 500))}`),
    [`<sub>Seaworthy ${result.tool.version} · as of ${result.snapshot.asOf.slice(0, 10)}</sub>`],
  ];
  const texts = blocks.map((block) => block.join('\n')).filter((text) => text !== '');
  return `${texts.join('\n\n')}\n`;
}

/** The steps as what is to be written: each resource once, with all that is changed in it. */
function changesBlock({ fixPlan }: Result): readonly string[] {
  const all = (fixPlan?.steps ?? []).slice(0, shownSteps).flatMap(({ changes }) => changes ?? []);
  const shown = all.filter(({ yaml }) => !yaml.includes('```')).slice(0, shownChanges);
  if (shown.length === 0) return [];
  const more = all.length - shown.length;
  return [
    `<details><summary>These steps as YAML: ${amount(shown.length, 'resource')}</summary>`,
    ...shown.flatMap(({ subject, yaml }) => [
      '',
      forMarkdownCode(subject),
      '',
      '```yaml',
      yaml.trimEnd(),
      '```',
    ]),
    '',
    ...(more > 0 ? [`… and ${more} more in the result JSON, each in TypeScript too.`, ''] : []),
    '</details>',
  ];
}

function coverageBlock({ stack }: Result): readonly string[] {
  if (stack === undefined) return [];
  const { coverage, resources, source } = stack;
  const opaque = coverage.opaque
    .slice(0, 20)
    .map((item) => `- not seen: ${forMarkdownCode(item.subject)} (${forMarkdown(item.reason)})`);
  const more = coverage.opaque.length - opaque.length;
  return [
    `${forMarkdownCode(source)}: ${amount(resources, 'resource')}, ${coverage.percent} % seen`,
    ...opaque,
    ...(more > 0 ? [`- … and ${more} more`] : []),
  ];
}

function countText(result: Result): string {
  const counts = countFindings(result.findings);
  if (counts.total === 0) return 'No findings.';
  const fixed = result.fixed?.length ?? 0;
  return [
    `**${amount(counts.total, 'finding')}**: ${severityLine(counts)}`,
    ...(counts.waived > 0 ? [`${counts.waived} waived`] : []),
    ...(fixed > 0 ? [`${fixed} fixed by this change`] : []),
  ].join(' · ');
}

function tableBlock(findings: readonly JudgedFinding[]): readonly string[] {
  if (findings.length === 0) return [];
  const hidden = findings.length - shownRows;
  return [
    '| | Rule | Severity | Resource | Where | What | Is → should be |',
    '|---|---|---|---|---|---|---|',
    ...findings.slice(0, shownRows).map(row),
    ...(hidden > 0
      ? ['', `… and ${amount(hidden, 'finding')} more: the result JSON and SARIF have all.`]
      : []),
  ];
}

function row(finding: JudgedFinding): string {
  const origin = finding.origin === 'no-base' ? '' : ` (${finding.origin})`;
  const cells = [
    mark(finding),
    forMarkdownCode(finding.rule),
    finding.severity,
    forMarkdownCode(finding.subject),
    forMarkdownCode(placeText(finding)),
    forMarkdown(`${finding.message.slice(0, 300)}${origin}`),
    forMarkdown(differenceText(finding).slice(0, 200)),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** ❌ blocks, ⛔ blocks because it is not known, ⚠️ warns, 🕊️ is waived. */
function mark(finding: JudgedFinding): string {
  if (finding.treatment === 'waived') return '🕊️';
  if (finding.treatment !== 'block') return '⚠️';
  return finding.details.kind === 'fact' && finding.details.unknown !== undefined ? '⛔' : '❌';
}

function patchBlock(findings: readonly JudgedFinding[]): readonly string[] {
  const patched = findings.flatMap((finding) => {
    if (finding.treatment === 'waived' || finding.details.kind !== 'fact') return [];
    const { patch } = finding.details;
    // A fence inside a patch would end the block that it stands in.
    return patch === undefined || patch.yaml.includes('```') ? [] : [{ finding, patch }];
  });
  if (patched.length === 0) return [];
  return [
    `<details><summary>Patches for ${amount(patched.length, 'finding')}</summary>`,
    ...patched
      .slice(0, shownPatches)
      .flatMap(({ finding, patch }) => [
        '',
        `${forMarkdownCode(finding.subject)} · ${forMarkdownCode(finding.rule)}`,
        '',
        '```yaml',
        patch.yaml.trimEnd(),
        '```',
        '',
        '```ts',
        patch.typescript.trimEnd(),
        '```',
      ]),
    '',
    ...(patched.length > shownPatches
      ? [`… and ${patched.length - shownPatches} more in the result JSON.`, '']
      : []),
    '</details>',
  ];
}
