// What `evidence` says: each subject with its pieces, and who will see them.
import type { Provenance } from '../../evidence/formats/provenance.ts';
import type { VerificationSummary } from '../../evidence/formats/vsa.ts';
import type { Visibility } from '../../evidence/publish/visibility.ts';
import { forTerminal } from '../../report/encoders/terminal.ts';
import type { EvidenceReport, SubjectReport } from '../evidence.ts';
import type { PieceReport } from './piece-report.ts';

const indent = ' '.repeat(16);

export function evidenceText({ subjects }: EvidenceReport): string {
  const parts = subjects.map(({ digest, what, pieces }) => {
    const found = pieces.length === 0 ? '  nothing is attached\n' : pieces.map(showPiece).join('');
    return `Attached to ${digest} (${forTerminal(what)}):\n${found}\n`;
  });
  return parts.join('') + tables(subjects).join('\n');
}

/** What a piece says of build and image, a line each. Untrusted text. */
export function saidOf({ provenance, certificate }: PieceReport): readonly string[] {
  return [
    ...(provenance === undefined ? [] : [buildOf(provenance)]),
    ...(certificate === undefined ? [] : [summaryOf(certificate)]),
  ];
}

function showPiece(piece: PieceReport): string {
  const { name, predicateType, state, detail } = piece;
  const lines = saidOf(piece)
    .map((line) => `${indent}${forTerminal(line)}\n`)
    .join('');
  const told = forTerminal(predicateType ?? name);
  return `  ${forTerminal(state.padEnd(13))} ${told}\n${indent}${forTerminal(detail)}\n${lines}`;
}

function buildOf({ builder, source, ref, commit }: Provenance): string {
  const where = [source, ref, commit?.slice(0, 12)].filter((one) => one !== undefined);
  return `built by ${builder}${where.length === 0 ? '' : ` from ${where.join(' ')}`}`;
}

function summaryOf({
  result,
  verifier,
  grade,
  stage,
  owner,
  intendedUse,
  expires,
}: VerificationSummary): string {
  const terms = [
    `${result} by ${verifier}`,
    ...(grade === undefined ? [] : [`grade ${grade}`]),
    ...(stage === undefined ? [] : [`stage ${stage}`]),
    ...(owner === undefined ? [] : [`owner ${owner}`]),
    ...(intendedUse === undefined ? [] : [`for ${intendedUse}`]),
    ...(expires === undefined ? [] : [`until ${expires.toISOString()}`]),
  ];
  return terms.join(', ');
}

/** Of the whole; of its images only where others see them. Of attestations only where there are any. */
function tables(subjects: readonly SubjectReport[]): readonly string[] {
  const [whole, ...images] = subjects;
  if (whole === undefined) return [];
  const shown = JSON.stringify(whole.visibility);
  const differing = images.filter(({ visibility }) => JSON.stringify(visibility) !== shown);
  return [whole, ...differing].flatMap(({ what, visibility, pieces }) => {
    const attested = pieces.some(({ kind }) => kind !== 'legacy-signature' && kind !== 'quarantine');
    const of = subjects.length === 1 ? '' : ` of the ${what}`;
    return (['signature', 'attestations'] as const)
      .filter((kind) => kind === 'signature' || attested)
      .map(
        (kind) => `Who sees ${kind === 'signature' ? 'a signature' : kind}${of}:\n${rows(visibility, kind)}`,
      );
  });
}

function rows(visibility: readonly Visibility[], kind: Visibility['of']): string {
  const width = Math.max(...visibility.map(({ verifier }) => verifier.length));
  return visibility
    .filter(({ of }) => of === kind)
    .map(({ verifier, sees, why }) => `  ${verifier.padEnd(width)}  ${sees.padEnd(13)}  ${why}\n`)
    .join('');
}
