// Modes `verify` and `promote`, and the signing that ends mode `gate`.
import * as core from '@actions/core';
import { signSectionOf } from '../evidence/sign/section.ts';
import { defaultVerifier } from '../evidence/sign/terms.ts';
import type { GitHubApi } from '../github/api.ts';
import type { WorkflowEvent } from '../github/event.ts';
import { openFileAt } from '../github/file-at.ts';
import { forMarkdown, forMarkdownCode } from '../report/encoders/markdown.ts';
import { promoteInAction, verifyInAction } from '../run/action-evidence.ts';
import { signAfterGate } from '../run/action-signing.ts';
import type { Gated } from '../run/gate.ts';
import { expandImages } from '../run/image/globs.ts';
import type { Outside } from '../run/outside.ts';
import { choosePolicy } from '../run/policy/choice.ts';
import { sectionsOfChoice } from '../run/policy/sections.ts';
import { trustInWorkflow } from '../run/policy/workflow-trust.ts';
import type { Environment } from '../terms/environment.ts';
import { Bug, UserError } from '../terms/errors.ts';
import type { Inputs } from './inputs.ts';
import { announceSigned, directoryOf, factsOf } from './signed.ts';

/** Says what was signed; an error is given back, so that the verdict is shown before it ends the run. */
export async function signJudged(
  gated: Gated,
  inputs: Inputs,
  event: WorkflowEvent,
  environment: Environment,
  outside: Outside,
): Promise<{ readonly cause: unknown } | undefined> {
  try {
    const images = expandImages(inputs.images, directoryOf(environment), environment.variables);
    const after = await signAfterGate(gated, images, factsOf(event), environment, outside);
    if (after.kind === 'skipped') core.notice(`Not signed: ${after.why}.`);
    if (after.kind !== 'answered') return undefined;
    announceSigned(after.answers, 'Signed');
    return undefined;
  } catch (cause) {
    if (cause instanceof Bug) throw cause;
    return { cause };
  }
}

/** Modes `verify` and `promote`: the exit code, 1 when an image is refused. Errors: `UserError` usage and those of trust and registry. */
export async function believe(
  inputs: Inputs,
  event: WorkflowEvent,
  environment: Environment,
  api: GitHubApi | undefined,
  outside: Outside,
): Promise<number> {
  const directory = directoryOf(environment);
  const references = expandImages(inputs.images, directory, environment.variables);
  const answers =
    inputs.mode === 'verify'
      ? (await verifyAll(inputs, references, event, environment, api, outside)).map(
          ({ kind, digest, unmet }) => ({
            good: kind === 'accepted',
            digest,
            why: unmet.map(({ use, message }) => `${use}: ${message}`),
          }),
        )
      : (await promoteAll(inputs, references, directory, event, environment, outside)).map((answer) => ({
          good: answer.kind === 'promoted',
          digest: answer.digest,
          why: answer.kind === 'promoted' ? [] : answer.why,
        }));
  const done = inputs.mode === 'verify' ? 'Verified' : 'Promoted';
  for (const { good, digest, why } of answers) {
    if (good) core.info(`${done} ${digest}`);
    for (const line of why) core.error(`${digest}: ${line}`, { title: `Not ${done.toLowerCase()}` });
  }
  const passed = answers.length > 0 && answers.every(({ good }) => good);
  core.setOutput('digest', answers.map(({ digest }) => digest).join('\n'));
  await core.summary.addRaw(summaryOf(done, answers, references), true).write();
  if (!passed) core.setFailed(`Not ${done.toLowerCase()}.`);
  core.setOutput('passed', String(passed));
  return passed ? 0 : 1;
}

interface Answer {
  readonly good: boolean;
  readonly digest: string;
  readonly why: readonly string[];
}

/** One line an image, with its reasons below it; references and reasons may quote the evidence. */
function summaryOf(done: string, answers: readonly Answer[], references: readonly string[]): string {
  const lines = answers.map(({ good, digest, why }, at) => {
    const image = `${forMarkdownCode(references[at] ?? '')} ${forMarkdownCode(digest)}`;
    const reasons = why.map((line) => `\n  - ${forMarkdown(line)}`).join('');
    return `- ${good ? done : `**Not ${done.toLowerCase()}**`}: ${image}${reasons}`;
  });
  return `## Seaworthy: ${done.toLowerCase()}\n\n${lines.join('\n')}\n`;
}

/** By whose judgement the policy signs: on a change the base branch says it, and where it cannot be asked, nobody. */
async function verifyAll(
  { policy: asked, trust }: Inputs,
  references: readonly string[],
  event: WorkflowEvent,
  environment: Environment,
  api: GitHubApi | undefined,
  outside: Outside,
): ReturnType<typeof verifyInAction> {
  const readFileAt = api === undefined ? undefined : openFileAt(api);
  const { workflowRef: workflow } = environment.github;
  const question = { directory: directoryOf(environment), asked, event, workflow, readFileAt };
  const mute = event.baseSha !== undefined && readFileAt === undefined;
  const sections = mute ? new Map() : await sectionsOfChoice(await choosePolicy(question), outside);
  const believed = await trustInWorkflow(trust, { directory: question.directory, event, readFileAt });
  return verifyInAction(references, signSectionOf(sections).verifier ?? defaultVerifier, believed, outside);
}

function promoteAll(
  { to, target, trust, policy }: Inputs,
  references: readonly string[],
  directory: string,
  event: WorkflowEvent,
  environment: Environment,
  outside: Outside,
): ReturnType<typeof promoteInAction> {
  if (to === undefined) {
    throw new UserError('usage', 'the input to is empty', 'Name the stage to promote to, such as prod.');
  }
  const promotion = {
    references,
    to,
    trust,
    directory,
    ...(target !== undefined && { target }),
    ...(policy !== undefined && { policy }),
  };
  return promoteInAction(promotion, factsOf(event), environment, outside);
}
