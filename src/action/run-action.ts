// One run of the Action: the verdict is `false` before work starts, and only a completed gate changes it.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as core from '@actions/core';
import { exitCodeOf, exitCodeOfVerdict } from '../gate/exit-code.ts';
import { type GitHubApi, openApi } from '../github/api.ts';
import { readEvent, type WorkflowEvent } from '../github/event.ts';
import { refuseUntrusted } from '../github/trust.ts';
import { readVerdict } from '../run/join.ts';
import { parseMoment } from '../run/moment.ts';
import { type Outside, openOutside } from '../run/outside.ts';
import type { Environment } from '../terms/environment.ts';
import { believe } from './belief-modes.ts';
import { examineInAction } from './doctor-mode.ts';
import { listEvidence } from './evidence-mode.ts';
import { describeFailure } from './failure.ts';
import { type Judged, judge } from './gate-mode.ts';
import { type Inputs, readInputs } from './inputs.ts';
import { announceFailure } from './outputs.ts';
import { systemPorts } from './ports.ts';
import { showVerdict } from './show.ts';
import { signInMode } from './sign-mode.ts';

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
    return await runMode(inputs, event, environment, api);
  } catch (error) {
    core.setFailed(describeFailure(error));
    await announceFailure(describeFailure(error));
    return exitCodeOf(error);
  }
}

async function runMode(
  inputs: Inputs,
  event: WorkflowEvent,
  environment: Environment,
  api: GitHubApi | undefined,
): Promise<number> {
  switch (inputs.mode) {
    case 'doctor':
      return examineInAction(event, environment, api, systemPorts.clock.now());
    case 'publish': {
      const result = readVerdict(inputs.verdict ?? 'seaworthy-report/result.json');
      return show({ result, unsigned: undefined }, inputs, event, environment, api);
    }
    case 'sign':
    case 'attest':
      return withOutside(inputs, environment, (outside) =>
        signInMode(inputs, event, environment, api, outside),
      );
    case 'evidence':
      return withOutside(inputs, environment, (outside) =>
        listEvidence(inputs, event, environment, api, outside),
      );
    case 'verify':
    case 'promote':
      return withOutside(inputs, environment, (outside) => believe(inputs, event, environment, api, outside));
    case 'gate':
    case 'stack': {
      const judged = await withOutside(inputs, environment, (outside) =>
        judge(inputs, event, environment, api, outside),
      );
      return show(judged, inputs, event, environment, api);
    }
  }
}

async function show(
  { result, unsigned }: Judged,
  inputs: Inputs,
  event: WorkflowEvent,
  environment: Environment,
  api: GitHubApi | undefined,
): Promise<number> {
  await showVerdict(result, inputs, event, environment, api);
  if (unsigned === undefined) return exitCodeOfVerdict(result.verdict);
  core.setOutput('passed', 'false');
  core.setFailed(`The verdict stands, and the image is not signed: ${describeFailure(unsigned.cause)}`);
  return exitCodeOf(unsigned.cause);
}

async function withOutside<T>(
  { mode, asOf, login }: Inputs,
  environment: Environment,
  work: (outside: Outside) => Promise<T>,
): Promise<T> {
  // A gate keeps the true time for what it asks of others; belief is as of the day asked for.
  const judging = ['gate', 'stack', 'sign', 'attest'].includes(mode);
  const { runnerTemp } = environment.github;
  const then = judging || asOf === undefined ? undefined : parseMoment(asOf);
  const outside = openOutside({
    environment,
    ...systemPorts,
    ...(then !== undefined && { clock: { now: () => then } }),
    layerCache: true,
    // Emptied before each job: no other job, and no other workflow on the same machine, can leave a verdict there.
    keptGates: runnerTemp === undefined ? undefined : join(runnerTemp, 'seaworthy-gated'),
    ...(login === undefined ? {} : { login: { kind: 'basic', ...login } }),
  });
  try {
    return await work(outside);
  } finally {
    outside.close();
  }
}
