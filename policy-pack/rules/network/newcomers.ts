// Pods that are not there yet: one for each way in which labels can escape the policies of a namespace.
import type { Resource } from '../../model/resource.ts';
import { resourceOf } from '../../model/resource.ts';
import type { Requirement } from '../../model/selector.ts';
import type { Direction, Policy } from '../../reach/policy.ts';

/** No real name: a label's value must end with a letter or digit. */
const fresh = 'newcomer-';
/** Combinations of labels that are tried; beyond, only the plainest are. */
const most = 256;

export const strangerNamespace = '-stranger';

export interface Newcomer {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Labels that a pod could carry, one set for each case that the subjects of the policies tell apart: a key
 * absent, with a value that no policy names, or with one that a `NotIn` leaves out. If each of these pods is
 * selected, every pod is: a value of an `In` can only be selected by more.
 */
export function newcomerLabels(
  policies: readonly Policy[],
  direction: Direction,
): readonly Newcomer['labels'][] {
  const options = new Map<string, Set<string | undefined>>();
  for (const policy of policies) {
    if (policy[direction] === undefined) continue;
    for (const { key, operator, values } of policy.subject.pods.requirements) {
      if (!escapes({ key, operator, values })) continue;
      const known = options.get(key) ?? new Set([undefined, fresh]);
      if (operator === 'NotIn') for (const value of values) known.add(value);
      options.set(key, known);
    }
  }
  let sets: Readonly<Record<string, string>>[] = [{}];
  for (const key of [...options.keys()].sort()) {
    const values = [...(options.get(key) ?? [])];
    const more = sets.flatMap((labels) =>
      values.map((value) => (value === undefined ? labels : { ...labels, [key]: value })),
    );
    sets = more.length > most ? sets.map((labels) => ({ ...labels, [key]: fresh })).concat(sets) : more;
  }
  return sets.slice(0, 2 * most);
}

/** A plain `In` never selects a pod without the label: absent is case enough. */
function escapes({ operator }: Requirement): boolean {
  return operator !== 'In';
}

/** The stranger's namespace, which has no label but its name. */
export function strangerHome(at: Resource['source']): Resource | undefined {
  return resourceOf({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: strangerNamespace } }, at);
}

/** A pod of the model, standing at the place of `at`. */
export function newcomerPod({ namespace, labels }: Newcomer, name: string, at: Resource['source']): Resource {
  const tree = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels },
    spec: { containers: [{ name: 'new', image: 'new' }] },
  };
  const made = resourceOf(tree, at);
  if (made === undefined) throw new TypeError('a pod that is none');
  return made;
}
