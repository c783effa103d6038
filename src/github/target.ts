// Where a verdict is published: one commit of one repository, and the pull request it belongs to.
import { z } from 'zod';
import { UserError } from '../terms/errors.ts';
import type { GitHubApi } from './api.ts';
import type { WorkflowEvent } from './event.ts';

export interface Target {
  readonly owner: string;
  readonly repo: string;
  /** The head commit: of the pull request, not of its merge. */
  readonly sha: string;
  readonly pullRequest: number | undefined;
  /** Name of the check: one a job, and one a leg of its matrix. */
  readonly name: string;
  /** The comment that the legs of one matrix share, and this leg's part of it. */
  readonly comment: { readonly key: string; readonly part: string };
  /** What code scanning files the report under: the commit that was checked out, and its ref. */
  readonly analysis: { readonly sha: string; readonly ref: string };
}

const pulls = z.array(z.object({ number: z.number(), head: z.object({ sha: z.string() }) }));

export interface TargetFacts {
  /** GITHUB_SHA and GITHUB_REF. */
  readonly sha: string | undefined;
  readonly ref: string | undefined;
  /** GITHUB_JOB. */
  readonly job: string | undefined;
  /** What tells the legs of a matrix apart; empty: there is none. */
  readonly leg: string;
  /** The verdict is about a stack and no image: it does not write over that of images from the same job. */
  readonly stackAlone?: boolean;
}

/**
 * On `workflow_run` the pull request is asked of GitHub and never taken from the file of the earlier run, which a
 * stranger's code may have written. Errors: `UserError` where the event names no commit.
 */
export async function findTarget(api: GitHubApi, event: WorkflowEvent, facts: TargetFacts): Promise<Target> {
  const [owner = '', repo = ''] = (event.repository ?? '').split('/');
  const { headSha: sha, ran } = event;
  if (repo === '' || sha === undefined) {
    throw new UserError(
      'usage',
      `the event ${event.name} names no commit to report on`,
      'Run the action from a workflow.',
    );
  }
  const analysis = { sha: facts.sha ?? sha, ref: facts.ref ?? '' };
  const subject = facts.stackAlone === true ? 'seaworthy stack' : 'seaworthy';
  const key = [subject, ...(facts.job === undefined ? [] : [facts.job])].join(' / ');
  const name = facts.leg === '' ? key : `${key} (${facts.leg})`;
  const common = { owner, repo, sha, name: name.slice(0, 200), comment: { key, part: facts.leg } };
  if (ran === undefined) return { ...common, pullRequest: event.pullRequest?.number, analysis };
  const [headOwner = ''] = ran.repository.split('/');
  const open = pulls.parse(
    await api.call('GET /repos/{owner}/{repo}/pulls', {
      owner,
      repo,
      state: 'open',
      head: `${headOwner}:${ran.branch}`,
    }),
  );
  const own = open.find((pull) => pull.head.sha === sha);
  const ref = own === undefined ? `refs/heads/${ran.branch}` : `refs/pull/${own.number}/head`;
  return { ...common, pullRequest: own?.number, analysis: { sha, ref } };
}
