// Pods that are not there yet: one for each way in which labels can escape the policies of a namespace.
import type { Resource } from '../../model/resource.ts';
import { resourceOf } from '../../model/resource.ts';
import type { LabelSet } from './newcomer-labels.ts';

export const strangerNamespace = '-stranger';

export interface Newcomer {
  readonly namespace: string;
  readonly labels: LabelSet;
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
