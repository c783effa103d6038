// Mode `evidence`: everything that is attached to the images, in the log, the summary and a file; it decides nothing.
import { join } from 'node:path';
import * as core from '@actions/core';
import { forMarkdown, forMarkdownCode } from '../report/encoders/markdown.ts';
import { evidenceText, saidOf } from '../run/evidence/evidence-text.ts';
import type { PieceReport } from '../run/evidence/piece-report.ts';
import { type EvidenceReport, reportEvidence } from '../run/evidence.ts';
import { expandImages } from '../run/image/globs.ts';
import type { Outside } from '../run/outside.ts';
import { writeWhole } from '../run/whole-file.ts';
import type { Environment } from '../terms/environment.ts';
import type { Inputs } from './inputs.ts';
import { directoryOf } from './signed.ts';

/** Errors: those of trust and repository. */
export async function listEvidence(
  { images, trust, output }: Inputs,
  environment: Environment,
  outside: Outside,
): Promise<number> {
  const reports: EvidenceReport[] = [];
  for (const reference of expandImages(images, directoryOf(environment), environment.variables)) {
    const report = await reportEvidence(reference, trust, outside);
    reports.push(report);
    core.info(evidenceText(report));
    core.summary.addRaw(evidenceTable(reference, report), true);
  }
  await core.summary.write();
  const path = join(output, 'evidence.json');
  writeWhole(path, `${JSON.stringify(reports, undefined, 2)}\n`);
  core.setOutput('report', path);
  core.setOutput('digest', reports.map(({ digest }) => digest).join('\n'));
  core.setOutput('passed', 'true');
  return 0;
}

/** As Markdown: what is attached, and who sees it; names and reasons are a stranger's text. */
export function evidenceTable(reference: string, { subjects }: EvidenceReport): string {
  const parts = subjects.map(({ digest, what, pieces, visibility }) => {
    const rows = pieces.map(pieceRow).join('');
    const found =
      rows === ''
        ? 'Nothing is attached.\n'
        : `| state | what | by whom, or why not |\n|---|---|---|\n${rows}`;
    const seen = visibility
      .map(({ verifier, of, sees, why }) => `| ${verifier} | ${of} | ${sees} | ${forMarkdown(why)} |\n`)
      .join('');
    const who = `<details><summary>Who sees it</summary>\n\n| verifier | what | sees | why |\n|---|---|---|---|\n${seen}\n</details>\n`;
    return `### ${forMarkdown(what)} ${forMarkdownCode(digest)}\n\n${found}\n${who}`;
  });
  return `## Seaworthy: what is attached to ${forMarkdownCode(reference)}\n\n${parts.join('\n')}`;
}

function pieceRow(piece: PieceReport): string {
  const { state, name, predicateType, detail } = piece;
  const told = [detail, ...saidOf(piece)].map(forMarkdown).join('<br>');
  return `| ${forMarkdown(state)} | ${forMarkdownCode(predicateType ?? name)} | ${told} |\n`;
}
