// Whether the branch asks for the gate at all, and who may pass without it.
import { z } from 'zod';
import { OutsideError } from '../terms/errors.ts';
import type { GitHubApi } from './api.ts';
import type { Complaint } from './complaint.ts';
import { type GateJob, gateJobs } from './gate-jobs.ts';
import { type Protection, readBypass, readProtection } from './protection-facts.ts';
import { eventsOf, type WorkflowFile } from './workflow-file.ts';

/** `branch`: undefined for the default one. Errors: `OutsideError` when GitHub does not let us look. */
export async function auditProtection(
  api: GitHubApi,
  repository: string,
  branch: string | undefined,
  workflows: readonly WorkflowFile[],
): Promise<readonly Complaint[]> {
  const [owner = '', repo = ''] = repository.split('/');
  const name = branch ?? (await defaultBranch(api, owner, repo));
  const protection = await readProtection(api, { owner, repo, branch: name });
  const where = `branch ${name}`;
  const jobs = workflows.flatMap((workflow) => gateJobs(workflow, workflows));
  const names = jobs.flatMap(checkNames);
  const asked = protection.checks.filter(({ context }) =>
    names.some((one) => context === one || context.startsWith(`${one} (`)),
  );
  const required = protection.workflows.filter(({ path }) => jobs.some((job) => job.workflow.file === path));
  const complaints: Complaint[] = [];
  if (!protection.rulesets) {
    complaints.push({
      kind: 'doubt',
      where,
      message: 'this server shows no rulesets: only branch protection was looked at',
      fix: 'Look at the rulesets of the branch, if the server has any.',
    });
  }
  if (asked.length + required.length === 0) {
    complaints.push({
      kind: 'bypass',
      where,
      message: 'the gate is not among the required checks: a red one does not stop a merge',
      fix: `Require the check ${names[0] ?? 'of the gate'} in a ruleset or by branch protection.`,
    });
  }
  for (const { context } of asked.filter((one) => one.app === undefined)) {
    complaints.push({
      kind: 'bypass',
      where,
      message: `the required check ${context} is not bound to an app, and every token with write rights can report it`,
      fix: 'Choose GitHub Actions as its source.',
    });
  }
  complaints.push(...sideDoors(protection, where, jobs));
  const rulesets = new Set([...asked, ...required].flatMap(({ ruleset }) => ruleset ?? []));
  for (const id of rulesets) complaints.push(...(await bypassComplaints(api, { owner, repo }, id)));
  return complaints;
}

/** What GitHub calls the job's check, and what our own check is called. */
function checkNames({ id, job, steps, inner }: GateJob): readonly string[] {
  const own = String(job.name ?? id);
  const names = steps.length === 0 ? [] : [own, `seaworthy / ${id}`, `seaworthy stack / ${id}`];
  return [
    ...names,
    ...inner.flatMap(checkNames).map((one) => (one.startsWith('seaworthy') ? one : `${own} / ${one}`)),
  ];
}

function sideDoors(
  { mergeQueue, sparesAdministrators }: Protection,
  where: string,
  jobs: readonly GateJob[],
): readonly Complaint[] {
  const complaints: Complaint[] = [];
  if (mergeQueue && jobs.every(({ workflow }) => !eventsOf(workflow).has('merge_group'))) {
    complaints.push({
      kind: 'silent',
      where,
      message: 'the branch has a merge queue, and no workflow runs the gate on merge_group',
      fix: 'Add merge_group to `on`.',
    });
  }
  if (sparesAdministrators) {
    complaints.push({
      kind: 'bypass',
      where,
      message: 'the branch protection does not hold for administrators: they merge past a red gate',
      fix: 'Switch on «Do not allow bypassing the above settings».',
    });
  }
  return complaints;
}

async function bypassComplaints(
  api: GitHubApi,
  place: { readonly owner: string; readonly repo: string },
  id: number,
): Promise<readonly Complaint[]> {
  const { name, actors } = await readBypass(api, place, id);
  if (actors === undefined) {
    const message = 'who may pass without the gate is not shown to this token';
    const fix = 'Look at its bypass list, or run the doctor with a token of an administrator.';
    return [{ kind: 'doubt', where: name, message, fix }];
  }
  return actors.map(({ who, mode }) => {
    const reviewed = mode === 'pull_request';
    return {
      kind: reviewed ? 'doubt' : 'bypass',
      where: name,
      message: `${who} may pass without the gate${reviewed ? ', in a pull request' : ' at any time'}`,
      fix: 'Take it from the bypass list, or see that everybody knows.',
    };
  });
}

async function defaultBranch(api: GitHubApi, owner: string, repo: string): Promise<string> {
  const answer = z.object({ default_branch: z.string() });
  const parsed = answer.safeParse(await api.call('GET /repos/{owner}/{repo}', { owner, repo }));
  if (parsed.success) return parsed.data.default_branch;
  throw new OutsideError('protocol', 'GitHub names no default branch', 'Name it with --branch.');
}
