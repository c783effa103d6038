// A change is judged by the policy of its base; its own policy is only previewed (decision 17).
import { UserError } from '../terms/errors.ts';
import { type DecideInput, type Decision, decide } from './decide.ts';
import { type EffectivePolicy, effectivePolicy } from './effective-policy.ts';
import type { PolicyLayer } from './policy.ts';
import { type PolicyFile, type PolicyOptions, parsePolicy } from './policy-file.ts';
import { previewSentences } from './policy-preview.ts';

/** One side's policy file, with the parsed policy that its `extends` names. */
export interface PolicySide {
  readonly file: string;
  readonly text: string;
  readonly organisation?: PolicyFile;
}

export interface BasePolicyInput extends Omit<DecideInput, 'policy'> {
  /** Absent: the base has no policy file, and the defaults decide. */
  readonly basePolicy?: PolicySide;
  /** Absent: the change has no policy file or removes it. */
  readonly headPolicy?: PolicySide;
  readonly inputPolicy?: PolicyLayer;
  readonly parsing?: Pick<PolicyOptions, 'sections' | 'rules'>;
  /**
   * The base has neither a policy file nor a workflow that runs the gate: there is no door yet that the
   * change could open, and its own policy decides.
   */
  readonly firstRun?: boolean;
}

export type PolicyPreview =
  | { readonly kind: 'same' }
  | { readonly kind: 'changed'; readonly sentences: readonly string[]; readonly decision: Decision }
  | { readonly kind: 'invalid'; readonly error: UserError };

export interface BaseJudgement {
  readonly decision: Decision;
  readonly policy: EffectivePolicy;
  readonly preview: PolicyPreview;
}

/** Throws `UserError` when the base's own policy is wrong; a wrong policy of the change is only shown. */
export function judgeWithBasePolicy(input: BasePolicyInput): BaseJudgement {
  const deciding =
    input.firstRun === true && input.basePolicy === undefined ? input.headPolicy : input.basePolicy;
  const policy = force(deciding, input);
  const judged = decide({ ...input, policy: policy.policy });
  const preview = previewOf(input, judged, policy);
  const warnings = [...policy.warnings, ...judged.warnings, ...invalidWarning(preview)];
  return { decision: { ...judged, warnings }, policy, preview };
}

function force(side: PolicySide | undefined, input: BasePolicyInput): EffectivePolicy {
  // A waiver of the base that ended must not stop the very change that removes it: it just does not help.
  const options = { ...input.parsing, now: input.now, expired: 'drop' } as const;
  return effectivePolicy({
    ...(side === undefined ? {} : { file: parsePolicy(side.text, { ...options, file: side.file }) }),
    ...(side?.organisation === undefined ? {} : { organisation: side.organisation }),
    ...(input.inputPolicy === undefined ? {} : { input: input.inputPolicy }),
  });
}

function previewOf(input: BasePolicyInput, judged: Decision, policy: EffectivePolicy): PolicyPreview {
  try {
    const head = force(input.headPolicy, input);
    if (head.digest === policy.digest) return { kind: 'same' };
    const decision = decide({ ...input, policy: head.policy });
    return {
      kind: 'changed',
      decision,
      sentences: previewSentences(policy.policy, head.policy, judged, decision),
    };
  } catch (error) {
    if (error instanceof UserError) return { kind: 'invalid', error };
    throw error;
  }
}

function invalidWarning(preview: PolicyPreview): readonly string[] {
  if (preview.kind !== 'invalid') return [];
  const { message, fix } = preview.error;
  return [`The policy of this change is wrong and would stop every later run: ${message}. ${fix}`];
}
