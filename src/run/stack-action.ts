// The stack gate in a workflow: on a change the base branch's policy decides, with keys that the change cannot swap.
import type { EffectivePolicy } from '../gate/effective-policy.ts';
import { UserError } from '../terms/errors.ts';
import type { Result } from '../terms/verdict.ts';
import type { PolicyChoice } from './gate.ts';
import type { Outside } from './outside.ts';
import { fetchExtendedPolicy } from './policy/extended.ts';
import { loadPolicy, type PolicyText } from './policy/files.ts';
import { parsing } from './policy/parsing.ts';
import { openImageDesk } from './stack/evidence.ts';
import { readStackFiles } from './stack/files.ts';
import { previewOnStack } from './stack/policy-preview.ts';
import type { Preset } from './stack/preset.ts';
import { comparedWorkloads, reachReport } from './stack/reach-report.ts';
import { parseRendered, readStackBefore, withReleases } from './stack/releases.ts';
import { judgeStack } from './stack.ts';

export interface StackWorkflow {
  /** Folders and files of the stack, from `directory`. */
  readonly paths: readonly string[];
  /** The stack before: the base branch's manifests, the last state. */
  readonly base?: readonly string[];
  readonly preset?: Preset;
  /** `RELEASE=DIR`: manifests that a Helm release was rendered to, from `directory`. */
  readonly rendered?: readonly string[];
  /** The same of the stack before. */
  readonly baseRendered?: readonly string[];
  readonly policy: PolicyChoice;
  readonly asOf: Date;
  /** The checkout. */
  readonly directory: string;
}

/** Errors: those of reading, of the policy and of its keys; a registry's outage makes the verdict incomplete. */
export async function gateStackInWorkflow(request: StackWorkflow, outside: Outside): Promise<Result> {
  const { paths, base, preset, rendered = [], baseRendered = [], policy: choice, asOf, directory } = request;
  const text =
    choice.kind === 'file' ? choice.file : (choice.base ?? (choice.firstRun ? choice.head : undefined));
  const change = choice.kind === 'base';
  // A waiver of the base that ended must not stop the very change that removes it: it just does not help.
  const options = { ...parsing, now: asOf, ...(change && { expired: 'drop' as const }) };
  const load = (one: PolicyText | undefined): Promise<EffectivePolicy> =>
    loadPolicy(one, options, undefined, (reference) => fetchExtendedPolicy(reference, outside));
  const policy = await load(text);
  const desk = openImageDesk(
    { ...outside, clock: { now: () => asOf } },
    { directory, files: change ? 'untrusted' : 'trusted' },
  );
  if (choice.kind === 'base' && !choice.firstRun && preset === 'advisory') {
    throw new UserError(
      'usage',
      'on a change the base branch’s policy decides, and the preset advisory would let everything through',
      'Write `images: { consider: observe }` into the policy of the base branch.',
    );
  }
  const stack = withReleases(readStackFiles(paths), parseRendered(rendered));
  const before = readStackBefore(base, parseRendered(baseRendered));
  const manner = { source: paths.join(' '), asOf, directory, ...(preset !== undefined && { preset }) };
  const question = { ...manner, stack, ...(before !== undefined && { base: before }) };
  const judge = async (by: EffectivePolicy, plan = false): Promise<Result> =>
    (await judgeStack({ ...question, plan }, by, desk)).result;
  const decided = await judge(policy, true);
  const preview =
    choice.kind === 'file'
      ? []
      : await previewOnStack({ policy, result: decided }, () => load(choice.head), judge);
  const result = { ...decided, warnings: [...decided.warnings, ...preview] };
  const reach = reachReport(stack, before);
  if (reach === undefined) return result;
  if (reach !== 'too many') return { ...result, reach };
  const warning = `The stack has more than ${comparedWorkloads} workloads: who can reach whom, and what the change opens, is not shown here; \`seaworthy reach\` and \`seaworthy reach diff\` list it.`;
  return { ...result, warnings: [...result.warnings, warning] };
}
