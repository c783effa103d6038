// One piece of evidence as a list shows it: what it is, who made it, whether it holds, what it says of the build.
import { loadPiece } from '../../evidence/discovery/load-piece.ts';
import { type Piece, pieceName } from '../../evidence/discovery/piece.ts';
import { predicateTypes } from '../../evidence/formats/predicate-types.ts';
import { type Provenance, parseProvenance } from '../../evidence/formats/provenance.ts';
import { parseStatement, type Statement } from '../../evidence/formats/statement.ts';
import { parseSummary, type VerificationSummary } from '../../evidence/formats/vsa.ts';
import { type DescribePolicy, describePiece } from '../../evidence/image/describe-piece.ts';
import type { ImagePolicy } from '../../evidence/image/image-policy.ts';
import { judgeLoaded } from '../../evidence/image/verify-image.ts';
import { judge } from '../../evidence/verify/rejection.ts';
import { signerName } from '../../evidence/verify/signer.ts';
import { bareKeyThresholds } from '../../evidence/verify/thresholds.ts';
import type { ContentRepository } from '../../oci/content-repository.ts';
import type { Digest } from '../../terms/digest.ts';
import type { Trust } from './trust-options.ts';

export interface PieceReport {
  readonly name: string;
  readonly kind: Piece['kind'];
  readonly predicateType?: string;
  /**
   * `valid`: it holds, by one of those who were named. `holds`: signature, chain, log, time and subject verify, and nobody
   * was named who may sign. `unsigned`, `quarantined`, `not-evaluated`, or a rejection's code.
   */
  readonly state: string;
  /** The signer where it holds, the reason where not. Untrusted text. */
  readonly detail: string;
  /** What it says of the build, where it is provenance that can be read. Untrusted text. */
  readonly provenance?: Provenance;
  /** What it says of the image, where it is a certificate that can be read. Untrusted text. */
  readonly certificate?: VerificationSummary;
}

/** What pieces are held against: named signers, else whoever signed, by the root at hand. */
export interface Look {
  readonly trust?: Trust;
  readonly describe: DescribePolicy;
}

/** Errors: those of the repository. */
export async function reportPiece(
  repository: ContentRepository,
  digest: Digest,
  piece: Piece,
  look: Look,
): Promise<PieceReport> {
  const stated = 'predicateType' in piece ? piece.predicateType : undefined;
  const head = {
    name: pieceName(piece),
    kind: piece.kind,
    ...(stated !== undefined && { predicateType: stated }),
  };
  if (piece.kind === 'quarantine') return { ...head, state: 'quarantined', detail: markOf(piece) };
  if (piece.kind === 'foreign') {
    return { ...head, state: 'not-evaluated', detail: `${piece.format}: present, not evaluated` };
  }
  const loaded = await loadPiece(repository, piece, digest);
  if (loaded === undefined) return { ...head, state: 'not-evaluated', detail: 'of no known kind' };
  // A listing may have said nothing, or told a bundle where the manifest says something else.
  if (loaded.piece.kind === 'foreign' || loaded.piece.kind === 'quarantine') {
    return reportPiece(repository, digest, loaded.piece, look);
  }
  if (piece.kind === 'unsigned' && loaded.failure === undefined) {
    const statement = judge(() => ({ kind: 'ok' as const, value: parseStatement(loaded.bytes) }));
    if (statement.kind === 'rejected') return { ...head, state: statement.code, detail: statement.message };
    const detail = 'no signature: whoever could write the index could write it';
    return { ...head, state: 'unsigned', detail, ...saidBy(statement.value) };
  }
  const described = describePiece(loaded, digest, look.describe);
  if (described.kind === 'rejected') return { ...head, state: described.code, detail: described.message };
  const { statement, signer } = described;
  const told = {
    ...head,
    ...(statement !== undefined && { predicateType: statement.predicateType, ...saidBy(statement) }),
  };
  const detail = signerName(signer);
  if (look.trust === undefined) return { ...told, state: 'holds', detail };
  const [judged] = judgeLoaded(loaded, digest, justThis(statement, look.trust, look.describe.now));
  if (judged === undefined) return { ...told, state: 'not-evaluated', detail: 'of no known kind' };
  return 'code' in judged
    ? { ...told, state: judged.code, detail: judged.message }
    : { ...told, state: 'valid', detail };
}

function markOf({ manifest }: Extract<Piece, { kind: 'quarantine' }>): string {
  const annotations = Object.entries(manifest.annotations ?? {});
  return annotations
    .map(([key, value]) => `${key.split('.').at(-1)}: ${value}`)
    .sort()
    .join(', ');
}

function saidBy({ predicateType, predicate }: Statement): Pick<PieceReport, 'provenance' | 'certificate'> {
  if (predicateType === predicateTypes.vsa) {
    const summary = judge(() => ({ kind: 'ok' as const, value: parseSummary(predicate) }));
    return summary.kind === 'ok' ? { certificate: summary.value } : {};
  }
  const read = judge(() => ({ kind: 'ok' as const, value: parseProvenance(predicateType, predicate) }));
  return read.kind === 'ok' && read.value !== undefined ? { provenance: read.value } : {};
}

/** A policy that asks for just this kind, so that the piece is judged. */
function justThis(statement: Statement | undefined, trust: Trust, now: Date): ImagePolicy {
  const requirement = { by: trust.identities, threshold: 1 };
  const type = statement?.predicateType ?? predicateTypes.cosignSignature;
  return {
    trustedRoot: trust.trustedRoot,
    now,
    keyThresholds: bareKeyThresholds,
    ...(type === predicateTypes.cosignSignature
      ? { signatures: requirement }
      : { attestations: [{ ...requirement, predicateType: type }] }),
  };
}
