// Labels of the pods of a template: those that it states, and those that their controllers add.
import { controllerLabels, isNumber, type Value } from './controller-labels.ts';
import { type Labels, labelsAt } from './selector.ts';
import { booleanAt, textAt } from './typed.ts';
import type { PodTemplate } from './workloads.ts';

/** The labels that every pod of a template has; where the pods differ, or nobody can tell, what the value may be. */
export function podLabels(template: PodTemplate): Labels {
  const { resource } = template;
  const stated = labelsAt(template.tree, ['metadata', 'labels']);
  const entries = new Map(stated.entries);
  const clouded = new Map(stated.clouded);
  const own = controllerLabels(resource);
  const job = resource.group === 'batch' ? jobLabels(template, own) : undefined;
  for (const [key, value] of Object.entries(job?.labels ?? own)) {
    // A Job states itself what it was given when it was made; other controllers overwrite what is stated.
    if (job !== undefined && stated.entries.has(key)) continue;
    entries.delete(key);
    clouded.delete(key);
    if (typeof value === 'string') entries.set(key, value);
    else clouded.set(key, value);
  }
  return { entries, clouded, complete: stated.complete && template.exact && (job?.complete ?? true) };
}

/** A Job with a selector of its own is given no labels, and only an indexed one numbers its pods. */
function jobLabels(
  { resource, path }: PodTemplate,
  own: Readonly<Record<string, Value>>,
): { readonly labels: Readonly<Record<string, Value>>; readonly complete: boolean } {
  const spec = path.slice(0, -1);
  const manual = booleanAt(resource.tree, [...spec, 'manualSelector']);
  const mode = textAt(resource.tree, [...spec, 'completionMode']);
  const index = { 'batch.kubernetes.io/job-completion-index': isNumber };
  return {
    labels: {
      ...(manual.kind === 'known' && manual.value !== true ? own : {}),
      ...(mode.kind === 'known' && mode.value === 'Indexed' ? index : {}),
    },
    complete: manual.kind === 'known' && mode.kind === 'known',
  };
}
