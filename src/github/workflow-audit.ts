// Why a gate in workflow files could be bypassed or never report; pure.
import { callComplaints, callsElsewhere } from './call-audit.ts';
import { type Complaint, sortComplaints } from './complaint.ts';
import { type GateJob, gateJobs } from './gate-jobs.ts';
import { auditJob } from './job-audit.ts';
import { permissionComplaints } from './permission-audit.ts';
import { eventsOf, listOf, mapOf, type WorkflowFile } from './workflow-file.ts';

export function auditWorkflows(workflows: readonly WorkflowFile[]): readonly Complaint[] {
  const jobs = workflows.flatMap((workflow) => gateJobs(workflow, workflows));
  const complaints = [
    ...workflows.flatMap(neutral),
    ...callComplaints(workflows),
    ...jobs.flatMap(auditJob),
    ...jobs.flatMap(permissionComplaints),
    ...[...new Set(jobs.map((job) => job.workflow))].flatMap((file) => triggers(file, jobs)),
  ];
  const judged = jobs.some(({ workflow }) => eventsOf(workflow).has('pull_request'));
  if (!judged) {
    const elsewhere = callsElsewhere(workflows);
    complaints.push({
      kind: elsewhere ? 'doubt' : 'bypass',
      where: '.github/workflows',
      message: `no workflow ${elsewhere ? 'of this repository ' : ''}runs the gate on pull_request`,
      fix: elsewhere ? 'See that a called workflow does.' : 'Write one with `seaworthy init`.',
    });
  }
  return sortComplaints(complaints);
}

function triggers(workflow: WorkflowFile, jobs: readonly GateJob[]): readonly Complaint[] {
  const events = eventsOf(workflow);
  const complaints: Complaint[] = [];
  const at = (...path: readonly string[]): string => `${workflow.file}:${workflow.lineOf(['on', ...path])}`;
  for (const name of ['pull_request', 'merge_group', 'pull_request_target']) {
    const filter = mapOf(events.get(name) ?? undefined);
    for (const key of ['paths', 'paths-ignore']) {
      if (filter[key] === undefined) continue;
      complaints.push({
        kind: 'bypass',
        where: at(name, key),
        message: `${name} is filtered by ${key}: other changes are not judged, and a required check waits for ever`,
        fix: `Remove ${key}; the layer cache makes an unchanged image cheap.`,
      });
    }
    const types = listOf(filter.types).map(String);
    if (name === 'pull_request' && types.length > 0 && !types.includes('synchronize')) {
      complaints.push({
        kind: 'bypass',
        where: at(name, 'types'),
        message: 'commits pushed after the pull request was opened are not judged',
        fix: 'Remove `types`, or add synchronize.',
      });
    }
    if (filter.branches !== undefined || filter['branches-ignore'] !== undefined) {
      complaints.push({
        kind: 'doubt',
        where: at(name),
        message: `${name} is filtered by branch: changes to other branches are not judged`,
        fix: 'See that every protected branch is in the filter.',
      });
    }
  }
  if (events.has('pull_request') && !events.has('merge_group')) {
    complaints.push({
      kind: 'silent',
      where: at(),
      message: 'merge_group is missing: in a merge queue the gate never reports',
      fix: 'Add merge_group to `on`.',
    });
  }
  if (events.has('pull_request_target') && checksOutHead(workflow, jobs)) {
    complaints.push({
      kind: 'bypass',
      where: at('pull_request_target'),
      message: 'pull_request_target runs with rights of the base and checks out the change itself',
      fix: 'Gate on pull_request, and show the verdict with `mode: publish` on workflow_run.',
    });
  }
  return complaints;
}

function checksOutHead(workflow: WorkflowFile, jobs: readonly GateJob[]): boolean {
  return jobs
    .filter((one) => one.workflow === workflow)
    .flatMap(({ job }) => listOf(job.steps).map(mapOf))
    .some((step) =>
      /pull_request\.head|github\.head_ref|refs\/pull/.test(String(mapOf(step.with).ref ?? '')),
    );
}

/** GitHub lets a neutral or skipped check through. */
function neutral(workflow: WorkflowFile): readonly Complaint[] {
  const pattern = /\bconclusion['"]?\s*[:=]\s*['"]?(neutral|skipped)\b/;
  return workflow.text.split('\n').flatMap((text, index) => {
    const word = pattern.exec(text)?.[1];
    if (word === undefined) return [];
    const complaint: Complaint = {
      kind: 'bypass',
      where: `${workflow.file}:${index + 1}`,
      message: `a check is concluded as ${word}, which counts as success`,
      fix: 'Conclude it as failure.',
    };
    return [complaint];
  });
}
