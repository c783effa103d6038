// The use case `evidence`: everything attached to an image, by whom, valid or why not, and who will see it.
import { listEvidence } from '../evidence/discovery/list-evidence.ts';
import { loadPiece } from '../evidence/discovery/load-piece.ts';
import { type Piece, pieceName } from '../evidence/discovery/piece.ts';
import type { ImagePolicy } from '../evidence/image/image-policy.ts';
import { judgeLoaded } from '../evidence/image/verify-image.ts';
import { repairReferrers } from '../evidence/publish/repair.ts';
import { subjectsOf } from '../evidence/publish/subjects.ts';
import { type Visibility, visibility } from '../evidence/publish/visibility.ts';
import { signerName } from '../evidence/verify/signer.ts';
import { bareKeyThresholds } from '../evidence/verify/thresholds.ts';
import type { Digest } from '../terms/digest.ts';
import { type EvidencePlace, evidencePlace } from './evidence-repository.ts';
import type { Outside } from './outside.ts';
import { openTrust, type Trust, type TrustWish } from './trust-options.ts';
import { digestAt } from './verify.ts';

export interface PieceReport {
  readonly name: string;
  readonly kind: Piece['kind'];
  readonly predicateType?: string;
  /** `valid`, a rejection's code, or `not judged` when nobody was named whose signature counts. */
  readonly state: string;
  /** The signer where valid, the reason where not. Untrusted text. */
  readonly detail: string;
}

export interface EvidenceReport {
  readonly digest: Digest;
  readonly pieces: readonly PieceReport[];
  readonly visibility: readonly Visibility[];
}

/** Errors: those of trust and repository. */
export async function reportEvidence(
  reference: string,
  trustWish: TrustWish,
  outside: Outside,
): Promise<EvidenceReport> {
  const place = await evidencePlace(reference, outside);
  const digest = await digestAt(place);
  const named = trustWish.keys.length > 0 || trustWish.identity !== undefined;
  const trust = named ? await openTrust(trustWish, outside) : undefined;
  const pieces = await listEvidence(place.repository, digest);
  const reports: PieceReport[] = [];
  for (const piece of pieces) {
    reports.push(await reportPiece(place, digest, piece, trust, outside.clock.now()));
  }
  return { digest, pieces: reports, visibility: visibility(pieces) };
}

async function reportPiece(
  { repository }: EvidencePlace,
  digest: Digest,
  piece: Piece,
  trust: Trust | undefined,
  now: Date,
): Promise<PieceReport> {
  const predicateType = 'predicateType' in piece ? piece.predicateType : undefined;
  const head = {
    name: pieceName(piece),
    kind: piece.kind,
    ...(predicateType !== undefined && { predicateType }),
  };
  if (piece.kind === 'quarantine') {
    const annotations = piece.manifest.annotations ?? {};
    const detail = Object.entries(annotations).map(([key, value]) => `${key.split('.').at(-1)}: ${value}`);
    return { ...head, state: 'quarantined', detail: detail.sort().join(', ') };
  }
  if (piece.kind === 'foreign') return { ...head, state: 'not-evaluated', detail: piece.format };
  if (trust === undefined) return { ...head, state: 'not judged', detail: 'name a --key or an identity' };
  const loaded = await loadPiece(repository, piece, digest, () => true);
  const [judged] = loaded === undefined ? [] : judgeLoaded(loaded, digest, lookAt(predicateType, trust, now));
  if (judged === undefined) return { ...head, state: 'not judged', detail: 'of no known kind' };
  if ('code' in judged) return { ...head, state: judged.code, detail: judged.message };
  return { ...head, state: 'valid', detail: signerName(judged.verified.signer) };
}

/** A policy that asks for just this kind, so that the piece is judged. */
function lookAt(predicateType: string | undefined, trust: Trust, now: Date): ImagePolicy {
  const requirement = { by: trust.identities, threshold: 1 };
  const signature = predicateType === undefined || predicateType === 'https://sigstore.dev/cosign/sign/v1';
  return {
    trustedRoot: trust.trustedRoot,
    now,
    keyThresholds: bareKeyThresholds,
    ...(signature
      ? { signatures: requirement }
      : { attestations: [{ ...requirement, predicateType: predicateType ?? '' }] }),
  };
}

export interface Repaired {
  readonly digest: Digest;
  readonly restored: number;
}

/** Restores what the fallback index lost, for the index and every platform. */
export async function repairEvidence(reference: string, outside: Outside): Promise<readonly Repaired[]> {
  const place = await evidencePlace(reference, outside);
  const repaired: Repaired[] = [];
  for (const { descriptor } of await subjectsOf(place.repository, place.target)) {
    const restored = await repairReferrers(place.repository, descriptor.digest);
    repaired.push({ digest: descriptor.digest, restored: restored.length });
  }
  return repaired;
}
