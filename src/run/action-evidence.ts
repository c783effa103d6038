// The use cases of the Action that sign, verify and promote, from the policy file and the workflow's own facts.
import { setTimeout as sleep } from 'node:timers/promises';
import type { ImageJudgement } from '../evidence/image/verify-image.ts';
import { promoteSectionOf } from '../evidence/promote/section.ts';
import { defaultStages } from '../evidence/promote/stages.ts';
import { patientWitnesses } from '../evidence/sign/patience.ts';
import { type SignSection, signSection, signSectionOf } from '../evidence/sign/section.ts';
import { hoursOfDuration } from '../terms/duration.ts';
import type { Environment } from '../terms/environment.ts';
import { UserError } from '../terms/errors.ts';
import { openSigning, type SignerWish, type Signing } from './evidence/open-signer.ts';
import type { TrustWish } from './evidence/trust-options.ts';
import type { Gated } from './gate.ts';
import type { Outside } from './outside.ts';
import { policySections } from './policy/sections.ts';
import { type PromoteAnswer, promoteImage } from './promote.ts';
import { type SignAnswer, signGated } from './sign.ts';
import { type EvidenceWish, verifyEvidence } from './verify.ts';

/** What the event says about the run. */
export interface WorkflowFacts {
  /** A pull request or merge group: what it builds is no release yet. */
  readonly change: boolean;
  /** Its names stand in public anyway. */
  readonly publicRepository: boolean;
}

export type AfterGate =
  /** The policy asks for no signature. */
  | { readonly kind: 'not-asked' }
  /** It asks for one, and this run cannot or must not give it. */
  | { readonly kind: 'skipped'; readonly why: string }
  | { readonly kind: 'answered'; readonly answers: readonly SignAnswer[] };

const verifier = 'urn:seaworthy:gate';

/** Signs what this very gate judged, without a second scan. Errors: those of `signGated` and `openSigning`. */
export async function signAfterGate(
  gated: Gated,
  references: readonly string[],
  facts: WorkflowFacts,
  environment: Environment,
  outside: Outside,
): Promise<AfterGate> {
  const { sections } = gated.policy.policy;
  const section = signSectionOf(sections);
  const wish = sections.has(signSection.path) ? signerOf(section) : undefined;
  if (wish === undefined) return { kind: 'not-asked' };
  if (facts.change)
    return { kind: 'skipped', why: 'what a pull request builds is signed when it is merged and built again' };
  if (wish.kind === 'keyless' && !hasToken(environment))
    return { kind: 'skipped', why: 'there is no identity token: give the job permissions: id-token: write' };
  const signing = await signingOf(wish, section, facts, environment, outside);
  const { policyUri, owner, intendedUse } = section;
  const answers: SignAnswer[] = [];
  for (const reference of references) {
    const request = {
      reference,
      ...signing,
      formats: section.formats ?? (['legacy', 'bundle'] as const),
      attestations: section.attest ?? (['certificate', 'cyclonedx', 'vulns'] as const),
      terms: {
        verifier: section.verifier ?? verifier,
        ...(policyUri !== undefined && { policyUri }),
        ...(owner !== undefined && { owner }),
        ...(intendedUse !== undefined && { intendedUse }),
      },
      github: environment.github,
    };
    answers.push(await signGated(gated, request, outside));
  }
  return { kind: 'answered', answers };
}

/** Asks for a signature and a certificate of each image. */
export async function verifyInAction(
  references: readonly string[],
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
  if (facts.change) {
    throw new UserError(
      'usage',
      'a pull request promotes nothing: its own files would say how',
      'Promote on push, on workflow_dispatch or on a release.',
    );
  }
  const sections = await policySections(policy, directory, outside);
  const section = signSectionOf(sections);
  const wish = signerOf(section);
  if (wish === undefined)
    throw new UserError('usage', 'nobody is named to sign', 'Write images.sign into the policy.');
  const signing = await signingOf(wish, section, facts, environment, outside);
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
          verifiers: [section.verifier ?? verifier],
          ...(minimumGrade !== undefined && { minimumGrade }),
        },
      },
      ...(target !== undefined && { target }),
    };
    answers.push(await promoteImage(request, outside));
  }
  return answers;
}

function signerOf({ key, kms, keyless }: SignSection): SignerWish | undefined {
  if (key !== undefined) return { kind: 'key', file: key };
  if (kms !== undefined) return { kind: 'plugin', command: kms.plugin, key: kms.key };
  return keyless === undefined ? undefined : { kind: 'keyless' };
}

function hasToken({ identityToken, github }: Environment): boolean {
  return identityToken !== undefined || github.oidcRequestToken !== undefined;
}

/** A repository that is public discloses nothing by the public log; a private one is asked (decision 101). */
async function signingOf(
  wish: SignerWish,
  { signingConfig, publicLog }: SignSection,
  { publicRepository }: WorkflowFacts,
  environment: Environment,
  outside: Outside,
): Promise<Signing> {
  const disclose = publicLog ?? (wish.kind === 'keyless' && publicRepository);
  const services = { disclose, ...(signingConfig !== undefined && { configFile: signingConfig }) };
  const { signer, witnesses } = await openSigning(wish, services, environment, outside);
  // Nobody stands by to run it again, and a job that is run again scans again.
  const patience = {
    sleep: (wait: number) => sleep(wait),
    note: (message: string) => outside.log.warn(message),
  };
  return { signer, witnesses: patientWitnesses(witnesses, patience) };
}
