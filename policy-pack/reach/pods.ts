// The pods of a stack as the policies see them, and the workloads they are shown as.
import { namespaceLabels } from '../model/namespaces.ts';
import { podLabels } from '../model/pod-labels.ts';
import { describeResource, type Resource } from '../model/resource.ts';
import type { Labels, Truth } from '../model/selector.ts';
import type { Stack } from '../model/stack.ts';
import { booleanAt, itemsOf, textOr } from '../model/typed.ts';
import { type PodTemplate, podTemplates } from '../model/workloads.ts';
import type { Protocol } from './connections.ts';
import { type ContainerPort, hasAllPorts, readContainerPorts } from './container-ports.ts';

export interface Pod {
  readonly index: number;
  /** Index of the workload it is shown as. */
  readonly workload: number;
  readonly namespace: string | undefined;
  readonly namespaceLabels: Labels;
  readonly labels: Labels;
  readonly ports: readonly ContainerPort[];
  /** Whether there can be no further ports. */
  readonly portsComplete: boolean;
  readonly hostNetwork: Truth;
  readonly template: PodTemplate;
}

export interface Workload {
  /** `namespace/name[Kind]`. */
  readonly name: string;
  readonly namespace: string;
  readonly resource: Resource;
  readonly pods: readonly number[];
}

export interface Population {
  readonly pods: readonly Pod[];
  /** Sorted by name. */
  readonly workloads: readonly Workload[];
}

/** Collects the pods; those of one owner are one workload. `strict`: namespaces that are not declared may have labels. */
export function readPopulation(stack: Stack, strict = false): Population {
  const labelsOf = namespaceLabels(stack, strict ? 'open' : 'bare');
  const whole = new Set(stack.resources.filter((item) => !item.patch).map(describeResource));
  const groups = new Map<string, { resource: Resource; templates: PodTemplate[] }>();
  for (const resource of stack.resources) {
    if (resource.kind === 'PodTemplate') continue;
    if (resource.patch && whole.has(describeResource({ ...resource, patch: false }))) continue;
    for (const template of podTemplates(resource)) {
      const name = workloadName(resource);
      const group = groups.get(name);
      if (group === undefined) groups.set(name, { resource, templates: [template] });
      else group.templates.push(template);
    }
  }
  const pods: Pod[] = [];
  const workloads: Workload[] = [];
  for (const name of [...groups.keys()].sort()) {
    const group = groups.get(name);
    if (group === undefined) continue;
    const first = pods.length;
    for (const template of group.templates) {
      const { namespace } = template.resource;
      pods.push({
        index: pods.length,
        workload: workloads.length,
        namespace,
        namespaceLabels: labelsOf(namespace),
        labels: podLabels(template),
        ports: readContainerPorts(template),
        portsComplete: hasAllPorts(template),
        hostNetwork: hostNetworkOf(template),
        template,
      });
    }
    workloads.push({
      name,
      namespace: group.resource.namespace ?? '(unknown)',
      resource: group.resource,
      pods: Array.from({ length: pods.length - first }, (_, offset) => first + offset),
    });
  }
  return { pods, workloads };
}

const byNamespace = new WeakMap<Population, ReadonlyMap<string | undefined, readonly Pod[]>>();

/** The pods of one namespace. */
export function podsOf(population: Population, namespace: string | undefined): readonly Pod[] {
  const index = byNamespace.get(population) ?? Map.groupBy(population.pods, (pod) => pod.namespace);
  byNamespace.set(population, index);
  return index.get(namespace) ?? [];
}

/** The same, and those that are perhaps in it because one of both namespaces is not known. */
export function podsNear(
  population: Population,
  namespace: string | undefined,
): readonly { readonly pod: Pod; readonly truth: Truth }[] {
  const own = podsOf(population, namespace).map((pod) => ({ pod, truth: 'yes' as const }));
  const others = namespace === undefined ? population.pods : podsOf(population, undefined);
  return [
    ...own,
    ...others.flatMap((pod) => (pod.namespace === namespace ? [] : [{ pod, truth: 'maybe' as const }])),
  ];
}

function hostNetworkOf(template: PodTemplate): Truth {
  const found = booleanAt(template.tree, ['spec', 'hostNetwork']);
  if (found.kind !== 'known') return 'maybe';
  return found.value === true ? 'yes' : 'no';
}

/** A bare Pod is shown as its first owner, unless that owner is a Node. */
function workloadName(resource: Resource): string {
  const namespace = resource.namespace ?? '(unknown)';
  if (resource.kind === 'Pod') {
    const owner = itemsOf(resource.tree, ['metadata', 'ownerReferences'])[0];
    const kind = textOr(owner, ['kind']);
    const name = textOr(owner, ['name']);
    if (owner !== undefined && name !== undefined && kind !== 'Node') {
      return `${namespace}/${name}[${kind === undefined || kind === '' ? 'Pod' : kind}]`;
    }
  }
  return `${namespace}/${resource.name}[${resource.kind}]`;
}

/** Ports that a name stands for on a pod, with `protocol` when given. */
export function portsNamed(
  pod: Pick<Pod, 'ports'>,
  name: string,
  protocol: Protocol | undefined,
): readonly ContainerPort[] {
  return pod.ports.filter(
    (port) => port.name === name && (protocol === undefined || port.protocol === protocol),
  );
}
