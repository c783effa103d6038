// The use cases of the Action that verify and promote, from the policy file and the workflow's own facts.
import type { ImageJudgement } from '../evidence/image/verify-image.ts';
import { promoteSectionOf } from '../evidence/promote/section.ts';
import { defaultStages } from '../evidence/promote/stages.ts';
import { signSectionOf } from '../evidence/sign/section.ts';
import { defaultVerifier } from '../evidence/sign/terms.ts';
import { hoursOfDuration } from '../terms/duration.ts';
import type { Environment } from '../terms/environment.ts';
import { refuseChange, signingOf, type WorkflowFacts } from './action-signing.ts';
import type { TrustWish } from './evidence/trust-options.ts';
import type { Outside } from './outside.ts';
import { policySections } from './policy/sections.ts';
import { type PromoteAnswer, promoteImage } from './promote.ts';
import { type EvidenceWish, verifyEvidence } from './verify.ts';

/** Asks for a signature and a certificate of each image. `verifier`: who must have judged. */
export async function verifyInAction(
  references: readonly string[],
  verifier: string,
  trust: TrustWish,
  outside: Outside,
): Promise<readonly ImageJudgement[]> {
  const wish: EvidenceWish = {
    signature: true,
    attestations: [],
    threshold: 1,
    requireLog: false,
    certificate: { verifiers: [verifier] },
  };
  const judgements: ImageJudgement[] = [];
  for (const reference of references) judgements.push(await verifyEvidence(reference, wish, trust, outside));
  return judgements;
}

export interface ActionPromotion {
  readonly references: readonly string[];
  readonly to: string;
  readonly target?: string;
  readonly trust: TrustWish;
  readonly policy?: string;
  readonly directory: string;
}

/** By `images.promote` and `images.sign` of the policy file. Errors: `UserError` usage on a change, or without a signer. */
export async function promoteInAction(
  { references, to, target, trust, policy, directory }: ActionPromotion,
  facts: WorkflowFacts,
  environment: Environment,
  outside: Outside,
): Promise<readonly PromoteAnswer[]> {
  refuseChange(facts);
  const sections = await policySections(policy, directory, outside);
  const section = signSectionOf(sections);
  const signing = await signingOf(section, facts, environment, outside);
  const { stages = defaultStages, maxAge, minimumGrade, keys = [] } = promoteSectionOf(sections);
  const { certificate, key } = signing.signer;
  const answers: PromoteAnswer[] = [];
  for (const reference of references) {
    const request = {
      reference,
      to,
      stages,
      signing,
      trust: {
        ...trust,
        keys: [...trust.keys, ...keys],
        ...(certificate === undefined && { own: key.publicKey }),
      },
      evidence: {
        signature: true,
        attestations: [],
        threshold: 1,
        requireLog: false,
        ...(maxAge !== undefined && { maxAge: hoursOfDuration(maxAge) * 3_600_000 }),
        certificate: {
          verifiers: [section.verifier ?? defaultVerifier],
          ...(minimumGrade !== undefined && { minimumGrade }),
        },
      },
      ...(target !== undefined && { target }),
    };
    answers.push(await promoteImage(request, outside));
  }
  return answers;
}
