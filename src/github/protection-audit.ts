// Whether the branch asks for the gate at all: rulesets and branch protection, read over the API.
import { z } from 'zod';
import { OutsideError } from '../terms/errors.ts';
import type { GitHubApi } from './api.ts';
import type { Complaint } from './complaint.ts';
import { gateJobs } from './gate-jobs.ts';
import { eventsOf } from './workflow-audit.ts';
import type { WorkflowFile } from './workflow-file.ts';

const rules = z.array(
  z.object({
    type: z.string(),
    parameters: z
      .object({
        required_status_checks: z
          .array(z.object({ context: z.string(), integration_id: z.number().nullish() }))
          .optional(),
      })
      .optional(),
  }),
);

const branchFacts = z.object({
  protection: z
    .object({
      required_status_checks: z
        .object({
          checks: z.array(z.object({ context: z.string(), app_id: z.number().nullish() })).optional(),
          contexts: z.array(z.string()).optional(),
        })
        .nullish(),
    })
    .optional(),
});

interface Required {
  readonly context: string;
  /** Only this app may report it; undefined: anyone with a token may. */
  readonly app: number | undefined;
}

/** `branch`: undefined for the default one. Errors: `OutsideError` when GitHub does not let us look. */
export async function auditProtection(
  api: GitHubApi,
  repository: string,
  branch: string | undefined,
  workflows: readonly WorkflowFile[],
): Promise<readonly Complaint[]> {
  const [owner = '', repo = ''] = repository.split('/');
  const name = branch ?? (await defaultBranch(api, owner, repo));
  const place = { owner, repo, branch: name };
  const found = rules.parse(await api.call('GET /repos/{owner}/{repo}/rules/branches/{branch}', place));
  const facts = branchFacts.parse(await api.call('GET /repos/{owner}/{repo}/branches/{branch}', place));
  const required = [
    ...found.flatMap((rule) => rule.parameters?.required_status_checks ?? []).map(fromRule),
    ...fromProtection(facts),
  ];
  const where = `branch ${name}`;
  const jobs = workflows.flatMap(gateJobs);
  const names = jobs.flatMap(({ id, job }) => [String(job.name ?? id), `seaworthy / ${id}`]);
  const asked = required.filter(({ context }) =>
    names.some((one) => context === one || context.startsWith(`${one} (`)),
  );
  const complaints: Complaint[] = [];
  if (asked.length === 0) {
    complaints.push({
      kind: 'bypass',
      where,
      message: 'the gate is not among the required checks: a red one does not stop a merge',
      fix: `Require the check ${names[0] ?? 'of the gate'} in a ruleset.`,
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
  const queued = found.some((rule) => rule.type === 'merge_queue');
  if (queued && jobs.every(({ workflow }) => !eventsOf(workflow).has('merge_group'))) {
    complaints.push({
      kind: 'silent',
      where,
      message: 'the branch has a merge queue, and no workflow runs the gate on merge_group',
      fix: 'Add merge_group to `on`.',
    });
  }
  return complaints;
}

async function defaultBranch(api: GitHubApi, owner: string, repo: string): Promise<string> {
  const answer = z.object({ default_branch: z.string() });
  const parsed = answer.safeParse(await api.call('GET /repos/{owner}/{repo}', { owner, repo }));
  if (parsed.success) return parsed.data.default_branch;
  throw new OutsideError('protocol', 'GitHub names no default branch', 'Name it with --branch.');
}

function fromRule(check: {
  readonly context: string;
  readonly integration_id?: number | null | undefined;
}): Required {
  return { context: check.context, app: check.integration_id ?? undefined };
}

function fromProtection({ protection }: z.infer<typeof branchFacts>): readonly Required[] {
  const { checks, contexts = [] } = protection?.required_status_checks ?? {};
  if (checks !== undefined) return checks.map(({ context, app_id }) => ({ context, app: boundTo(app_id) }));
  return contexts.map((context) => ({ context, app: undefined }));
}

/** -1 is GitHub's word for any app. */
function boundTo(app: number | null | undefined): number | undefined {
  return app === null || app === -1 ? undefined : app;
}
