// Which jobs of a workflow run a gate, in which steps, and which do so by calling a reusable workflow.
import { listOf, mapOf, type PlainMap, type WorkflowFile } from './workflow-file.ts';

export interface GateStep {
  readonly index: number;
  readonly step: PlainMap;
  readonly kind: 'action' | 'command';
}

export interface GateJob {
  readonly workflow: WorkflowFile;
  readonly id: string;
  readonly job: PlainMap;
  /** Of the job itself. */
  readonly steps: readonly GateStep[];
  /** Gates of the reusable workflow that the job calls; they have jobs of their own. */
  readonly inner: readonly GateJob[];
}

/** A job that calls a reusable workflow. */
export interface WorkflowCall {
  readonly workflow: WorkflowFile;
  readonly id: string;
  readonly uses: string;
  /** Undefined: it lies in another repository, or is missing. */
  readonly target: WorkflowFile | undefined;
}

/** GitHub nests no deeper (docs.github.com, «Reusing workflow configurations», limitations). */
const deepest = 10;

/** `all`: the workflows of the repository, for calls among them. A step of mode `publish` shows a verdict and decides nothing. */
export function gateJobs(
  workflow: WorkflowFile,
  all: readonly WorkflowFile[] = [],
  depth = 0,
): readonly GateJob[] {
  return Object.entries(mapOf(workflow.root.jobs)).flatMap(([id, value]) => {
    const job = mapOf(value);
    const steps = listOf(job.steps).flatMap((one, index): GateStep[] => {
      const step = mapOf(one);
      const kind = kindOf(step);
      return kind === undefined ? [] : [{ index, step, kind }];
    });
    const target = depth < deepest ? calledFile(job, all) : undefined;
    const inner = target === undefined ? [] : gateJobs(target, all, depth + 1);
    return steps.length + inner.length === 0 ? [] : [{ workflow, id, job, steps, inner }];
  });
}

/** Every call of a reusable workflow, wherever that lies. */
export function callsOf(workflow: WorkflowFile, all: readonly WorkflowFile[]): readonly WorkflowCall[] {
  return Object.entries(mapOf(workflow.root.jobs)).flatMap(([id, value]) => {
    const job = mapOf(value);
    const { uses } = job;
    return typeof uses === 'string' ? [{ workflow, id, uses, target: calledFile(job, all) }] : [];
  });
}

export function isLocalCall({ uses }: WorkflowCall): boolean {
  return uses.startsWith('./');
}

function calledFile({ uses }: PlainMap, all: readonly WorkflowFile[]): WorkflowFile | undefined {
  if (typeof uses !== 'string' || !uses.startsWith('./')) return undefined;
  return all.find(({ file }) => file === uses.slice(2));
}

function kindOf(step: PlainMap): GateStep['kind'] | undefined {
  const { uses, run } = step;
  if (typeof uses === 'string' && /(?:^|\/)seaworthy(?:@|\/|$)/i.test(uses)) {
    return /^(?:publish|doctor|verify|promote|sign|attest|evidence)$/.test(String(mapOf(step.with).mode))
      ? undefined
      : 'action';
  }
  return typeof run === 'string' && /\bseaworthy(?:\.js)?\s+(?:--\s+)?(?:gate|stack)\b/.test(run)
    ? 'command'
    : undefined;
}
