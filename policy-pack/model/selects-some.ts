// Whether a selector selects some pod of a template: one of a StatefulSet may be asked for by its name.
import { podName } from './controller-labels.ts';
import { type Labels, type Selector, selects, type Truth } from './selector.ts';
import { numberAt } from './typed.ts';
import type { PodTemplate } from './workloads.ts';

/**
 * Whether a selector selects some pod of a template, of which these are the labels: one that names a pod of a
 * StatefulSet selects that one surely, though not the others.
 */
export function selectsSome(selector: Selector, labels: Labels, { resource }: PodTemplate): Truth {
  const truth = selects(selector, labels);
  if (truth !== 'maybe' || !labels.clouded.has(podName) || !resource.nameKnown) return truth;
  const count = numberAt(resource.tree, ['spec', 'replicas']);
  const start = numberAt(resource.tree, ['spec', 'ordinals', 'start']);
  if (count.kind !== 'known' || start.kind !== 'known') return truth;
  const first = start.value ?? 0;
  const asked = selector.requirements.flatMap(({ key, operator, values }) =>
    key === podName && operator === 'In' ? [...values] : [],
  );
  const isThere = (name: string): boolean => {
    const ordinal = Number(name.slice(resource.name.length + 1));
    return ordinal >= first && ordinal < first + (count.value ?? 1);
  };
  const named = asked.filter((name) => labels.clouded.get(podName)?.(name) === true && isThere(name));
  return named.some((name) => selects(selector, withLabel(labels, podName, name)) === 'yes') ? 'yes' : truth;
}

function withLabel({ entries, clouded, complete }: Labels, key: string, value: string): Labels {
  const others = new Map(clouded);
  others.delete(key);
  return { entries: new Map(entries).set(key, value), clouded: others, complete };
}
