// Reusable workflows: those of the repository are followed, those of others are named as not looked at.
import type { Complaint } from './complaint.ts';
import { callsOf, isLocalCall, type WorkflowCall } from './gate-jobs.ts';
import { eventsOf, type WorkflowFile } from './workflow-file.ts';

export function callComplaints(workflows: readonly WorkflowFile[]): readonly Complaint[] {
  return workflows.flatMap((workflow) =>
    callsOf(workflow, workflows)
      .filter(({ target }) => target === undefined)
      .map(complain),
  );
}

/** Whether changes run a workflow of another repository: the gate may be there. */
export function callsElsewhere(workflows: readonly WorkflowFile[]): boolean {
  return workflows
    .filter((workflow) => eventsOf(workflow).has('pull_request'))
    .some((workflow) => callsOf(workflow, workflows).some((call) => !isLocalCall(call)));
}

function complain(call: WorkflowCall): Complaint {
  const { workflow, id, uses } = call;
  const where = `${workflow.file}:${workflow.lineOf(['jobs', id, 'uses'])}`;
  if (isLocalCall(call)) {
    const message = `the job ${id} calls ${uses}, which is not there: the workflow does not start`;
    return { kind: 'silent', where, message, fix: 'Mend the path.' };
  }
  const pinned = /@[0-9a-f]{40}$/.test(uses);
  return {
    kind: 'doubt',
    where,
    message: `the job ${id} calls ${uses}, which lies in another repository and was not looked at${pinned ? '' : '; whoever moves its tag decides what runs'}`,
    fix: pinned
      ? 'Run the doctor in that repository, too.'
      : 'Run the doctor in that repository, too, and pin the call by commit.',
  };
}
