// The use case `doctor`: why the gate of a repository could be bypassed, or would never report.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parsePolicy } from '../gate/policy-file.ts';
import type { GitHubApi } from '../github/api.ts';
import { type Complaint, sortComplaints } from '../github/complaint.ts';
import { auditProtection } from '../github/protection-audit.ts';
import { auditWorkflows } from '../github/workflow-audit.ts';
import { readWorkflow, type WorkflowFile } from '../github/workflow-file.ts';
import { UserError } from '../terms/errors.ts';
import { readGivenText } from '../terms/given-file.ts';
import { findPolicy } from './policy/files.ts';
import { parsing } from './policy/parsing.ts';

export const workflowFolder = '.github/workflows';

export interface DoctorRequest {
  /** The checkout. */
  readonly directory: string;
  readonly now: Date;
  /** Whom to ask about the branch; undefined: files alone are read. */
  readonly github: GitHubQuestion | undefined;
}

export interface GitHubQuestion {
  readonly api: GitHubApi;
  /** `owner/name`. */
  readonly repository: string;
  /** Undefined: the default branch. */
  readonly branch: string | undefined;
}

/** Worst first. Errors: `UserError` for a workflow or policy that is none, `OutsideError` of GitHub. */
export async function examine({ directory, now, github }: DoctorRequest): Promise<readonly Complaint[]> {
  const workflows = readWorkflows(directory);
  const complaints = [...auditWorkflows(workflows), ...policyComplaints(directory, now)];
  if (github === undefined) return sortComplaints([...complaints, unasked]);
  const { api, repository, branch } = github;
  return sortComplaints([...complaints, ...(await auditProtection(api, repository, branch, workflows))]);
}

/** Files do not say what a branch requires: nobody shall take silence about it for an answer. */
const unasked: Complaint = {
  kind: 'doubt',
  where: 'GitHub',
  message: 'not asked: whether the branch requires the gate, and who may pass without it, is unknown',
  fix: 'Name --repository OWNER/NAME and set GITHUB_TOKEN or GH_TOKEN.',
};

/** Whether the examination found a way around the gate. */
export function hasBypass(complaints: readonly Complaint[]): boolean {
  return complaints.some((one) => one.kind === 'bypass');
}

function readWorkflows(directory: string): readonly WorkflowFile[] {
  const path = join(directory, workflowFolder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => /\.ya?ml$/.test(entry.name) && !entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => readWorkflow(textOf(join(path, name)), `${workflowFolder}/${name}`));
}

function textOf(path: string): string {
  try {
    return readGivenText(path);
  } catch (cause) {
    const fix = 'Make it readable, or take it away.';
    throw new UserError('usage', `the workflow ${path} cannot be read`, fix, { cause });
  }
}

function policyComplaints(directory: string, now: Date): readonly Complaint[] {
  const found = findPolicy(directory, undefined);
  if (found === undefined) return [];
  const { layer } = parsePolicy(found.text, { ...parsing, now, file: found.file, expired: 'drop' });
  if (layer.consider !== 'observe') return [];
  return [
    {
      kind: 'doubt',
      where: found.file,
      message: 'the policy only observes: no finding stops a merge',
      fix: 'Write `consider: introduced` when the reports look right.',
    },
  ];
}
