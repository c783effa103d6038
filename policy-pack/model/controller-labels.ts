// Labels that the controllers of workloads add to their pods, which no manifest holds.
import { type Resource, typeName } from './resource.ts';
import { anything, type Possible } from './selector.ts';

/** A label's value: the text itself, or what it may be while it is not known. */
export type Value = string | Possible;

export const podName = 'statefulset.kubernetes.io/pod-name';

export const isNumber: Possible = (value) => /^\d+$/.test(value);

/** `NAME-0`, `NAME-1` and so on. */
function numbered(name: string | undefined): Possible {
  if (name === undefined) return anything;
  return (value) => value.startsWith(`${name}-`) && isNumber(value.slice(name.length + 1));
}

const hashed = { 'pod-template-hash': anything };
const perNode = { 'controller-revision-hash': anything, 'pod-template-generation': isNumber };
const workflow = { 'workflows.argoproj.io/workflow': anything, 'workflows.argoproj.io/completed': anything };

function ofConfig(name: string | undefined): Readonly<Record<string, Value>> {
  return { deploymentconfig: name ?? anything, deployment: numbered(name) };
}

function ofJob(name: Value): Readonly<Record<string, Value>> {
  return {
    'job-name': name,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': anything,
    'batch.kubernetes.io/controller-uid': anything,
  };
}

const byType: ReadonlyMap<string, (name: string | undefined) => Readonly<Record<string, Value>>> = new Map([
  ['apps/Deployment', () => hashed],
  ['extensions/Deployment', () => hashed],
  ['apps/DaemonSet', () => perNode],
  ['extensions/DaemonSet', () => perNode],
  [
    'apps/StatefulSet',
    (name: string | undefined) => ({
      'controller-revision-hash': anything,
      [podName]: numbered(name),
      'apps.kubernetes.io/pod-index': isNumber,
    }),
  ],
  ['batch/Job', (name: string | undefined) => ofJob(name ?? anything)],
  // Its Jobs are named after the minute in which they are due.
  ['batch/CronJob', (name: string | undefined) => ofJob(numbered(name))],
  ['apps.openshift.io/DeploymentConfig', ofConfig],
  ['DeploymentConfig', ofConfig],
  ['argoproj.io/Rollout', () => ({ 'rollouts-pod-template-hash': anything })],
  ['argoproj.io/Workflow', () => workflow],
  ['argoproj.io/WorkflowTemplate', () => workflow],
  ['argoproj.io/ClusterWorkflowTemplate', () => workflow],
  ['argoproj.io/CronWorkflow', () => workflow],
]);

/** What the controller of a workload adds to each of its pods. */
export function controllerLabels(resource: Resource): Readonly<Record<string, Value>> {
  return byType.get(typeName(resource))?.(resource.nameKnown ? resource.name : undefined) ?? {};
}
