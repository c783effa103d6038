// Fetches no more evidence than the policy asks for, and judges it on the way.
import type { Digest } from '../../terms/digest.ts';
import { likeliest } from '../discovery/likely.ts';
import { type EvidenceSource, listLegacy, listReferring } from '../discovery/list-evidence.ts';
import { type Loaded, loadPiece } from '../discovery/load-piece.ts';
import type { Piece } from '../discovery/piece.ts';
import type { ImagePolicy } from './image-policy.ts';
import { fits, type Use, usesOf } from './uses.ts';
import { concludeImage, type ImageJudgement, judgeLoaded, type PieceJudgement } from './verify-image.ts';

/** Pieces that are fetched for one image; who attaches more hides what counts (CVE-2023-33957). */
export const loadCeiling = 64;

function statedType(piece: Piece): string | undefined {
  return 'predicateType' in piece ? piece.predicateType : undefined;
}

function openUses(policy: ImagePolicy, { unmet }: ImageJudgement): readonly Use[] {
  return usesOf(policy).filter(({ name }) => unmet.some(({ use }) => use === name));
}

function quarantined(judgement: ImageJudgement): boolean {
  return judgement.unmet.some(({ code }) => code === 'quarantined');
}

/**
 * Judges an image with the requests that this takes: two for the listing, then one (our own bundles) or two for each
 * piece that an open requirement needs, until the policy is met; cosign's legacy tags are asked only when bundles do not suffice. OutsideError when the
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
    const waiting = new Set(pieces);
    while (judgement.kind !== 'accepted' && !quarantined(judgement)) {
      const open = openUses(policy, judgement);
      // One candidate for each requirement that is open: all of them would be asked for anyway, so together.
      const firsts = likeliest(open, [...waiting], (use, piece) => fits(use, piece, statedType(piece)));
      const batch = firsts.slice(0, loadCeiling - fetched);
      if (batch.length === 0) break;
      fetched += batch.length;
      const wanted = (piece: Piece) => (type: string | undefined) =>
        open.some((use) => fits(use, piece, type));
      for (const piece of batch) waiting.delete(piece);
      const loaded = await Promise.all(batch.map((piece) => loadPiece(source, piece, digest, wanted(piece))));
      for (const one of loaded) if (one !== undefined) judgement = judgeOne(one);
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
