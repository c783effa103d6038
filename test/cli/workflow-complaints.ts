// What GitHub's own parser has against a workflow.
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';

export async function workflowComplaints(content: string): Promise<readonly string[]> {
  const parsed = parseWorkflow({ name: 'workflow.yaml', content }, new NoOperationTraceWriter());
  if (parsed.value !== undefined) await convertWorkflowTemplate(parsed.context, parsed.value);
  return parsed.context.errors.getErrors().map(String);
}
