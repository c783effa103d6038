// One run of the Action: the verdict is `false` before work starts, and only a completed gate changes it.
import * as core from '@actions/core';
import { exitCodeOf, exitCodeOfVerdict } from '../gate/exit-code.ts';
import { readEvent, type WorkflowEvent } from '../github/event.ts';
import { openFileAt } from '../github/file-at.ts';
import { parsePlatform } from '../oci/platforms.ts';
import { packageFormats } from '../packages/formats.ts';
import { gateImages } from '../run/gate.ts';
import { openKnowledge } from '../run/knowledge.ts';
import { parseMoment } from '../run/moment.ts';
import { type Outside, openOutside } from '../run/outside.ts';
import { choosePolicy } from '../run/policy-choice.ts';
import type { Environment } from '../terms/environment.ts';
import { OutsideError, UserError } from '../terms/errors.ts';
import { ContentError } from '../terms/refusal.ts';
import { type Inputs, readInputs } from './inputs.ts';
import { publish, publishFailure } from './outputs.ts';
import { systemPorts } from './ports.ts';

/** Returns the exit code; never throws. */
export async function runAction(environment: Environment): Promise<number> {
  core.setOutput('passed', 'false');
  try {
    const inputs = readInputs(environment);
    const event = readEvent(environment.github);
    const outside = openOutside({
      environment,
      ...systemPorts,
      layerCache: true,
      ...(inputs.login === undefined ? {} : { login: { kind: 'basic', ...inputs.login } }),
    });
    try {
      return await gate(inputs, event, environment, outside);
    } finally {
      outside.close();
    }
  } catch (error) {
    core.setFailed(describe(error));
    publishFailure(describe(error));
    return exitCodeOf(error);
  }
}

async function gate(
  inputs: Inputs,
  event: WorkflowEvent,
  environment: Environment,
  outside: Outside,
): Promise<number> {
  const asOf = inputs.asOf === undefined ? outside.clock.now() : parseMoment(inputs.asOf);
  const { github } = environment;
  const policy = await choosePolicy({
    directory: github.workspace ?? process.cwd(),
    asked: inputs.policy,
    event,
    workflow: github.workflowRef,
    readFileAt: inputs.token === undefined ? undefined : openFileAt(inputs.token, github.apiUrl),
  });
  const publicRepository = event.publicRepository;
  const knowledge = await openKnowledge({ asked: inputs.advisories, asOf, publicRepository }, outside);
  const gated = await gateImages(
    {
      references: inputs.images,
      platforms: inputs.platforms.length === 0 ? 'all' : inputs.platforms.map(parsePlatform),
      formats: packageFormats,
      knowledge,
      asOf,
      policy,
    },
    outside,
  );
  await publish(gated, inputs.output);
  return exitCodeOfVerdict(gated.result.verdict);
}

function describe(error: unknown): string {
  if (error instanceof UserError || error instanceof OutsideError) return `${error.message} — ${error.fix}`;
  if (error instanceof ContentError) return error.message;
  return `a mistake in seaworthy: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
