// Fetches no more evidence than the policy asks for, and judges it on the way.
import type { Digest } from '../../terms/digest.ts';
import { type EvidenceSource, listLegacy, listReferring } from '../discovery/list-evidence.ts';
import { type Loaded, loadPiece } from '../discovery/load-piece.ts';
import type { Piece } from '../discovery/piece.ts';
import type { ImagePolicy } from './image-policy.ts';
import { isWanted } from './uses.ts';
import { concludeImage, type ImageJudgement, judgeLoaded, type PieceJudgement } from './verify-image.ts';

/** Pieces that are fetched for one image; who attaches more hides what counts (CVE-2023-33957). */
export const loadCeiling = 64;

function statedType(piece: Piece): string | undefined {
  return 'predicateType' in piece ? piece.predicateType : undefined;
}

function quarantined(judgement: ImageJudgement): boolean {
  return judgement.unmet.some(({ code }) => code === 'quarantined');
}

/**
 * Judges an image with the requests that this takes: two for the listing, then one (our own bundles) or two for each
 * piece until the policy is met; cosign's legacy tags are asked only when bundles do not suffice. OutsideError when the
 * registry does not answer, ContentError when its listing is not what it claims: never a judgement over half of the evidence.
 */
export async function gatherEvidence(
  source: EvidenceSource,
  digest: Digest,
  policy: ImagePolicy,
): Promise<ImageJudgement> {
  const judgements: PieceJudgement[] = [];
  let fetched = 0;
  const judgeOne = (loaded: Loaded): ImageJudgement => {
    judgements.push(...judgeLoaded(loaded, digest, policy));
    return concludeImage(digest, judgements, policy);
  };
  const take = async (pieces: readonly Piece[]): Promise<ImageJudgement> => {
    let judgement = concludeImage(digest, judgements, policy);
    for (const piece of pieces) {
      if (piece.kind === 'quarantine' || piece.kind === 'foreign') {
        judgement = judgeOne({ piece, bytes: new Uint8Array() });
      }
    }
    for (const piece of pieces) {
      if (judgement.kind === 'accepted' || quarantined(judgement) || fetched >= loadCeiling) break;
      if (!isWanted(policy, piece, statedType(piece))) continue;
      fetched += 1;
      const one = await loadPiece(source, piece, digest, (type) => isWanted(policy, piece, type));
      if (one !== undefined) judgement = judgeOne(one);
    }
    return judgement;
  };
  let judgement = await take(await listReferring(source, digest));
  for (const suffix of ['sig', 'att'] as const) {
    const lacking = judgement.unmet.some(({ use }) => (use === 'signature') === (suffix === 'sig'));
    if (!lacking || quarantined(judgement)) continue;
    judgement = await take(await listLegacy(source, digest, suffix));
  }
  return judgement;
}
