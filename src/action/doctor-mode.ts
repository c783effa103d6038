// Mode `doctor`: ways around the gate as annotations on workflow lines and in the job summary.
import * as core from '@actions/core';
import type { GitHubApi } from '../github/api.ts';
import { type Complaint, complaintWords } from '../github/complaint.ts';
import type { WorkflowEvent } from '../github/event.ts';
import { forMarkdown, forMarkdownCode } from '../report/encoders/markdown.ts';
import { forTerminal, withoutControls } from '../report/encoders/terminal.ts';
import { examine, hasBypass } from '../run/doctor.ts';
import type { Environment } from '../terms/environment.ts';

/** More of one level in one step are not shown by GitHub; the verdict's own line is one of the errors. */
const perLevel = 9;

/** The exit code: 1 when there is a way around the gate. Errors: those of `examine`. */
export async function examineInAction(
  event: WorkflowEvent,
  { github }: Environment,
  api: GitHubApi | undefined,
  now: Date,
): Promise<number> {
  const { repository, baseRef } = event;
  const question = api === undefined || repository === undefined ? undefined : { api, repository };
  const branch = baseRef?.replace(/^refs\/heads\//, '');
  const complaints = await examine({
    directory: github.workspace ?? process.cwd(),
    now,
    github: question === undefined ? undefined : { ...question, branch },
  });
  announce(complaints);
  await core.summary.addRaw(renderComplaints(complaints), true).write();
  const passed = !hasBypass(complaints);
  if (!passed) core.setFailed('The gate can be bypassed: see the complaints.');
  core.setOutput('passed', String(passed));
  return passed ? 0 : 1;
}

/** As Markdown; what files and rulesets say is a stranger's text. */
export function renderComplaints(complaints: readonly Complaint[]): string {
  if (complaints.length === 0) return '## Seaworthy: no way around the gate was found\n';
  const rows = complaints.map(
    ({ kind, where, message, fix }) =>
      `| ${complaintWords[kind]} | ${forMarkdownCode(where)} | ${forMarkdown(message)} | ${forMarkdown(fix)} |`,
  );
  return `## Seaworthy: what the doctor found\n\n| | where | what | what to do |\n|---|---|---|---|\n${rows.join('\n')}\n`;
}

function announce(complaints: readonly Complaint[]): void {
  const told = { bypass: 0, silent: 0, doubt: 0 };
  for (const { kind, where, message, fix } of complaints) {
    told[kind] += 1;
    const text = withoutControls(`${message} ${fix}`);
    if (told[kind] > perLevel) {
      core.info(forTerminal(`${complaintWords[kind]} ${where}: ${text}`));
      continue;
    }
    const [, file, line] = /^(.+):(\d+)$/.exec(where) ?? [];
    const place = file === undefined ? {} : { file: withoutControls(file), startLine: Number(line) };
    const properties = { title: complaintWords[kind], ...place };
    if (kind === 'bypass') core.error(text, properties);
    else if (kind === 'silent') core.warning(text, properties);
    else core.notice(text, properties);
  }
}
