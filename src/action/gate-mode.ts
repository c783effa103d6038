// The modes that judge: an image, a stack, or both as one verdict.
import * as core from '@actions/core';
import { isPreview, withoutNeedless } from '../gate/policy-preview.ts';
import type { GitHubApi } from '../github/api.ts';
import type { WorkflowEvent } from '../github/event.ts';
import { openFileAt } from '../github/file-at.ts';
import { parsePlatform } from '../oci/platforms.ts';
import { openKnowledge } from '../run/advisories/knowledge.ts';
import { expandBase } from '../run/base/pattern.ts';
import { gateAndKeep } from '../run/evidence/kept-gate.ts';
import type { Gated, GateRequest, PolicyChoice } from '../run/gate.ts';
import { expandImages } from '../run/image/globs.ts';
import { joinStack, readStackReport } from '../run/join.ts';
import { parseMoment } from '../run/moment.ts';
import type { Outside } from '../run/outside.ts';
import { choosePolicy } from '../run/policy/choice.ts';
import { readWorkflowFacts, type WorkflowPlace } from '../run/policy/workflow-facts.ts';
import { trustInWorkflow } from '../run/policy/workflow-trust.ts';
import { gateStackInWorkflow } from '../run/stack-action.ts';
import type { Environment } from '../terms/environment.ts';
import type { Result } from '../terms/verdict.ts';
import { signJudged } from './belief-modes.ts';
import type { Inputs } from './inputs.ts';
import { withPages } from './pages.ts';

export interface Judged {
  readonly result: Result;
  /** Why the signature that the policy asks for could not be made. */
  readonly unsigned: { readonly cause: unknown } | undefined;
}

/** Errors: those of inputs, policy, sources and of reading the base at GitHub. */
export async function judge(
  inputs: Inputs,
  event: WorkflowEvent,
  environment: Environment,
  api: GitHubApi | undefined,
  outside: Outside,
): Promise<Judged> {
  const { github } = environment;
  const asOf = inputs.asOf === undefined ? outside.clock.now() : parseMoment(inputs.asOf);
  const directory = github.workspace ?? process.cwd();
  const readFileAt = api === undefined ? undefined : openFileAt(api);
  const { policy: asked, stackReport } = inputs;
  const question = { directory, asked, event, workflow: github.workflowRef, readFileAt };
  const policy = await choosePolicy(question);
  const told = stackReport === undefined ? undefined : readStackReport(stackReport);
  const stack = await judgeStack(inputs, policy, asOf, directory, outside);
  if (inputs.mode === 'stack' && stack !== undefined) {
    const result = told === undefined ? stack : joinStack(stack, told);
    return { result: finished(result, github), unsigned: undefined };
  }
  const { variables } = environment;
  const place = { directory, event, readFileAt, policy, asOf, variables };
  const { request, warnings } = await askedGate(inputs, place, outside);
  const base =
    inputs.base === undefined
      ? undefined
      : expandBase(inputs.base, { ref: event.baseRef, sha: event.baseSha });
  const baseTrust = await trustInWorkflow(inputs.trust, place);
  const gated = await gateAndKeep({ ...request, base, baseTrust, newerBase: inputs.newerBase }, outside);
  const unsigned = inputs.signLater
    ? undefined
    : await signJudged(gated, inputs, event, environment, outside);
  const result = withWarnings(withPreview(gated), warnings);
  const stacks = [stack, told].filter((one) => one !== undefined);
  return { result: finished(stacks.reduce(joinStack, result), github), unsigned };
}

export interface AskedGate extends WorkflowPlace {
  readonly event: WorkflowEvent;
  readonly policy: PolicyChoice;
  readonly asOf: Date;
  /** Those of the environment that files of a build may name. */
  readonly variables: ReadonlyMap<string, string>;
}

/** What the inputs ask about images, but for what they are compared with. Errors: `UserError` for files and patterns. */
export async function askedGate(
  inputs: Inputs,
  { policy, asOf, ...place }: AskedGate,
  outside: Outside,
): Promise<{ readonly request: GateRequest; readonly warnings: readonly string[] }> {
  const { publicRepository } = place.event;
  const facts = await readWorkflowFacts(inputs.facts, place);
  return {
    request: {
      references: expandImages(inputs.images, place.directory, place.variables),
      platforms: inputs.platforms.length === 0 ? 'all' : inputs.platforms.map(parsePlatform),
      knowledge: await openKnowledge({ asked: inputs.advisories, asOf, publicRepository }, outside),
      asOf,
      policy,
      ...facts.scan,
    },
    warnings: facts.warnings,
  };
}

async function judgeStack(
  { stack }: Inputs,
  policy: PolicyChoice,
  asOf: Date,
  directory: string,
  outside: Outside,
): Promise<Result | undefined> {
  const { paths, base, preset, rendered, baseRendered } = stack;
  if (paths.length === 0) return undefined;
  const compared = base.length === 0 ? {} : { base };
  const manner = preset === undefined ? {} : { preset };
  return gateStackInWorkflow(
    { paths, ...compared, ...manner, rendered, baseRendered, policy, asOf, directory },
    outside,
  );
}

/** The sentences about a change of policy go with the result, so that every surface has them, published now or by a later run. */
function withPreview({ preview, result }: Gated): Result {
  return preview.kind === 'changed' ? withWarnings(result, preview.sentences) : result;
}

function finished(result: Result, github: Environment['github']): Result {
  const warnings = withoutNeedless(result.warnings);
  const previews = warnings.filter(isPreview);
  if (previews.length > 0) core.notice(previews.join('\n'), { title: 'This change of policy' });
  return withPages({ ...result, warnings }, github);
}

function withWarnings(result: Result, warnings: readonly string[]): Result {
  return { ...result, warnings: [...new Set([...warnings, ...result.warnings])] };
}
