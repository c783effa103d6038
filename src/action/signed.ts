// What the Action says of images that it signed, and what signing needs to know of the workflow.
import * as core from '@actions/core';
import type { WorkflowEvent } from '../github/event.ts';
import { forMarkdownCode } from '../report/encoders/markdown.ts';
import type { WorkflowFacts } from '../run/action-signing.ts';
import type { SignAnswer } from '../run/sign.ts';
import type { Environment } from '../terms/environment.ts';

/** In the log and in the summary, which is written by whoever ends the run; each image's own digest is the output. */
export function announceSigned(answers: readonly SignAnswer[], done: 'Signed' | 'Attested'): void {
  const roots: string[] = [];
  for (const answer of answers) {
    if (answer.kind === 'refused') {
      core.notice(`Not ${done.toLowerCase()}: the image is not fit to run.`);
      continue;
    }
    const digests = answer.images.map(({ digest }) => digest);
    roots.push(...digests.slice(0, 1));
    core.info(`${done} ${answer.name}: ${digests.join(', ')}`);
    const codes = digests.map((digest) => forMarkdownCode(digest)).join(', ');
    core.summary.addRaw(`${done} ${forMarkdownCode(answer.name)}: ${codes}\n`, true);
  }
  core.setOutput('digest', roots.join('\n'));
}

export function factsOf({ pullRequest, baseSha, publicRepository }: WorkflowEvent): WorkflowFacts {
  return { change: pullRequest !== undefined || baseSha !== undefined, publicRepository };
}

/** The checkout. */
export function directoryOf({ github }: Environment): string {
  return github.workspace ?? process.cwd();
}
