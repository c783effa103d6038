// The use case `gate`: a scan, judged by the policy in force.
import { judgeWithBasePolicy, type PolicyPreview, type PolicySide } from '../gate/base-policy.ts';
import { type DecideInput, type Decision, decide } from '../gate/decide.ts';
import { type EffectivePolicy, effectivePolicy } from '../gate/effective-policy.ts';
import type { Policy } from '../gate/policy.ts';
import { parsePolicy } from '../gate/policy-file.ts';
import { badDigestsOfPolicy } from '../inspection/image-policy.ts';
import { joinKnownBad } from '../inspection/integrity/known-bad.ts';
import { Bug } from '../terms/errors.ts';
import type { Result } from '../terms/verdict.ts';
import { readBase, withBase } from './base/compare-with-base.ts';
import { planGate } from './base/gate-plan.ts';
import { withSignatures } from './base/look.ts';
import { baseSignersOf } from './base/signature.ts';
import type { TrustWish } from './evidence/trust-options.ts';
import { inspectionDefaults, unaskedInspectors } from './image/inspect.ts';
import { gateResult } from './image/result.ts';
import type { Outside } from './outside.ts';
import { fetchExtendedPolicy } from './policy/extended.ts';
import { loadExtended, type PolicyText } from './policy/files.ts';
import { policyInForce } from './policy/load.ts';
import { type Scan, type ScanRequest, scanImages } from './scan.ts';

/** Whose policy decides. */
export type PolicyChoice =
  | { readonly kind: 'file'; readonly file: PolicyText | undefined }
  /** A change is judged by its base's policy; its own is only previewed (decision 17). */
  | {
      readonly kind: 'base';
      readonly base: PolicyText | undefined;
      readonly head: PolicyText | undefined;
      /** The base has no gate at all yet. */
      readonly firstRun: boolean;
    };

export interface GateRequest extends ScanRequest {
  readonly policy: PolicyChoice;
  /** Images or earlier results to compare with, one a line; undefined: everything counts. */
  readonly base?: string | undefined;
  /** Whose inventory of the base is believed, where one is asked for. */
  readonly baseTrust?: TrustWish;
  /** The image that the fix plan looks into instead of what the bases' tags lead to; `false`: it looks into none. */
  readonly newerBase?: string | false | undefined;
}

export interface Gated {
  readonly result: Result;
  readonly scan: Scan;
  readonly policy: EffectivePolicy;
  readonly preview: PolicyPreview;
}

type Judge = (input: Omit<DecideInput, 'policy'>) => {
  readonly decision: Decision;
  readonly policy: EffectivePolicy;
  readonly preview: PolicyPreview;
};

/** The policy is read before the images: a mistake in it costs nothing. */
export async function gateImages(given: GateRequest, outside: Outside): Promise<Gated> {
  const { judge, sections, files, only } = await openJudge(given, outside);
  const knownBad = joinKnownBad(given.knownBad, badDigestsOfPolicy(sections));
  const request = knownBad === undefined ? given : { ...given, knownBad };
  const signersOf = await baseSignersOf(sections, { directory: process.cwd(), files }, outside);
  const bases = withSignatures(request.bases, signersOf, outside);
  const asked = { ...request, bases, without: unasked(request, only) };
  const scan = await scanImages(asked, outside);
  const base =
    request.base === undefined
      ? undefined
      : await readBase(request.base, request, outside, request.baseTrust);
  const input = {
    images: base === undefined ? scan.images : withBase(scan.images, base.images),
    snapshot: scan.snapshot,
    now: request.asOf,
    ruleDefaults: inspectionDefaults,
  };
  const { decision, policy, preview } = judge(input);
  const plan = await planGate(
    { ...input, policy: policy.policy },
    decision.verdict,
    scan.images,
    asked,
    outside,
  );
  const told = { ...scan, warnings: [...scan.warnings, ...(base?.warnings ?? [])] };
  return { result: gateResult(told, decision, policy, base?.told, plan), scan, policy, preview };
}

/** What a comparison takes for fixed must have been looked for: there every inspector runs. */
function unasked({ base }: GateRequest, only: Policy | undefined): ReadonlySet<string> | undefined {
  return only === undefined || base !== undefined ? undefined : unaskedInspectors(only);
}

interface OpenJudge {
  readonly judge: Judge;
  /** Of the policy that decides. */
  readonly sections: ReadonlyMap<string, unknown>;
  readonly files: 'trusted' | 'untrusted';
  /** The policy, where no other one is told of as well. */
  readonly only: Policy | undefined;
}

async function openJudge({ policy: choice, asOf }: GateRequest, outside: Outside): Promise<OpenJudge> {
  if (choice.kind === 'file') {
    const policy = await policyInForce(choice.file, asOf, outside);
    const judge: Judge = (input) => ({
      decision: decide({ ...input, policy: policy.policy }),
      policy,
      preview: { kind: 'same' },
    });
    return { judge, sections: policy.policy.sections, files: 'trusted', only: policy.policy };
  }
  const fetchPolicy = (reference: string): Promise<string> => fetchExtendedPolicy(reference, outside);
  const { parsing } = await import('./policy/parsing.ts');
  const side = async (text: PolicyText | undefined): Promise<PolicySide | undefined> => {
    if (text === undefined) return undefined;
    const options = { ...parsing, now: asOf, expired: 'drop' } as const;
    const organisation = await loadExtended(
      parsePolicy(text.text, { ...options, file: text.file }),
      options,
      fetchPolicy,
    );
    return { ...text, ...(organisation === undefined ? {} : { organisation }) };
  };
  const basePolicy = await side(choice.base);
  const headPolicy: PolicySide | undefined = await side(choice.head).catch((error: unknown) => {
    // A wrong policy of the change is shown by its preview, unless it is the one that decides.
    if (choice.firstRun || error instanceof Bug) throw error;
    return choice.head;
  });
  const judge: Judge = (input) =>
    judgeWithBasePolicy({
      ...input,
      ...(basePolicy === undefined ? {} : { basePolicy }),
      ...(headPolicy === undefined ? {} : { headPolicy }),
      parsing,
      firstRun: choice.firstRun,
    });
  const decisive = choice.firstRun ? headPolicy : basePolicy;
  const { policy } = effectivePolicy({
    ...(decisive === undefined
      ? {}
      : {
          file: parsePolicy(decisive.text, { ...parsing, now: asOf, expired: 'drop', file: decisive.file }),
        }),
    ...(decisive?.organisation === undefined ? {} : { organisation: decisive.organisation }),
  });
  // Files of keys lie in the checkout, which is the change's own.
  const isOne = choice.head?.text === choice.base?.text;
  return { judge, sections: policy.sections, files: 'untrusted', only: isOne ? policy : undefined };
}
