// Why a job with a gate could end green without a verdict: conditions, ignored errors, moving actions.
import type { Complaint } from './complaint.ts';
import type { GateJob, GateStep } from './gate-jobs.ts';
import { listOf, mapOf, type Plain } from './workflow-file.ts';

export function auditJob({ workflow, id, job, steps }: GateJob): readonly Complaint[] {
  const at = (...path: readonly (string | number)[]): string =>
    `${workflow.file}:${workflow.lineOf(['jobs', id, ...path])}`;
  const complaints: Complaint[] = [];
  if (ignoresErrors(job['continue-on-error'])) {
    complaints.push(ignored(at('continue-on-error'), `the job ${id}`));
  }
  if (isCondition(job.if)) complaints.push(conditional(at('if'), `the job ${id}`));
  if (listOf(job.needs).length > 0 && !runsAlways(job.if)) {
    complaints.push({
      kind: 'doubt',
      where: at('needs'),
      message: `the job ${id} is skipped when a job that it needs fails, and skipped counts as success`,
      fix: 'Require those jobs too, or give this one `if: always()`.',
    });
  }
  for (const { index, step, kind } of steps) {
    const place = at('steps', index);
    if (ignoresErrors(step['continue-on-error'])) complaints.push(ignored(place, 'the step of the gate'));
    if (isCondition(step.if)) complaints.push(conditional(place, 'the step of the gate'));
    if (kind === 'command') complaints.push(...commandComplaints(step, place));
  }
  listOf(job.steps).forEach((one, index) => {
    complaints.push(...pinComplaints(mapOf(one).uses, at('steps', index)));
  });
  return complaints;
}

function ignoresErrors(value: Plain | undefined): boolean {
  return value !== undefined && value !== null && value !== false && value !== 'false';
}

function runsAlways(condition: Plain | undefined): boolean {
  return /^(?:\$\{\{)?\s*(?:always\(\)|!\s*cancelled\(\))\s*(?:\}\})?$/.test(String(condition ?? ''));
}

/** `success()` is what holds anyway. */
function isCondition(condition: Plain | undefined): boolean {
  if (condition === undefined || condition === null || condition === true) return false;
  return !runsAlways(condition) && !/^(?:\$\{\{)?\s*success\(\)\s*(?:\}\})?$/.test(String(condition));
}

function ignored(where: string, what: string): Complaint {
  return {
    kind: 'bypass',
    where,
    message: `${what} has continue-on-error: a failed gate ends green`,
    fix: 'Remove continue-on-error; `images.consider: observe` in the policy is the gentle start.',
  };
}

function conditional(where: string, what: string): Complaint {
  return {
    kind: 'bypass',
    where,
    message: `${what} runs only on a condition, and skipped counts as success`,
    fix: 'Remove the `if`, or decide in the policy what is looked at.',
  };
}

function commandComplaints(step: GateStep['step'], where: string): readonly Complaint[] {
  const run = String(step.run).replaceAll(/\\\n/g, ' ');
  const line = run.split('\n').find((one) => /\bseaworthy\b.*\b(?:gate|stack)\b/.test(one)) ?? '';
  const swallowed = /\|\|/.test(line) || /;\s*(?:true|exit 0)\b/.test(line) || /^\s*set \+e/m.test(run);
  // The default shell has no pipefail; `shell: bash` has (docs.github.com, «defaults.run.shell»).
  const piped = /[^|]\|[^|]/.test(line) && step.shell !== 'bash' && !run.includes('pipefail');
  if (!swallowed && !piped) return [];
  return [
    {
      kind: 'bypass',
      where,
      message: `the exit code of the gate is ${swallowed ? 'thrown away' : 'that of the last command of a pipe'}`,
      fix: swallowed
        ? 'Let the step end with the exit code of the gate.'
        : 'Give the step `shell: bash`, or write with --output.',
    },
  ];
}

/** A tag or branch can be moved; a commit or digest cannot. */
function pinComplaints(uses: Plain | undefined, where: string): readonly Complaint[] {
  if (typeof uses !== 'string' || uses.startsWith('./')) return [];
  if (/@[0-9a-f]{40}$/.test(uses) || /^docker:.*@sha256:[0-9a-f]{64}$/.test(uses)) return [];
  if (uses.endsWith('@COMMIT')) {
    const fix = 'Replace OWNER and COMMIT by the owner and the 40 digits of the commit of the action.';
    return [{ kind: 'bypass', where, message: `${uses} is still what \`seaworthy init\` wrote`, fix }];
  }
  return [
    {
      kind: 'bypass',
      where,
      message: `${uses} is not pinned: whoever moves its tag decides what runs in the job of the gate`,
      fix: 'Pin it by the 40 digits of its commit.',
    },
  ];
}
