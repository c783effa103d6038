// Which jobs of a workflow run a gate, and in which steps.
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
  readonly steps: readonly GateStep[];
}

/** A step of mode `publish` shows a verdict and decides nothing. */
export function gateJobs(workflow: WorkflowFile): readonly GateJob[] {
  return Object.entries(mapOf(workflow.root.jobs)).flatMap(([id, value]) => {
    const job = mapOf(value);
    const steps = listOf(job.steps).flatMap((one, index): GateStep[] => {
      const step = mapOf(one);
      const kind = kindOf(step);
      return kind === undefined ? [] : [{ index, step, kind }];
    });
    return steps.length === 0 ? [] : [{ workflow, id, job, steps }];
  });
}

function kindOf(step: PlainMap): GateStep['kind'] | undefined {
  const { uses, run } = step;
  if (typeof uses === 'string' && /(?:^|\/)seaworthy(?:@|\/|$)/i.test(uses)) {
    return mapOf(step.with).mode === 'publish' ? undefined : 'action';
  }
  return typeof run === 'string' && /\bseaworthy(?:\.js)?\s+(?:--\s+)?(?:gate|stack)\b/.test(run)
    ? 'command'
    : undefined;
}
