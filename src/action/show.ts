// Shows a verdict where it can be shown: on GitHub first, in the runner's own files last.
import * as core from '@actions/core';
import type { GitHubApi } from '../github/api.ts';
import type { WorkflowEvent } from '../github/event.ts';
import { publishVerdict, type Surface } from '../github/publish.ts';
import { findTarget, type TargetFacts } from '../github/target.ts';
import type { Environment } from '../terms/environment.ts';
import type { Result } from '../terms/verdict.ts';
import { describeFailure } from './failure.ts';
import type { Inputs } from './inputs.ts';
import { announceVerdict } from './outputs.ts';

/** Surfaces that need rights come first: `passed` is the last thing said. */
export async function showVerdict(
  result: Result,
  inputs: Inputs,
  event: WorkflowEvent,
  { github }: Environment,
  api: GitHubApi | undefined,
): Promise<void> {
  if (inputs.surfaces.length > 0 && api !== undefined && github.actions) {
    if (event.pullRequest?.fork === true && inputs.mode !== 'publish') {
      core.info(
        'This change comes from a fork: its token may only read. Show the verdict with mode: publish on workflow_run.',
      );
    } else {
      const { sha, ref, job } = github;
      const facts = { sha, ref, job, leg: inputs.leg, stackAlone: result.gate === 'stack' };
      await publish(api, result, event, facts, inputs.surfaces);
    }
  }
  await announceVerdict(result, inputs.output);
}

/** Whatever goes wrong here is said; the verdict stays what it is. */
async function publish(
  api: GitHubApi,
  result: Result,
  event: WorkflowEvent,
  facts: TargetFacts,
  wanted: readonly Surface[],
): Promise<void> {
  try {
    const target = await findTarget(api, event, facts);
    for (const one of await publishVerdict(api, result, target, wanted)) {
      if (one.detail !== undefined) core.notice(`${one.surface} not shown: ${one.detail}`);
    }
  } catch (error) {
    core.notice(`Not shown beside the summary: ${describeFailure(error)}`);
  }
}
