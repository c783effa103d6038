// The use case `promote`: verify, copy, sign for the next stage, verify again where it is going, move the tag.
import { gatherEvidence } from '../evidence/image/gather-evidence.ts';
import type { ImageJudgement } from '../evidence/image/verify-image.ts';
import { copyImage } from '../evidence/promote/copy-image.ts';
import { promotionClaim } from '../evidence/promote/promotion.ts';
import { stageBefore } from '../evidence/promote/stages.ts';
import { attachBundles } from '../evidence/publish/attach-bundles.ts';
import { subjectsOf } from '../evidence/publish/subjects.ts';
import { signStatement } from '../evidence/sign/dsse-bundle.ts';
import { statementBytes } from '../evidence/statements/statement.ts';
import type { ContentRepository } from '../oci/content-repository.ts';
import { parseReference } from '../oci/reference.ts';
import type { Digest } from '../terms/digest.ts';
import { OutsideError } from '../terms/errors.ts';
import type { Signing } from './evidence/open-signer.ts';
import { digestAt, type EvidencePlace, evidencePlace } from './evidence/repository.ts';
import { openTrust, type TrustWish } from './evidence/trust-options.ts';
import type { Outside } from './outside.ts';
import { type EvidenceWish, imagePolicyOf } from './verify.ts';

export interface PromoteRequest {
  readonly reference: string;
  readonly name?: string;
  readonly stages: readonly string[];
  readonly to: string;
  /** `registry/repository` or `oci:DIR` to promote into; the image's own where absent. */
  readonly target?: string;
  readonly evidence: EvidenceWish & { readonly certificate: NonNullable<EvidenceWish['certificate']> };
  readonly trust: TrustWish;
  readonly signing: Signing;
}

export type PromoteAnswer =
  | { readonly kind: 'promoted'; readonly digest: Digest; readonly place: string; readonly stage: string }
  | { readonly kind: 'refused'; readonly digest: Digest; readonly why: readonly string[] };

/** Killed anywhere and run again it ends in the same state; the tag moves last. Errors: those of both repositories. */
export async function promoteImage(request: PromoteRequest, outside: Outside): Promise<PromoteAnswer> {
  const { stages, to, evidence } = request;
  const before = stageBefore(stages, to);
  const source = await evidencePlace(request.reference, outside, request.name);
  const digest = await digestAt(source);
  const tagged = before === undefined ? digest : (await source.repository.find(before))?.digest;
  if (tagged !== digest) {
    const found = tagged === undefined ? 'is not there' : `is ${tagged}, not this image`;
    const why = `the tag ${before} of ${source.repository.name} ${found}: promote this image to ${before} first`;
    return { kind: 'refused', digest, why: [why] };
  }
  const trust = await openTrust(request.trust, outside);
  const judgedAs = (
    repository: ContentRepository,
    of: Digest,
    name: string,
    certificate: PromoteRequest['evidence']['certificate'],
  ): Promise<ImageJudgement> => {
    const policy = imagePolicyOf({ ...evidence, certificate }, trust, name, outside.clock.now());
    return gatherEvidence(repository, of, policy);
  };
  const judged = (
    repository: ContentRepository,
    stage: string | undefined,
    of: Digest,
  ): Promise<ImageJudgement> =>
    judgedAs(repository, of, source.name, {
      ...evidence.certificate,
      ...(stage !== undefined && { stage }),
    });
  // Run again after the new certificate was attached, it already says the next stage.
  const subjects = (await subjectsOf(source.repository, digest)).map(({ descriptor }) => descriptor);
  const first = await judged(source.repository, before, digest);
  const again = first.kind === 'accepted' ? first : await judged(source.repository, to, digest);
  if (again.kind !== 'accepted') return refusal(digest, first);

  const { repository: target, name } = await targetOf(request, source, outside);
  const moves = name !== source.name;
  if (target !== source.repository)
    await copyImage(source.repository, target, digest, mountOf(request, source));
  for (const descriptor of subjects.toReversed()) {
    const own = await judgedEither(judged, target, before, to, descriptor.digest);
    if (own.kind !== 'accepted') return refusal(digest, own);
    const claim = promotionClaim(own, to, moves ? name : undefined);
    const payload = statementBytes({ name, digest: descriptor.digest }, claim);
    const { signer, witnesses } = request.signing;
    const sign = () => signStatement(payload, signer, witnesses.bundle);
    const pending = [{ predicateType: claim.predicateType, stage: to, payload, sign }];
    await attachBundles(target, descriptor, pending, signer, outside.clock.now());
  }
  const { resource, ...asked } = { ...evidence.certificate, stage: to };
  const arrived = moves || resource === undefined ? asked : { ...asked, resource };
  const last = await judgedAs(target, digest, name, arrived);
  if (last.kind !== 'accepted') return refusal(digest, last);
  await moveTag(target, digest, to);
  return { kind: 'promoted', digest, place: target.name, stage: to };
}

async function judgedEither(
  judged: (repository: ContentRepository, stage: string | undefined, of: Digest) => Promise<ImageJudgement>,
  repository: ContentRepository,
  before: string | undefined,
  to: string,
  digest: Digest,
): Promise<ImageJudgement> {
  const first = await judged(repository, before, digest);
  if (first.kind === 'accepted') return first;
  const second = await judged(repository, to, digest);
  return second.kind === 'accepted' ? second : first;
}

function refusal(digest: Digest, { unmet }: ImageJudgement): PromoteAnswer {
  return { kind: 'refused', digest, why: unmet.map(({ use, message }) => `${use}: ${message}`) };
}

/** Where it goes, and its name there: a layout only carries an image, whose name stays. */
async function targetOf(
  { target }: PromoteRequest,
  source: EvidencePlace,
  outside: Outside,
): Promise<Pick<EvidencePlace, 'repository' | 'name'>> {
  if (target === undefined) return source;
  const { repository, name } = await evidencePlace(target, outside, undefined, 'any');
  return { repository, name: parseReference(target).kind === 'registry' ? name : source.name };
}

/** Repository of the same registry, whose layers need not travel. */
function mountOf({ target }: PromoteRequest, source: EvidencePlace): string | undefined {
  const [host = '', ...path] = source.repository.name.split('/');
  return target?.startsWith(`${host}/`) === true ? path.join('/') : undefined;
}

/** The very bytes again, under the tag; OutsideError `conflict` when it then leads elsewhere. */
async function moveTag(repository: ContentRepository, digest: Digest, tag: string): Promise<void> {
  const document = await repository.fetch(digest);
  await repository.putDocument(document.bytes, document.mediaType, tag);
  const now = (await repository.find(tag))?.digest;
  if (now === digest) return;
  throw new OutsideError(
    'conflict',
    `the tag ${tag} of ${repository.name} leads to ${now ?? 'nothing'} after it was moved to ${digest}`,
    'Somebody else moves this tag; look at it before you run again.',
  );
}
