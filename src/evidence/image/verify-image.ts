// Judges an image by all its evidence: what was accepted, what was rejected and why, what is lacking.
import type { Digest } from '../../terms/digest.ts';
import type { Loaded } from '../discovery/load-piece.ts';
import { notationFormat, type Piece, pieceName } from '../discovery/piece.ts';
import { markSentence } from '../formats/quarantine-mark.ts';
import type { VerificationSummary } from '../formats/vsa.ts';
import { judge, type Rejected, type RejectionCode, rejected, rejectionCodes } from '../verify/rejection.ts';
import { signerName } from '../verify/signer.ts';
import type { Verified } from '../verify/verify-bundle.ts';
import { checkCertificate } from './certificate-checks.ts';
import type { ImagePolicy } from './image-policy.ts';
import { judgePiece, missing } from './judge-piece.ts';
import { fits, type Use, usesOf } from './uses.ts';

export interface AcceptedPiece {
  readonly piece: Piece;
  /** `signature`, `certificate`, or the attestation's predicate type. */
  readonly use: string;
  readonly verified: Verified;
  readonly certificate?: VerificationSummary;
}

export interface RejectedPiece {
  readonly piece: Piece;
  readonly use: string;
  readonly code: RejectionCode;
  readonly message: string;
}

export interface ImageJudgement {
  readonly kind: 'accepted' | 'rejected';
  readonly digest: Digest;
  readonly accepted: readonly AcceptedPiece[];
  readonly rejected: readonly RejectedPiece[];
  /** Requirements that nothing fulfils; empty when accepted. */
  readonly unmet: readonly (Rejected & { readonly use: string })[];
}

function judgeFor(
  use: Use,
  loaded: Loaded,
  digest: Digest,
  policy: ImagePolicy,
): AcceptedPiece | RejectedPiece {
  const { piece } = loaded;
  const verified = judgePiece(loaded, digest, use.wanted, policy);
  if (verified.kind === 'rejected')
    return { piece, use: use.name, code: verified.code, message: verified.message };
  const { certificate } = use;
  if (certificate === undefined) return { piece, use: use.name, verified };
  const summary = judge(() => ({
    kind: 'ok' as const,
    value: checkCertificate(verified.statement?.predicate, certificate, policy.now),
  }));
  if (summary.kind === 'rejected')
    return { piece, use: use.name, code: summary.code, message: summary.message };
  return { piece, use: use.name, verified, certificate: summary.value };
}

function statedType(piece: Piece): string | undefined {
  return 'predicateType' in piece ? piece.predicateType : undefined;
}

function shortage(
  use: Use,
  accepted: readonly AcceptedPiece[],
  refused: readonly RejectedPiece[],
): Rejected | undefined {
  // One signer counts once, however many signatures and formats there are.
  const signers = new Set(accepted.map(({ verified }) => signerName(verified.signer)));
  if (signers.size >= use.threshold) return undefined;
  const nearest = mostTelling(refused);
  if (signers.size > 0) {
    return rejected('threshold', `${use.name}: ${signers.size} of ${use.threshold} signers`);
  }
  if (nearest === undefined) return missing(use.name);
  const others = refused.length === 1 ? '' : ` (and ${refused.length - 1} more that do not count)`;
  return rejected(nearest.code, `${pieceName(nearest.piece)}: ${nearest.message}${others}`);
}

/** Signatures of other makers are never called «no signature»: they are there, and nobody looked at them. */
function unjudged(refused: readonly RejectedPiece[]): Rejected | undefined {
  const foreign = refused.find(({ piece }) => piece.kind === 'foreign' && piece.format === notationFormat);
  return foreign && rejected('not-evaluated', `${pieceName(foreign.piece)}: present, not evaluated`);
}

/** The piece that came furthest: a stranger's signature says less than the own one that is too old. */
function mostTelling(refused: readonly RejectedPiece[]): RejectedPiece | undefined {
  const far = Math.max(...refused.map(({ code }) => rejectionCodes.indexOf(code)));
  return refused.find(({ code }) => rejectionCodes.indexOf(code) === far);
}

/** What one piece is worth for each requirement that it may fulfil. */
export type PieceJudgement = AcceptedPiece | RejectedPiece;

/** Pure. A piece is judged once, however many more follow. */
export function judgeLoaded(loaded: Loaded, digest: Digest, policy: ImagePolicy): readonly PieceJudgement[] {
  const { piece } = loaded;
  if (piece.kind === 'quarantine') {
    const message = markSentence(piece.manifest.annotations);
    return [{ piece, use: 'quarantine', code: 'quarantined', message }];
  }
  if (piece.kind === 'foreign') {
    const message = `${piece.format}: present, not evaluated`;
    return [{ piece, use: 'none', code: 'not-evaluated', message }];
  }
  return usesOf(policy)
    .filter((use) => fits(use, piece, statedType(piece)))
    .map((use) => judgeFor(use, loaded, digest, policy));
}

/** Pure. An empty policy accepts nothing: a requirement that was dropped by mistake must not open the gate. */
export function concludeImage(
  digest: Digest,
  judgements: readonly PieceJudgement[],
  policy: ImagePolicy,
): ImageJudgement {
  const accepted = judgements.filter((one) => 'verified' in one);
  const refused = judgements.filter((one) => 'code' in one);
  const unmet: (Rejected & { readonly use: string })[] = [];
  const uses = usesOf(policy);
  if (uses.length === 0) {
    unmet.push({ ...rejected('missing', 'the policy asks for no evidence at all'), use: 'policy' });
  }
  const mark = refused.find(({ code }) => code === 'quarantined');
  if (mark !== undefined) {
    // Nothing else matters, and what was not fetched must not be called absent.
    unmet.push({ ...rejected('quarantined', mark.message), use: 'quarantine' });
    return { kind: 'rejected', digest, accepted, rejected: refused, unmet };
  }
  for (const use of uses) {
    const good = accepted.filter((one) => one.use === use.name);
    const bad = refused.filter((one) => one.use === use.name);
    const short = shortage(use, good, bad);
    if (short === undefined) continue;
    const told =
      use.wanted.kind === 'signature' && short.code === 'missing' ? (unjudged(refused) ?? short) : short;
    unmet.push({ ...told, use: use.name });
  }
  return { kind: unmet.length === 0 ? 'accepted' : 'rejected', digest, accepted, rejected: refused, unmet };
}

/** Judges an image by pieces that are at hand. Pure: no network, no clock, no exception for what evidence holds. */
export function verifyImage(digest: Digest, pieces: readonly Loaded[], policy: ImagePolicy): ImageJudgement {
  const judgements = pieces.flatMap((loaded) => judgeLoaded(loaded, digest, policy));
  return concludeImage(digest, judgements, policy);
}
