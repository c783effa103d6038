// The use case `stack`: manifests or a state, judged by the policy in force.
import { evaluate } from '../../policy-pack/rules/evaluate.ts';
import { stackPolicy } from '../../policy-pack/rules/stack-policy.ts';
import type { EffectivePolicy } from '../gate/effective-policy.ts';
import type { Result } from '../terms/verdict.ts';
import { version } from '../terms/version.ts';
import { decideStack } from './stack-decision.ts';
import { readStackFiles } from './stack-files.ts';
import { type Preset, withPreset } from './stack-preset.ts';

export interface StackRequest {
  readonly paths: readonly string[];
  /** What to compare with: the base branch's manifests, the last state. */
  readonly base?: readonly string[];
  readonly preset?: Preset;
  readonly asOf: Date;
}

/** Errors: those of reading; the policy was read before. */
export function gateStack(request: StackRequest, effective: EffectivePolicy): Result {
  const { policy, stack: rulesOfStack } = withPreset(
    effective.policy,
    stackPolicy(effective.policy.sections),
    request.preset,
  );
  const stack = readStackFiles(request.paths);
  const head = evaluate(stack, rulesOfStack);
  const base = request.base === undefined ? undefined : evaluate(readStackFiles(request.base), rulesOfStack);
  const decision = decideStack({
    head,
    ...(base === undefined ? {} : { base }),
    policy,
    stackPolicy: rulesOfStack,
    now: request.asOf,
  });
  const { verdict, findings, fixed, waivers, warnings } = decision;
  return {
    schemaVersion: 1,
    gate: 'stack',
    verdict,
    images: [],
    stack: { source: request.paths.join(' '), resources: stack.resources.length, coverage: head.coverage },
    findings,
    ...(fixed.length === 0 ? {} : { fixed }),
    waivers,
    warnings: [...effective.warnings, ...warnings],
    snapshot: { asOf: request.asOf.toISOString(), source: 'none', ecosystems: [] },
    policyDigest: effective.digest,
    tool: { name: 'seaworthy', version },
  };
}
