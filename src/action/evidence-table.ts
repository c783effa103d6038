// What is attached to an image, for the job summary.
import { forMarkdown, forMarkdownCode } from '../report/encoders/markdown.ts';
import { saidOf } from '../run/evidence/evidence-text.ts';
import type { PieceReport } from '../run/evidence/piece-report.ts';
import type { EvidenceReport } from '../run/evidence.ts';

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
