// One run of the Action: the verdict is `false` before work starts, and only a completed gate changes it.
import { setTimeout as sleep } from 'node:timers/promises';
import * as core from '@actions/core';
import { exitCodeOf, exitCodeOfVerdict } from '../gate/exit-code.ts';
import { type GitHubApi, openApi } from '../github/api.ts';
import { readEvent, type WorkflowEvent } from '../github/event.ts';
import { openFileAt } from '../github/file-at.ts';
import { publishVerdict, type Surface } from '../github/publish.ts';
import { findTarget, type TargetFacts } from '../github/target.ts';
import { refuseUntrusted } from '../github/trust.ts';
import { parsePlatform } from '../oci/platforms.ts';
import { packageFormats } from '../packages/formats.ts';
import { expandBase } from '../run/base-pattern.ts';
import { type Gated, gateImages } from '../run/gate.ts';
import { expandImages } from '../run/image-globs.ts';
import { joinStack, readStackReport, readVerdict } from '../run/join.ts';
import { openKnowledge } from '../run/knowledge.ts';
import { parseMoment } from '../run/moment.ts';
import { type Outside, openOutside } from '../run/outside.ts';
import { choosePolicy } from '../run/policy-choice.ts';
import type { Environment } from '../terms/environment.ts';
import { OutsideError, UserError } from '../terms/errors.ts';
import { ContentError } from '../terms/refusal.ts';
import type { Result } from '../terms/verdict.ts';
import { believe, signJudged } from './evidence-modes.ts';
import { type Inputs, readInputs } from './inputs.ts';
import { announceFailure, announceVerdict } from './outputs.ts';
import { systemPorts } from './ports.ts';

/** Returns the exit code; never throws. */
export async function runAction(environment: Environment): Promise<number> {
  core.setOutput('passed', 'false');
  try {
    const inputs = readInputs(environment);
    const event = readEvent(environment.github);
    refuseUntrusted(event, environment.github.workspace ?? process.cwd());
    const { apiUrl } = environment.github;
    const { token } = inputs;
    const api = token === undefined ? undefined : openApi({ token, apiUrl, sleep: (wait) => sleep(wait) });
    if (inputs.mode === 'verify' || inputs.mode === 'promote') {
      const outside = openActionOutside(inputs, environment);
      try {
        return await believe(inputs, event, environment, outside);
      } finally {
        outside.close();
      }
    }
    const { result, unsigned } =
      inputs.mode === 'publish'
        ? { result: readVerdict(inputs.verdict ?? 'seaworthy-report/result.json'), unsigned: undefined }
        : await gate(inputs, event, environment, api);
    await show(result, inputs, event, environment, api);
    if (unsigned === undefined) return exitCodeOfVerdict(result.verdict);
    core.setOutput('passed', 'false');
    core.setFailed(`The verdict stands, and the image is not signed: ${describe(unsigned.cause)}`);
    return exitCodeOf(unsigned.cause);
  } catch (error) {
    core.setFailed(describe(error));
    await announceFailure(describe(error));
    return exitCodeOf(error);
  }
}

function openActionOutside({ mode, asOf, login }: Inputs, environment: Environment): Outside {
  // A gate keeps the true time for what it asks of others; belief is as of the day asked for.
  const then = mode === 'gate' || asOf === undefined ? undefined : parseMoment(asOf);
  return openOutside({
    environment,
    ...systemPorts,
    ...(then !== undefined && { clock: { now: () => then } }),
    layerCache: true,
    ...(login === undefined ? {} : { login: { kind: 'basic', ...login } }),
  });
}

interface Judged {
  readonly result: Result;
  /** Why the signature that the policy asks for could not be made. */
  readonly unsigned: { readonly cause: unknown } | undefined;
}

async function gate(
  inputs: Inputs,
  event: WorkflowEvent,
  environment: Environment,
  api: GitHubApi | undefined,
): Promise<Judged> {
  const outside = openActionOutside(inputs, environment);
  try {
    const asOf = inputs.asOf === undefined ? outside.clock.now() : parseMoment(inputs.asOf);
    const { github } = environment;
    const stack = inputs.stackReport === undefined ? undefined : readStackReport(inputs.stackReport);
    const policy = await choosePolicy({
      directory: github.workspace ?? process.cwd(),
      asked: inputs.policy,
      event,
      workflow: github.workflowRef,
      readFileAt: api === undefined ? undefined : openFileAt(api),
    });
    const { publicRepository } = event;
    const gated = await gateImages(
      {
        references: expandImages(inputs.images, github.workspace ?? process.cwd()),
        platforms: inputs.platforms.length === 0 ? 'all' : inputs.platforms.map(parsePlatform),
        formats: packageFormats,
        knowledge: openKnowledge({ asked: inputs.advisories, asOf, publicRepository }, outside),
        asOf,
        policy,
        base:
          inputs.base === undefined
            ? undefined
            : expandBase(inputs.base, { ref: event.baseRef, sha: event.baseSha }),
      },
      outside,
    );
    const unsigned = await signJudged(gated, inputs, event, environment, outside);
    const result = withPreview(gated);
    return { result: stack === undefined ? result : joinStack(result, stack), unsigned };
  } finally {
    outside.close();
  }
}

/** Surfaces that need rights come first: `passed` is the last thing said. */
async function show(
  result: Result,
  inputs: Inputs,
  event: WorkflowEvent,
  environment: Environment,
  api: GitHubApi | undefined,
): Promise<void> {
  const { github } = environment;
  if (inputs.surfaces.length > 0 && api !== undefined && github.actions) {
    if (event.pullRequest?.fork === true && inputs.mode === 'gate') {
      core.info(
        'This change comes from a fork: its token may only read. Show the verdict with mode: publish on workflow_run.',
      );
    } else {
      const { sha, ref, job } = github;
      await publish(api, result, event, { sha, ref, job, leg: inputs.leg }, inputs.surfaces);
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
    core.notice(`Not shown beside the summary: ${describe(error)}`);
  }
}

/** The sentences go with the result, so that every surface has them, published now or by a later run. */
function withPreview({ preview, result }: Gated): Result {
  if (preview.kind !== 'changed') return result;
  core.notice(preview.sentences.join('\n'), { title: 'This change of policy' });
  return { ...result, warnings: [...new Set([...preview.sentences, ...result.warnings])] };
}

function describe(error: unknown): string {
  if (error instanceof UserError || error instanceof OutsideError) return `${error.message} — ${error.fix}`;
  if (error instanceof ContentError) return error.message;
  return `a mistake in seaworthy: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
