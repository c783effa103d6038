// Service ↔ pods.

import { podLabels } from './pod-labels.ts';
import type { Resource } from './resource.ts';
import { readFixedSelector, type Truth } from './selector.ts';
import { selectsSome } from './selects-some.ts';
import { ofKind, type Stack } from './stack.ts';
import { at } from './tree.ts';
import { textOr } from './typed.ts';
import { type PodTemplate, podTemplates } from './workloads.ts';

/** Every pod template of the stack with the namespace that it runs in. */
export function allPodTemplates(stack: Stack): readonly PodTemplate[] {
  return stack.resources.flatMap((resource) => podTemplates(resource));
}

/** Pod templates of which a Service selects a pod; `maybe` where labels or namespaces are not known. */
export function podsOfService(
  service: Resource,
  templates: readonly PodTemplate[],
): readonly { readonly template: PodTemplate; readonly truth: Truth }[] {
  const selector = readFixedSelector(service.tree, ['spec', 'selector']);
  if (selector.certain && selector.requirements.length === 0) return [];
  return templates.flatMap((template) => {
    const { namespace } = template.resource;
    const unsure = namespace === undefined || service.namespace === undefined;
    if (!unsure && namespace !== service.namespace) return [];
    const truth = selectsSome(selector, podLabels(template), template);
    return truth === 'no' ? [] : [{ template, truth: unsure ? 'maybe' : truth }];
  });
}

const indexes = new WeakMap<Stack, ReadonlyMap<string, Resource>>();

/** A Service by name in a namespace; the first where several claim the name. */
export function serviceNamed(stack: Stack, namespace: string, name: string): Resource | undefined {
  const index = indexes.get(stack) ?? indexServices(stack);
  indexes.set(stack, index);
  return index.get(`${namespace}/${name}`);
}

function indexServices(stack: Stack): ReadonlyMap<string, Resource> {
  const index = new Map<string, Resource>();
  for (const service of ofKind(stack, 'Service', '')) {
    const key = `${service.namespace}/${service.name}`;
    if (service.namespace !== undefined && !index.has(key)) index.set(key, service);
  }
  return index;
}

/** How a Service is reached from outside the cluster; `undefined` when it is not, or not known. */
export function exposedAs(service: Resource): 'LoadBalancer' | 'NodePort' | 'externalIPs' | undefined {
  const type = textOr(service.tree, ['spec', 'type']);
  if (type === 'LoadBalancer' || type === 'NodePort') return type;
  const addresses = at(service.tree, ['spec', 'externalIPs', 0]);
  return addresses.kind === 'known' && addresses.value === undefined ? undefined : 'externalIPs';
}
