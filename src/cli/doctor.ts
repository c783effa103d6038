// `seaworthy doctor`: why the gate of a repository could be bypassed, or would never report.
import { setTimeout as sleep } from 'node:timers/promises';
import { openApi } from '../github/api.ts';
import { type Complaint, complaintWords } from '../github/complaint.ts';
import { forTerminal } from '../report/encoders/terminal.ts';
import { examine, type GitHubQuestion, hasBypass, workflowFolder } from '../run/doctor.ts';
import { UserError } from '../terms/errors.ts';
import type { CliCommand, CliContext } from './command.ts';

interface DoctorOptions {
  readonly repository?: string;
  readonly branch?: string;
}

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
Reads ${workflowFolder} and, with a token in GITHUB_TOKEN or GH_TOKEN, rulesets and branch protection.
Ends with 1 when it found a way around the gate.`,
      )
      .action(async (options: DoctorOptions) => {
        const { directory, clock } = context;
        const github = questionOf(options, context);
        const complaints = await examine({ directory, now: clock.now(), github });
        context.print(describe(complaints));
        exit(hasBypass(complaints) ? 1 : 0);
      });
  },
};

function questionOf(
  { repository, branch }: DoctorOptions,
  { environment }: CliContext,
): GitHubQuestion | undefined {
  const { token, apiUrl, repository: own } = environment.github;
  const name = repository ?? own;
  if (name !== undefined && token !== undefined) {
    return { api: openApi({ token, apiUrl, sleep: (wait) => sleep(wait) }), repository: name, branch };
  }
  if (repository === undefined) return undefined;
  throw new UserError('usage', 'GitHub is not asked without a token', 'Set GITHUB_TOKEN or GH_TOKEN.');
}

function describe(complaints: readonly Complaint[]): string {
  if (complaints.length === 0) return 'No way around the gate was found.\n';
  const lines = complaints.map(
    ({ kind, where, message, fix }) =>
      `${complaintWords[kind]}  ${forTerminal(where)}\n  ${forTerminal(message)}\n  → ${forTerminal(fix)}\n`,
  );
  return `${lines.join('\n')}`;
}
