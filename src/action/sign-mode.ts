// Modes `sign` and `attest`: what a gate has passed is signed, in a later step or a later job than the gate's.
import * as core from '@actions/core';
import type { GitHubApi } from '../github/api.ts';
import type { WorkflowEvent } from '../github/event.ts';
import { openFileAt } from '../github/file-at.ts';
import { isTag } from '../oci/reference.ts';
import { forMarkdown } from '../report/encoders/markdown.ts';
import { attestInAction, lookBeforeGate, refuseChange, signInAction } from '../run/action-signing.ts';
import { readCompleted } from '../run/evidence/completed-file.ts';
import { gateOnce, type Judged } from '../run/evidence/kept-gate.ts';
import { expandImages } from '../run/image/globs.ts';
import { parseMoment } from '../run/moment.ts';
import type { Outside } from '../run/outside.ts';
import { choosePolicy } from '../run/policy/choice.ts';
import { sectionsOfChoice } from '../run/policy/sections.ts';
import type { SignAnswer } from '../run/sign.ts';
import type { Environment } from '../terms/environment.ts';
import { UserError } from '../terms/errors.ts';
import { type AskedGate, askedGate } from './gate-mode.ts';
import type { Inputs } from './inputs.ts';
import { announceSigned, directoryOf, factsOf } from './signed.ts';

/** The exit code, 1 when an image is not fit to be signed. Errors: `UserError` usage on a change; those of gate and signing. */
export async function signInMode(
  inputs: Inputs,
  event: WorkflowEvent,
  environment: Environment,
  api: GitHubApi | undefined,
  outside: Outside,
): Promise<number> {
  const facts = factsOf(event);
  refuseChange(facts);
  const directory = directoryOf(environment);
  const references = expandImages(inputs.images, directory, environment.variables);
  const readFileAt = api === undefined ? undefined : openFileAt(api);
  const { workflowRef: workflow } = environment.github;
  const policy = await choosePolicy({ directory, asked: inputs.policy, event, workflow, readFileAt });
  const { predicate } = inputs;
  const sections = await sectionsOfChoice(policy, outside);
  if (predicate !== undefined) {
    return conclude(
      await attestInAction(references, predicate, sections, facts, environment, outside),
      inputs,
    );
  }
  if (inputs.to !== undefined && !isTag(inputs.to)) {
    throw new UserError(
      'usage',
      `${JSON.stringify(inputs.to)} is no stage`,
      'A stage is a tag, such as prod.',
    );
  }
  await lookBeforeGate(references, sections, facts, environment, outside);
  const asOf = inputs.asOf === undefined ? outside.clock.now() : parseMoment(inputs.asOf);
  const { variables } = environment;
  const asked = { directory, event, readFileAt, policy, asOf, variables };
  const gated = await completed(inputs, asked, outside);
  core.setOutput('certificate', gated.result.verdict?.certificate ?? 'incomplete');
  core.setOutput('grade', gated.result.grade?.letter ?? '');
  const words = {
    ...(inputs.mode === 'attest' && { formats: [] }),
    ...(inputs.to !== undefined && { stage: inputs.to }),
  };
  return conclude(await signInAction(gated, references, words, facts, environment, outside), inputs);
}

/** Of the job that is named, else of an earlier step of this job, else gated here. */
async function completed(inputs: Inputs, asked: AskedGate, outside: Outside): Promise<Judged> {
  const { verdict: path, verdictDigest: digest } = inputs;
  const { policy } = asked;
  if (path !== undefined && digest !== undefined && policy.kind === 'file') {
    return readCompleted({ path, digest, ...asked, policy: policy.file }, outside);
  }
  const { request } = await askedGate(inputs, asked, outside);
  return gateOnce(request, outside, { anew: false });
}

async function conclude(answers: readonly SignAnswer[], { mode }: Inputs): Promise<number> {
  const done = mode === 'attest' ? 'Attested' : 'Signed';
  announceSigned(answers, done);
  const reasons = answers.flatMap((answer) => (answer.kind === 'refused' ? answer.reasons : []));
  for (const { message, fix } of reasons) {
    core.error(`${message} ${fix}`, { title: `Not ${done.toLowerCase()}` });
    core.summary.addRaw(`- ${forMarkdown(message)} ${forMarkdown(fix)}\n`);
  }
  await core.summary.write();
  const passed = answers.length > 0 && answers.every(({ kind }) => kind === 'signed');
  if (!passed) core.setFailed(`Not ${done.toLowerCase()}: the image is not fit to run.`);
  core.setOutput('passed', String(passed));
  return passed ? 0 : 1;
}
