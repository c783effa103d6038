// Fetches no more evidence than the policy asks for, and judges it on the way.

import type { Digest } from '../../terms/digest.ts';
import { type EvidenceSource, listLegacy, listReferring } from '../discovery/list-evidence.ts';
import { type Loaded, loadPiece } from '../discovery/load-piece.ts';
import type { Piece } from '../discovery/piece.ts';
import type { ImagePolicy } from './image-policy.ts';
import { type ImageJudgement, isWanted, verifyImage } from './verify-image.ts';

/** Pieces that are fetched for one image; who attaches more hides what counts (CVE-2023-33957). */
export const loadCeiling = 64;

function statedType(piece: Piece): string | undefined {
  return 'predicateType' in piece ? piece.predicateType : undefined;
}

/**
 * Judges an image with the requests that this takes: two for the listing, then one (our own bundles) or two for each
 * piece until the policy is met; cosign's legacy tags are asked only when bundles do not suffice. OutsideError when the
 * registry does not answer: never a judgement over half of the evidence.
 */
export async function gatherEvidence(
  source: EvidenceSource,
  digest: Digest,
  policy: ImagePolicy,
): Promise<ImageJudgement> {
  const loaded: Loaded[] = [];
  let fetched = 0;
  const take = async (pieces: readonly Piece[]): Promise<ImageJudgement> => {
    const idle = pieces.filter(({ kind }) => kind === 'quarantine' || kind === 'foreign');
    loaded.push(...idle.map((piece) => ({ piece, bytes: new Uint8Array() })));
    let judgement = verifyImage(digest, loaded, policy);
    for (const piece of pieces) {
      if (judgement.kind === 'accepted' || judgement.unmet.some(({ code }) => code === 'quarantined')) break;
      if (fetched >= loadCeiling) break;
      if (!isWanted(policy, piece, statedType(piece))) continue;
      fetched += 1;
      const one = await loadPiece(source, piece, digest, (type) => isWanted(policy, piece, type));
      if (one === undefined) continue;
      loaded.push(one);
      judgement = verifyImage(digest, loaded, policy);
    }
    return judgement;
  };
  let judgement = await take(await listReferring(source, digest));
  for (const suffix of ['sig', 'att'] as const) {
    const lacking = judgement.unmet.some(({ use }) => (use === 'signature') === (suffix === 'sig'));
    if (!lacking || judgement.unmet.some(({ code }) => code === 'quarantined')) continue;
    judgement = await take(await listLegacy(source, digest, suffix));
  }
  return judgement;
}
