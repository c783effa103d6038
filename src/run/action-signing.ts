// The use cases of the Action that sign and attest: after its own gate, or for a gate that another step or job completed.
import { setTimeout as sleep } from 'node:timers/promises';
import { patientWitnesses } from '../evidence/sign/patience.ts';
import { type SignSection, signSection, signSectionOf } from '../evidence/sign/section.ts';
import { type SigningWords, signingTerms } from '../evidence/sign/terms.ts';
import type { Environment } from '../terms/environment.ts';
import { UserError } from '../terms/errors.ts';
import { attestPredicate } from './attest.ts';
import type { Judged } from './evidence/kept-gate.ts';
import {
  openSigning,
  prepareSigning,
  type SignerWish,
  type Signing,
  signerOfPolicy,
} from './evidence/open-signer.ts';
import { evidencePlace } from './evidence/repository.ts';
import type { ServiceWish } from './evidence/signing-services.ts';
import type { Outside } from './outside.ts';
import { type SignAnswer, signGated } from './sign.ts';

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

/** Signs what this very gate judged, without a second scan. Errors: those of `signGated` and `openSigning`. */
export async function signAfterGate(
  gated: Judged,
  references: readonly string[],
  facts: WorkflowFacts,
  environment: Environment,
  outside: Outside,
): Promise<AfterGate> {
  const { sections } = gated.policy.policy;
  const wish = sections.has(signSection.path) ? signerOfPolicy(signSectionOf(sections)) : undefined;
  if (wish === undefined) return { kind: 'not-asked' };
  if (facts.change)
    return { kind: 'skipped', why: 'what a pull request builds is signed when it is merged and built again' };
  if (lacksToken(wish, environment))
    return { kind: 'skipped', why: `there is no identity token: ${tokenFix}` };
  return { kind: 'answered', answers: await signAll(gated, references, {}, facts, environment, outside) };
}

/**
 * Signs what a completed gate judged, because that is what was asked for: what the first use case skips is an error here.
 * Errors: `UserError` usage on a change, without a signer or a token; those of `signGated` and `openSigning`.
 */
export async function signInAction(
  gated: Judged,
  references: readonly string[],
  words: SigningWords,
  facts: WorkflowFacts,
  environment: Environment,
  outside: Outside,
): Promise<readonly SignAnswer[]> {
  refuseChange(facts);
  return signAll(gated, references, words, facts, environment, outside);
}

/** A predicate of the user's own, for each image. Errors: as `signInAction`; those of `attestPredicate`. */
export async function attestInAction(
  references: readonly string[],
  predicate: { readonly file: string; readonly type: string },
  sections: ReadonlyMap<string, unknown>,
  facts: WorkflowFacts,
  environment: Environment,
  outside: Outside,
): Promise<readonly SignAnswer[]> {
  refuseChange(facts);
  const signing = await signingOf(signSectionOf(sections), facts, environment, outside);
  const answers: SignAnswer[] = [];
  for (const reference of references) {
    answers.push(await attestPredicate(reference, predicate, signing, outside));
  }
  return answers;
}

/** UserError `usage` on a pull request or in a merge group, before anything of it is read. */
export function refuseChange({ change }: WorkflowFacts): void {
  if (!change) return;
  const fix = 'Sign and promote on push, on workflow_dispatch or on a release.';
  throw new UserError('usage', 'a pull request signs and promotes nothing: its own files would say how', fix);
}

/** UserError `usage` where the policy names nobody, or the job has no token for whom it names. */
export function requireSigner(section: SignSection, environment: Environment): SignerWish {
  const wish = signerOfPolicy(section);
  if (wish === undefined)
    throw new UserError('usage', 'nobody is named to sign', 'Write images.sign into the policy.');
  if (lacksToken(wish, environment))
    throw new UserError('usage', 'there is no identity token to sign with', `To sign keyless, ${tokenFix}.`);
  return wish;
}

/**
 * What signing will need, looked at before there is a gate: a key that does not open, or a place that holds no evidence, costs no
 * scan. Errors: those of `signInAction` but for the registry's.
 */
export async function lookBeforeGate(
  references: readonly string[],
  sections: ReadonlyMap<string, unknown>,
  facts: WorkflowFacts,
  environment: Environment,
  outside: Outside,
): Promise<void> {
  const section = signSectionOf(sections);
  const wish = requireSigner(section, environment);
  for (const reference of references) await evidencePlace(reference, outside);
  await prepareSigning(wish, servicesOf(wish, section, facts), environment, outside);
}

function servicesOf(
  wish: SignerWish,
  { signingConfig, publicLog }: SignSection,
  { publicRepository }: WorkflowFacts,
): ServiceWish {
  const disclose = publicLog ?? (wish.kind === 'keyless' && publicRepository);
  return { disclose, ...(signingConfig !== undefined && { configFile: signingConfig }) };
}

/**
 * Whoever the policy names to sign. A repository that is public discloses nothing by the public log; a private one is
 * asked (decision 101). Errors: those of `requireSigner` and `openSigning`.
 */
export async function signingOf(
  section: SignSection,
  facts: WorkflowFacts,
  environment: Environment,
  outside: Outside,
): Promise<Signing> {
  const wish = requireSigner(section, environment);
  const services = servicesOf(wish, section, facts);
  const { signer, witnesses } = await openSigning(wish, services, environment, outside);
  // Nobody stands by to run it again.
  const patience = {
    sleep: (wait: number) => sleep(wait),
    note: (message: string) => outside.log.warn(message),
  };
  return { signer, witnesses: patientWitnesses(witnesses, patience) };
}

const tokenFix = 'give the job permissions: id-token: write';

function lacksToken(wish: SignerWish, { identityToken, github }: Environment): boolean {
  return wish.kind === 'keyless' && identityToken === undefined && github.oidcRequestToken === undefined;
}

async function signAll(
  gated: Judged,
  references: readonly string[],
  words: SigningWords,
  facts: WorkflowFacts,
  environment: Environment,
  outside: Outside,
): Promise<readonly SignAnswer[]> {
  const section = signSectionOf(gated.policy.policy.sections);
  const signing = await signingOf(section, facts, environment, outside);
  const terms = signingTerms(section, words);
  const answers: SignAnswer[] = [];
  for (const reference of references) {
    const request = { reference, ...signing, ...terms, github: environment.github };
    answers.push(await signGated(gated, request, outside));
  }
  return answers;
}
