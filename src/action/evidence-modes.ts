// What the Action says when it signs after its gate, verifies or promotes.
import * as core from '@actions/core';
import type { WorkflowEvent } from '../github/event.ts';
import { forMarkdown, forMarkdownCode } from '../report/encoders/markdown.ts';
import {
  promoteInAction,
  signAfterGate,
  verifyInAction,
  type WorkflowFacts,
} from '../run/action-evidence.ts';
import type { Gated } from '../run/gate.ts';
import { expandImages } from '../run/image/globs.ts';
import type { Outside } from '../run/outside.ts';
import type { Environment } from '../terms/environment.ts';
import { Bug, UserError } from '../terms/errors.ts';
import type { Inputs } from './inputs.ts';

/** Says what was signed; an error is given back, so that the verdict is shown before it ends the run. */
export async function signJudged(
  gated: Gated,
  inputs: Inputs,
  event: WorkflowEvent,
  environment: Environment,
  outside: Outside,
): Promise<{ readonly cause: unknown } | undefined> {
  try {
    const images = expandImages(inputs.images, directoryOf(environment));
    const after = await signAfterGate(gated, images, factsOf(event), environment, outside);
    if (after.kind === 'skipped') core.notice(`Not signed: ${after.why}.`);
    if (after.kind !== 'answered') return undefined;
    for (const answer of after.answers) {
      if (answer.kind === 'refused') {
        core.notice('Not signed: the certificate verdict does not pass.');
        continue;
      }
      const digests = answer.images.map(({ digest }) => digest);
      core.info(`Signed ${answer.name}: ${digests.join(', ')}`);
      const codes = digests.map((digest) => forMarkdownCode(digest)).join(', ');
      // Written with the verdict's summary.
      core.summary.addRaw(`Signed ${forMarkdownCode(answer.name)}: ${codes}\n`, true);
    }
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
  outside: Outside,
): Promise<number> {
  const directory = directoryOf(environment);
  const references = expandImages(inputs.images, directory);
  const answers =
    inputs.mode === 'verify'
      ? (await verifyInAction(references, inputs.trust, outside)).map(({ kind, digest, unmet }) => ({
          good: kind === 'accepted',
          digest,
          why: unmet.map(({ use, message }) => `${use}: ${message}`),
        }))
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

function factsOf({ pullRequest, baseSha, publicRepository }: WorkflowEvent): WorkflowFacts {
  return { change: pullRequest !== undefined || baseSha !== undefined, publicRepository };
}

function directoryOf({ github }: Environment): string {
  return github.workspace ?? process.cwd();
}
