// `seaworthy doctor`: why the gate of a repository could be bypassed, or would never report.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parsePolicy } from '../gate/policy-file.ts';
import { openApi } from '../github/api.ts';
import { type Complaint, sortComplaints } from '../github/complaint.ts';
import { auditProtection } from '../github/protection-audit.ts';
import { auditWorkflows } from '../github/workflow-audit.ts';
import { readWorkflow, type WorkflowFile } from '../github/workflow-file.ts';
import { forTerminal } from '../report/encoders/terminal.ts';
import { parsing } from '../run/parsing.ts';
import { findPolicy } from '../run/policy-files.ts';
import { UserError } from '../terms/errors.ts';
import type { CliCommand, CliContext } from './command.ts';

interface DoctorOptions {
  readonly repository?: string;
  readonly branch?: string;
}

const folder = '.github/workflows';

export const doctor: CliCommand = {
  define(command, context, exit) {
    command
      .option(
        '--repository <owner/name>',
        'also ask GitHub what the branch requires (default: GITHUB_REPOSITORY)',
      )
      .option('--branch <name>', 'the branch that is protected (default: the default branch)')
      .addHelpText(
        'after',
        `
Reads ${folder} and, with a token in GITHUB_TOKEN or GH_TOKEN, rulesets and branch protection.
Ends with 1 when it found a way around the gate.`,
      )
      .action(async (options: DoctorOptions) => {
        const workflows = readWorkflows(context.directory);
        const complaints = sortComplaints([
          ...auditWorkflows(workflows),
          ...policyComplaints(context),
          ...(await askGitHub(options, workflows, context)),
        ]);
        context.print(describe(complaints));
        exit(complaints.some((one) => one.kind === 'bypass') ? 1 : 0);
      });
  },
};

function readWorkflows(directory: string): readonly WorkflowFile[] {
  const path = join(directory, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => readWorkflow(readFileSync(join(path, name), 'utf8'), `${folder}/${name}`));
}

function policyComplaints(context: CliContext): readonly Complaint[] {
  const found = findPolicy(context.directory, undefined);
  if (found === undefined) return [];
  const { layer } = parsePolicy(found.text, {
    ...parsing,
    now: context.clock.now(),
    file: found.file,
    expired: 'drop',
  });
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

async function askGitHub(
  { repository = '', branch }: DoctorOptions,
  workflows: readonly WorkflowFile[],
  { environment }: CliContext,
): Promise<readonly Complaint[]> {
  const { github } = environment;
  const name = repository === '' ? github.repository : repository;
  const { token, apiUrl } = github;
  if (name === undefined || token === undefined) {
    if (repository === '') return [];
    throw new UserError('usage', 'GitHub is not asked without a token', 'Set GITHUB_TOKEN or GH_TOKEN.');
  }
  const api = openApi({ token, apiUrl, sleep: (wait) => sleep(wait) });
  return auditProtection(api, name, branch, workflows);
}

const words = { bypass: 'BYPASS', silent: 'never reports', doubt: 'look at' } as const;

function describe(complaints: readonly Complaint[]): string {
  if (complaints.length === 0) return 'No way around the gate was found.\n';
  const lines = complaints.map(
    ({ kind, where, message, fix }) =>
      `${words[kind]}  ${forTerminal(where)}\n  ${forTerminal(message)}\n  → ${forTerminal(fix)}\n`,
  );
  return `${lines.join('\n')}`;
}
