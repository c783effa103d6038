// What must be attached to an image before it is believed.
import type { GradeLetter } from '../../terms/verdict.ts';
import type { TrustedRoot } from '../trust/trusted-root.ts';
import type { Identity } from '../verify/signer.ts';
import type { Thresholds } from '../verify/thresholds.ts';

/** `threshold` different signers out of `by`. */
export interface SignerRequirement {
  readonly by: readonly Identity[];
  /** At least 1. */
  readonly threshold: number;
  /** Milliseconds since the signature's earliest trusted time. */
  readonly maxAge?: number;
}

export interface AttestationRequirement extends SignerRequirement {
  readonly predicateType: string;
}

/** What the certificate (VSA) must say; each absent field is not asked, the rest always is. */
export interface CertificateRequirement {
  readonly by: readonly Identity[];
  /** `verifier.id`, exactly one of these. */
  readonly verifiers: readonly string[];
  /** `resourceUri`, exactly. */
  readonly resource: string;
  /** `sha256:…`; one of these. */
  readonly policyDigests?: readonly string[];
  readonly policyUri?: string;
  readonly minimumGrade?: GradeLetter;
  /** Each must be among the verified levels. */
  readonly levels?: readonly string[];
  readonly stage?: string;
  /** Milliseconds since `timeVerified`. */
  readonly maxAge?: number;
}

export interface ImagePolicy {
  readonly trustedRoot: TrustedRoot;
  readonly now: Date;
  readonly signatures?: SignerRequirement;
  readonly attestations?: readonly AttestationRequirement[];
  readonly certificate?: CertificateRequirement;
  /** Behind certificates; `strictThresholds` where absent. */
  readonly thresholds?: Thresholds;
  /** Behind keys; `strictThresholds` where absent. */
  readonly keyThresholds?: Thresholds;
}
