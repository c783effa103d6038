// The event that started a workflow, parsed from the file that the runner names.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { GitHubEnvironment } from '../terms/environment.ts';
import { UserError } from '../terms/errors.ts';

const repository = z.object({ full_name: z.string(), private: z.boolean().default(true) });

const payload = z.object({
  repository: repository.optional(),
  pull_request: z
    .object({
      number: z.number().int(),
      base: z.object({ sha: z.string(), ref: z.string(), repo: repository }),
      head: z.object({ sha: z.string(), ref: z.string(), repo: repository.nullable() }),
    })
    .optional(),
  merge_group: z
    .object({
      base_sha: z.string(),
      base_ref: z.string().optional(),
      head_sha: z.string(),
      head_ref: z.string(),
    })
    .optional(),
  workflow_run: z
    .object({
      head_sha: z.string(),
      head_branch: z.string().nullable(),
      event: z.string(),
      head_repository: z.object({ full_name: z.string() }).nullish(),
    })
    .optional(),
});

/** What the gate needs to know of the event: whose policy decides, and whether the change is a stranger's. */
export interface WorkflowEvent {
  readonly name: string;
  /** `owner/name` of the repository that runs the workflow. */
  readonly repository: string | undefined;
  /** Unknown counts as private: nothing is disclosed by mistake. */
  readonly publicRepository: boolean;
  /** The commit whose policy decides (decision 17); undefined outside pull requests and merge groups. */
  readonly baseSha: string | undefined;
  /** The branch that a change goes to. */
  readonly baseRef: string | undefined;
  /** The commit that is judged, where the event names it: a pull request's own head and not its merge. */
  readonly headSha: string | undefined;
  readonly pullRequest: { readonly number: number; readonly fork: boolean } | undefined;
  /** On `workflow_run`: the branch and repository that the run was for. */
  readonly ran: { readonly branch: string; readonly repository: string; readonly event: string } | undefined;
}

/** Errors: `UserError` usage when the event file cannot be read or is not what GitHub writes. */
export function readEvent(github: GitHubEnvironment): WorkflowEvent {
  const name = github.eventName ?? 'unknown';
  const parsed = payload.safeParse(github.eventPath === undefined ? {} : readJson(github.eventPath));
  if (!parsed.success) {
    throw new UserError(
      'usage',
      `${github.eventPath} is not an event as GitHub writes it: ${z.prettifyError(parsed.error)}`,
      'Run the action from a workflow, or unset GITHUB_EVENT_PATH.',
    );
  }
  const event = parsed.data;
  const { pull_request: pull, workflow_run: ran, merge_group: group } = event;
  return {
    name,
    repository: event.repository?.full_name ?? github.repository,
    publicRepository: event.repository?.private === false,
    baseSha: pull?.base.sha ?? group?.base_sha,
    baseRef: pull?.base.ref ?? group?.base_ref,
    headSha: pull?.head.sha ?? group?.head_sha ?? ran?.head_sha ?? github.sha,
    pullRequest:
      pull === undefined
        ? undefined
        : { number: pull.number, fork: pull.head.repo?.full_name !== pull.base.repo.full_name },
    ran:
      ran === undefined
        ? undefined
        : {
            branch: ran.head_branch ?? '',
            repository: ran.head_repository?.full_name ?? '',
            event: ran.event,
          },
  };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new UserError('usage', `the event file ${path} cannot be read`, 'Run the action from a workflow.', {
      cause,
    });
  }
}
