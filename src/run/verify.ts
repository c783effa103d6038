// The use case `verify`: is an image believed, by the evidence that is attached to it?
import { gatherEvidence } from '../evidence/image/gather-evidence.ts';
import type { AttestationRequirement, ImagePolicy } from '../evidence/image/image-policy.ts';
import type { ImageJudgement } from '../evidence/image/verify-image.ts';
import { resourceUri } from '../evidence/statements/resource-uri.ts';
import { bareKeyThresholds, strictThresholds } from '../evidence/verify/thresholds.ts';
import { type Digest, isDigest } from '../terms/digest.ts';
import type { GradeLetter } from '../terms/verdict.ts';
import { contentTrustSentence, findContentTrust } from './evidence/content-trust.ts';
import { digestAt, evidencePlace } from './evidence/repository.ts';
import { openTrust, type Trust, type TrustWish } from './evidence/trust-options.ts';
import { openRoot } from './evidence/trusted-root.ts';
import type { Outside } from './outside.ts';

export interface EvidenceWish {
  readonly signature: boolean;
  /** Predicate types that must be attached. */
  readonly attestations: readonly string[];
  readonly certificate?: {
    readonly verifiers: readonly string[];
    readonly resource?: string;
    readonly policyDigests?: readonly Digest[];
    readonly minimumGrade?: GradeLetter;
    readonly stage?: string;
  };
  /** Different signers that each signature and attestation needs. */
  readonly threshold: number;
  /** Milliseconds. */
  readonly maxAge?: number;
  /** Keys, too, must have signed before a log and a trusted clock. */
  readonly requireLog: boolean;
}

/** The policy that a wish and whom it trusts come to. */
export function imagePolicyOf(wish: EvidenceWish, trust: Trust, name: string, now: Date): ImagePolicy {
  const { identities: by, trustedRoot } = trust;
  const { threshold, maxAge, certificate } = wish;
  const age = maxAge === undefined ? {} : { maxAge };
  // A bare key has no trusted time to measure an age from: there the certificate's own time is what ages.
  const signerAge = wish.requireLog || by.every(({ kind }) => kind === 'certificate') ? age : {};
  const { resource, ...rest } = certificate ?? {};
  return {
    trustedRoot,
    now,
    thresholds: strictThresholds,
    keyThresholds: wish.requireLog ? strictThresholds : bareKeyThresholds,
    ...(wish.signature && { signatures: { by, threshold, ...signerAge } }),
    attestations: wish.attestations.map(
      (predicateType): AttestationRequirement => ({ predicateType, by, threshold, ...signerAge }),
    ),
    ...(certificate !== undefined && {
      certificate: {
        ...rest,
        verifiers: certificate.verifiers,
        by,
        resource: resource ?? resourceUri(name),
        ...age,
      },
    }),
  };
}

/** Errors: those of trust and repository; what the evidence holds is only ever judged. */
export async function verifyEvidence(
  reference: string,
  wish: EvidenceWish & { readonly name?: string },
  trustWish: TrustWish,
  outside: Outside,
): Promise<ImageJudgement> {
  const trust = await openTrust(trustWish, outside);
  const place = await evidencePlace(reference, outside, wish.name);
  // A digest needs no look-up: evidence that names it is about it, wherever it stands.
  const digest = isDigest(place.target) ? place.target : await digestAt(place);
  const judge = (by: Trust): Promise<ImageJudgement> =>
    gatherEvidence(place.repository, digest, imagePolicyOf(wish, by, place.name, outside.clock.now()));
  const first = await judge(trust);
  const judgement =
    rootless(trustWish) && first.unmet.some(({ code }) => logged.has(code))
      ? await judge({ ...trust, trustedRoot: await openRoot({}, outside) })
      : first;
  return withContentTrust(judgement, reference, outside);
}

/** What a key signed may carry what public logs and clocks said of it, which only a root can believe. */
const logged: ReadonlySet<string> = new Set(['time', 'log-entry', 'log-proof']);

/** Only keys count, so no root was read; most have nothing logged, and reading one would cost every run. */
function rootless({ identity, trustedRoot, tuf }: TrustWish): boolean {
  return [identity, trustedRoot, tuf].every((one) => one === undefined);
}

/** Where no signature was found, one more look: trust data of Docker's are named, and never called nothing. */
async function withContentTrust(
  judgement: ImageJudgement,
  reference: string,
  outside: Outside,
): Promise<ImageJudgement> {
  const lacking = judgement.unmet.find(({ use, code }) => use === 'signature' && code === 'missing');
  if (lacking === undefined) return judgement;
  const found = await findContentTrust(reference, judgement.digest, outside);
  if (found === undefined) return judgement;
  const told = { ...lacking, code: 'not-evaluated' as const, message: contentTrustSentence(found) };
  return { ...judgement, unmet: judgement.unmet.map((one) => (one === lacking ? told : one)) };
}
