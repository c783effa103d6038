// Whose policy decides in a workflow: the base's on a pull request or in a merge queue, the checkout's otherwise.
import type { WorkflowEvent } from '../../github/event.ts';
import type { ReadFileAt } from '../../github/file-at.ts';
import { UserError } from '../../terms/errors.ts';
import type { PolicyChoice } from '../gate.ts';
import { findPolicy, type PolicyText, policyPlaces } from './files.ts';

export interface PolicyQuestion {
  /** The checkout. */
  readonly directory: string;
  readonly asked: string | undefined;
  readonly event: WorkflowEvent;
  /** `owner/repo/.github/workflows/x.yaml@ref`. */
  readonly workflow: string | undefined;
  readonly readFileAt: ReadFileAt | undefined;
}

/** Errors: `UserError` when a change has to be judged and its base cannot be asked; those of GitHub. */
export async function choosePolicy(question: PolicyQuestion): Promise<PolicyChoice> {
  const { directory, asked, event, readFileAt } = question;
  const { baseSha: commit, repository } = event;
  if (commit === undefined) return { kind: 'file', file: findPolicy(directory, asked) };
  if (readFileAt === undefined || repository === undefined) {
    throw new UserError(
      'usage',
      `on ${event.name} the base branch's policy decides, and it cannot be read without a token`,
      'Leave the input `token` at its default and give the job `permissions: contents: read`.',
    );
  }
  const read = (path: string): Promise<string | undefined> => readFileAt({ repository, path, commit });
  const base = await firstOf(asked === undefined ? policyPlaces : [asked], read);
  const firstRun = base === undefined && (await isFirstRun(question.workflow, read));
  return { kind: 'base', base, head: headPolicy(directory, asked), firstRun };
}

async function firstOf(
  places: readonly string[],
  read: (path: string) => Promise<string | undefined>,
): Promise<PolicyText | undefined> {
  for (const file of places) {
    const text = await read(file);
    if (text !== undefined) return { file, text };
  }
  return undefined;
}

/** The base has no such workflow: this change is the one that brings the gate. */
async function isFirstRun(
  workflow: string | undefined,
  read: (path: string) => Promise<string | undefined>,
): Promise<boolean> {
  const path = /^[^/]+\/[^/]+\/(.+?)@/.exec(workflow ?? '')?.[1];
  return path !== undefined && (await read(path)) === undefined;
}

/** A change may remove the file that was asked for: then it has none. */
function headPolicy(directory: string, asked: string | undefined): PolicyText | undefined {
  try {
    return findPolicy(directory, asked);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
