// The use case `sign`: an image whose gate is completed gets its signature, certificate and attestations.
import { type SignedImage, signImage } from '../evidence/publish/sign-image.ts';
import type { Clearance } from '../evidence/sign/clearance.ts';
import type { AttestationKind, SignatureFormat } from '../evidence/sign/section.ts';
import type { Signer } from '../evidence/sign/signer.ts';
import type { Witnesses } from '../evidence/sign/witness.ts';
import { cycloneDxClaim, spdxClaim } from '../evidence/statements/bill.ts';
import { type CertificateTerms, certificateClaim } from '../evidence/statements/certificate.ts';
import { provenanceClaim } from '../evidence/statements/provenance.ts';
import type { Claim } from '../evidence/statements/statement.ts';
import { cosignVulnerabilitiesClaim, vulnerabilitiesClaim } from '../evidence/statements/vulnerabilities.ts';
import type { GitHubEnvironment } from '../terms/environment.ts';
import type { ScannedImage, VerdictReason } from '../terms/verdict.ts';
import { lookBeforeSigning } from './evidence/before-signing.ts';
import { clearanceOf } from './evidence/clearance.ts';
import type { Judged } from './evidence/kept-gate.ts';
import { evidencePlace } from './evidence/repository.ts';
import type { Outside } from './outside.ts';

export interface SignRequest {
  readonly reference: string;
  /** Name in the subjects, for images that are in no registry. */
  readonly name?: string;
  readonly signer: Signer;
  readonly witnesses: Witnesses;
  /** Signatures; none for attestations alone. */
  readonly formats: readonly SignatureFormat[];
  readonly attestations: readonly AttestationKind[];
  readonly terms: CertificateTerms;
  readonly github: GitHubEnvironment;
}

export type SignAnswer =
  | { readonly kind: 'signed'; readonly name: string; readonly images: readonly SignedImage[] }
  /** Not fit to run, by its verdict or by its owner: nothing was written. */
  | { readonly kind: 'refused'; readonly reasons: readonly VerdictReason[] };

/** Takes the gate's own completed value: there is no second scan. Errors: those of repository, key and witnesses. */
export async function signGated(gated: Judged, request: SignRequest, outside: Outside): Promise<SignAnswer> {
  const answer = clearanceOf(gated);
  if (answer.kind === 'refused') return answer;
  const { repository, target, name } = await evidencePlace(request.reference, outside, request.name);
  const { reasons, stages } = await lookBeforeSigning(repository, target);
  if (reasons.length > 0) return { kind: 'refused', reasons };
  const { signer, witnesses, formats, attestations, terms } = request;
  if (attestations.includes('certificate') && terms.stage === undefined && stages.length > 0) {
    // The stage is not taken over: who stated it is known only where it is verified, as promotion does.
    const named = stages.join(', ');
    outside.log.warn(
      `${name} has a certificate for ${named}; the new one is for no stage, unless one is named.`,
    );
  }
  const images = await signImage(repository, target, answer.clearance, {
    name,
    signer,
    witnesses,
    formats,
    now: outside.clock.now(),
    ...claimsOf(answer.clearance, name, request),
  });
  return { kind: 'signed', name, images };
}

function claimsOf(clearance: Clearance, name: string, { attestations, terms, github }: SignRequest) {
  const { result } = clearance;
  const wanted = new Set(attestations);
  const makers: readonly (readonly [AttestationKind, (image: ScannedImage) => Claim])[] = [
    ['cyclonedx', (image) => cycloneDxClaim(result, image)],
    ['spdx', (image) => spdxClaim(result, image)],
    ['vulns', (image) => vulnerabilitiesClaim(result, image)],
    ['cosign-vuln', (image) => cosignVulnerabilitiesClaim(result, image)],
  ];
  return {
    perImage: (image: ScannedImage) =>
      makers.filter(([kind]) => wanted.has(kind)).map(([, make]) => make(image)),
    perSubject: (images: readonly ScannedImage[]) => [
      ...(wanted.has('certificate') ? [certificateClaim(clearance, images, name, terms)] : []),
      ...(wanted.has('provenance') ? [provenanceClaim(github)] : []),
    ],
  };
}
