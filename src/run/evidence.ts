// The use case `evidence`: everything attached to an image, by whom, valid or why not, and who will see it.
import { listBuildKit } from '../evidence/discovery/buildkit.ts';
import { listEvidence } from '../evidence/discovery/list-evidence.ts';
import type { Piece } from '../evidence/discovery/piece.ts';
import { repairReferrers } from '../evidence/publish/repair.ts';
import { subjectsOf } from '../evidence/publish/subjects.ts';
import { type Visibility, visibility } from '../evidence/publish/visibility.ts';
import { bareKeyThresholds } from '../evidence/verify/thresholds.ts';
import type { ContentRepository } from '../oci/content-repository.ts';
import type { Document } from '../oci/document.ts';
import type { Digest } from '../terms/digest.ts';
import { platformName } from '../terms/image.ts';
import { contentTrustSentence, findContentTrust } from './evidence/content-trust.ts';
import { type Look, type PieceReport, reportPiece } from './evidence/piece-report.ts';
import { evidencePlace } from './evidence/repository.ts';
import { openTrust, publicKeysOf, type TrustWish } from './evidence/trust-options.ts';
import { openRoot } from './evidence/trusted-root.ts';
import type { Outside } from './outside.ts';

export interface SubjectReport {
  readonly digest: Digest;
  /** `index`, `image`, or the platform of an index's image. */
  readonly what: string;
  readonly pieces: readonly PieceReport[];
  readonly visibility: readonly Visibility[];
}

export interface EvidenceReport {
  readonly digest: Digest;
  /** The index first, then its images; or the one image. */
  readonly subjects: readonly SubjectReport[];
}

/** Errors: those of trust and repository. */
export async function reportEvidence(
  reference: string,
  trustWish: TrustWish,
  outside: Outside,
): Promise<EvidenceReport> {
  const { repository, target } = await evidencePlace(reference, outside);
  const root = await repository.fetch(target);
  const look = await openLook(trustWish, outside);
  const trusted = await contentTrust(reference, root.digest, outside);
  const subjects: SubjectReport[] = [];
  for (const { descriptor } of await subjectsOf(repository, root.digest)) {
    const { digest } = descriptor;
    const pieces = [
      ...(await listEvidence(repository, digest)),
      ...(await unsignedOf(repository, root, digest)),
    ];
    const reports: PieceReport[] = [];
    for (const piece of pieces) reports.push(await reportPiece(repository, digest, piece, look));
    subjects.push({
      digest,
      what: whatOf(root, digest),
      pieces: digest === root.digest ? [...reports, ...trusted] : reports,
      visibility: visibility(pieces),
    });
  }
  return { digest: root.digest, subjects };
}

async function openLook(wish: TrustWish, outside: Outside): Promise<Look> {
  const named = wish.keys.length > 0 || wish.identity !== undefined;
  const trust = named ? await openTrust(wish, outside) : undefined;
  const describe = {
    // Whoever signed is described by a root, even where only keys were named.
    trustedRoot:
      wish.identity === undefined || trust === undefined ? await openRoot(wish, outside) : trust.trustedRoot,
    now: outside.clock.now(),
    keyThresholds: bareKeyThresholds,
    keys: publicKeysOf(wish),
  };
  return { describe, ...(trust !== undefined && { trust }) };
}

async function contentTrust(
  reference: string,
  digest: Digest,
  outside: Outside,
): Promise<readonly PieceReport[]> {
  const found = await findContentTrust(reference, digest, outside);
  if (found === undefined) return [];
  const detail = contentTrustSentence(found);
  return [{ name: 'Docker Content Trust', kind: 'foreign', state: 'not-evaluated', detail }];
}

async function unsignedOf(
  repository: ContentRepository,
  root: Document,
  digest: Digest,
): Promise<readonly Piece[]> {
  return root.kind === 'index' ? listBuildKit(repository, root, digest) : [];
}

function whatOf(root: Document, digest: Digest): string {
  if (root.kind === 'manifest') return 'image';
  if (root.digest === digest) return 'index';
  const platform = root.manifests.find((entry) => entry.digest === digest)?.platform;
  return platform === undefined ? 'image' : platformName(platform);
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
