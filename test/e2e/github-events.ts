// The events of the matrix as GitHub sends them: its own examples, and what forks and Dependabot change in them.
import { createRequire } from 'node:module';
import type { GitHubState } from '../servers/github-answers.ts';
import type { ActionInput } from './runner.ts';

interface Example {
  readonly name: string;
  readonly examples: readonly Payload[];
}
// biome-ignore lint/suspicious/noExplicitAny: payloads are edited as the JSON that they are
type Payload = any;

const examples: readonly Example[] = createRequire(import.meta.url)('@octokit/webhooks-examples');

export const repository = 'Codertocat/Hello-World';
/** Of base and change alike. */
export const policy = 'version: 1\nimages: { consider: all }\n';

export interface Case {
  readonly name: string;
  readonly event: NonNullable<ActionInput['event']>;
  readonly environment: Readonly<Record<string, string>>;
  /** What the token may do. */
  readonly token: 'write' | 'read';
  readonly mode: 'gate' | 'publish';
  /** Surfaces that show a failing verdict. */
  readonly shows: { readonly check: boolean; readonly comment: boolean };
  /** The commit that is reported on. */
  readonly sha: string;
}

function example(name: string, action?: string): Payload {
  const all = examples.find((one) => one.name === name)?.examples ?? [];
  const found = all.find((one) => action === undefined || one.action === action);
  return structuredClone(found);
}

const merge = 'd'.repeat(40);
const environment = {
  GITHUB_REPOSITORY: repository,
  GITHUB_SHA: merge,
  GITHUB_REF: 'refs/pull/2/merge',
  GITHUB_JOB: 'gate',
};

function pullRequest(change: (payload: Payload) => void = () => undefined): Payload {
  const payload = example('pull_request', 'synchronize');
  change(payload);
  return payload;
}

const own = pullRequest();
const head: string = own.pull_request.head.sha;
const group = example('merge_group');
const both = { check: true, comment: true };
const none = { check: false, comment: false };
const checkOnly = { check: true, comment: false };
const target = (payload: Payload, name = 'pull_request'): ActionInput['event'] & object => ({
  name,
  payload,
});

export const cases: readonly Case[] = [
  {
    name: 'pull_request',
    event: target(own),
    environment,
    token: 'write',
    mode: 'gate',
    shows: both,
    sha: head,
  },
  {
    name: 'pull_request of a fork',
    event: target(
      pullRequest((payload) => {
        payload.pull_request.head.repo.full_name = 'stranger/Hello-World';
      }),
    ),
    environment,
    token: 'read',
    mode: 'gate',
    shows: none,
    sha: head,
  },
  {
    name: 'pull_request of Dependabot',
    event: target(
      pullRequest((payload) => {
        payload.sender.login = 'dependabot[bot]';
      }),
    ),
    environment: { ...environment, GITHUB_ACTOR: 'dependabot[bot]' },
    token: 'read',
    mode: 'gate',
    shows: none,
    sha: head,
  },
  {
    name: 'merge_group',
    event: { name: 'merge_group', payload: group },
    environment: {
      ...environment,
      GITHUB_REPOSITORY: group.repository.full_name,
      GITHUB_REF: group.merge_group.head_ref,
    },
    token: 'write',
    mode: 'gate',
    shows: checkOnly,
    sha: group.merge_group.head_sha,
  },
  {
    name: 'push',
    event: { name: 'push', payload: example('push') },
    environment: { ...environment, GITHUB_REF: 'refs/heads/main' },
    token: 'write',
    mode: 'gate',
    shows: checkOnly,
    sha: merge,
  },
  {
    name: 'schedule',
    event: { name: 'schedule', payload: { schedule: '0 5 * * *', repository: own.repository } },
    environment: { ...environment, GITHUB_REF: 'refs/heads/main' },
    token: 'write',
    mode: 'gate',
    shows: checkOnly,
    sha: merge,
  },
  {
    name: 'workflow_run',
    event: { name: 'workflow_run', payload: workflowRun() },
    environment: { ...environment, GITHUB_REF: 'refs/heads/main' },
    token: 'write',
    mode: 'publish',
    shows: both,
    sha: head,
  },
  {
    name: 'pull_request_target',
    event: target(own, 'pull_request_target'),
    environment: { ...environment, GITHUB_REF: 'refs/heads/main' },
    token: 'write',
    mode: 'gate',
    shows: both,
    sha: head,
  },
];

function workflowRun(): Payload {
  const payload = example('workflow_run', 'completed');
  Object.assign(payload.workflow_run, { event: 'pull_request', head_sha: head, head_branch: 'change' });
  return payload;
}

/** What the repository of the events has. */
export function fill(state: GitHubState): void {
  state.files.set('.github/seaworthy.yaml', policy);
  state.pulls.push({ number: 2, head: { sha: head } });
}
