// The use case `stack`: manifests or a state, judged by the policy in force.
import { withRendered } from '../../policy-pack/model/rendered.ts';
import type { Stack } from '../../policy-pack/model/stack.ts';
import { evaluate } from '../../policy-pack/rules/evaluate.ts';
import { rules as allRules } from '../../policy-pack/rules/registry.ts';
import { stackPolicy } from '../../policy-pack/rules/stack-policy.ts';
import type { EffectivePolicy } from '../gate/effective-policy.ts';
import type { Outcome } from '../terms/finding.ts';
import type { Result } from '../terms/verdict.ts';
import { version } from '../terms/version.ts';
import { decideStack } from './stack/decision.ts';
import type { ImageDesk } from './stack/evidence.ts';
import { readStackFiles } from './stack/files.ts';
import { planStack } from './stack/plan.ts';
import { type Preset, withPreset } from './stack/preset.ts';
import { readStackBefore, renderingsOf, unequalReleases, withReleases } from './stack/releases.ts';
import { writtenTwice } from './stack/twice.ts';

interface Manner {
  readonly preset?: Preset;
  /** Whether to say what to do first, which judges the stack up to two more times where it does not pass. */
  readonly plan?: boolean;
  readonly asOf: Date;
  /** Where the paths of rendered releases that the policy names go from; the working directory. */
  readonly directory?: string;
}

export interface StackRequest extends Manner {
  readonly paths: readonly string[];
  /** What to compare with: the base branch's manifests, the last state. */
  readonly base?: readonly string[];
  /** Helm release → its rendered manifests, beside those of the policy. */
  readonly rendered?: ReadonlyMap<string, string>;
  /** The same of the stack before. */
  readonly baseRendered?: ReadonlyMap<string, string>;
}

/** A stack that is at hand already, such as the one a policy pack was told of. */
export interface StackCase extends Manner {
  readonly stack: Stack;
  readonly base?: Stack;
  /** The stack is one resource of a larger one: rules about whole stacks do not run. */
  readonly alone?: boolean;
  /** Where it came from, for the report. */
  readonly source: string;
}

/** The result, and what every rule said of every subject, in a fixed order. */
export interface GatedStack {
  readonly result: Result;
  readonly outcomes: readonly Outcome[];
}

/** Errors: those of reading and of the desk; the policy was read before. Without a desk nothing is known of images. */
export async function gateStack(
  request: StackRequest,
  effective: EffectivePolicy,
  desk?: ImageDesk,
): Promise<GatedStack> {
  const { paths, base, rendered = new Map(), baseRendered = new Map(), ...manner } = request;
  const stack = withReleases(readStackFiles(paths), rendered);
  const before = readStackBefore(base, baseRendered);
  const compared = before === undefined ? {} : { base: before };
  return judgeStack({ ...manner, ...compared, stack, source: paths.join(' ') }, effective, desk);
}

/** Pure but for what the desk looks up. */
export async function judgeStack(
  request: StackCase,
  effective: EffectivePolicy,
  desk?: ImageDesk,
): Promise<GatedStack> {
  const { policy, stack: rulesOfStack } = withPreset(
    effective.policy,
    stackPolicy(effective.policy.sections),
    request.preset,
  );
  const { base: before, directory = '.' } = request;
  const stack = withRendered(request.stack, renderingsOf(request.stack, rulesOfStack.rendered, directory));
  const stacks = before === undefined ? [stack] : [stack, before];
  const options = { alone: request.alone === true, ...(await desk?.look(stacks, rulesOfStack)) };
  const head = evaluate(stack, rulesOfStack, options);
  const base = before === undefined ? undefined : evaluate(before, rulesOfStack, options);
  const candidate = {
    head,
    stack,
    ...(base === undefined || before === undefined ? {} : { base: { evaluation: base, stack: before } }),
    policy,
    stackPolicy: rulesOfStack,
    now: request.asOf,
  };
  const decision = decideStack(candidate);
  const fixPlan =
    request.plan === true
      ? planStack(candidate, decision, (changed, only) =>
          evaluate(changed, rulesOfStack, { ...options, ...rulesMatching(only) }),
        )
      : undefined;
  const { verdict, findings, fixed, waivers, warnings } = decision;
  const result: Result = {
    schemaVersion: 1,
    gate: 'stack',
    verdict,
    images: [],
    stack: { source: request.source, resources: stack.resources.length, coverage: head.coverage },
    findings,
    ...(fixed.length === 0 ? {} : { fixed }),
    ...(fixPlan === undefined ? {} : { fixPlan }),
    waivers,
    warnings: [...effective.warnings, ...unequalReleases(stack, before), ...writtenTwice(stack), ...warnings],
    snapshot: { asOf: request.asOf.toISOString(), source: 'none', ecosystems: [] },
    policyDigest: effective.digest,
    tool: { name: 'seaworthy', version },
  };
  return { result, outcomes: head.outcomes };
}

function rulesMatching(only: RegExp | undefined): { readonly rules?: typeof allRules } {
  return only === undefined ? {} : { rules: allRules.filter(({ id }) => only.test(id)) };
}
