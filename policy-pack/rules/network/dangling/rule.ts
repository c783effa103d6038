// network/dangling: every Service leads to a pod, and every Service that a pod is told of can be reached.
import { declaredNamespaces } from '../../../model/namespaces.ts';
import type { Resource } from '../../../model/resource.ts';
import { readFixedSelector } from '../../../model/selector.ts';
import { allPodTemplates, podsOfService } from '../../../model/services.ts';
import { ofKind } from '../../../model/stack.ts';
import { textAt } from '../../../model/typed.ts';
import type { PodTemplate } from '../../../model/workloads.ts';
import type { Observation } from '../../observation.ts';
import type { StackRule, StackSight } from '../../rule.ts';
import { networkPlace } from '../place.ts';
import { reachOf } from '../reach.ts';
import { selectingNothing } from '../selecting-nothing.ts';
import { danglingVariables } from './variables.ts';

export const rule: StackRule = {
  ...networkPlace,
  id: 'network/dangling',
  title: 'every Service leads to a pod and every Service that is named can be reached',
  severity: 'medium',
  otherwise: 'warn',
  because: 'A name that leads nowhere is an outage, or a place for somebody else to answer at.',
  fix: 'Correct the selector or the name, or allow the connection by policy.',
  frameworks: [],
  subject: 'stack',
  check: ({ stack }) => {
    const reach = reachOf(stack);
    const known = new Set(declaredNamespaces(stack));
    for (const { namespace } of reach.population.workloads) known.add(namespace);
    const templates = byNamespace(allPodTemplates(stack));
    return [
      ...ofKind(stack, 'Service', '').map(
        (resource): StackSight => ({ resource, seen: leading(resource, templates) }),
      ),
      ...reach.population.pods.map(
        (pod): StackSight => ({
          resource: pod.template.resource,
          seen: danglingVariables(reach, pod, known),
        }),
      ),
    ];
  },
};

/** Templates by namespace; those whose namespace is not known stand under the empty name, for all. */
function byNamespace(templates: readonly PodTemplate[]): ReadonlyMap<string, readonly PodTemplate[]> {
  const found = new Map<string, PodTemplate[]>();
  for (const template of templates) {
    const key = template.resource.namespace ?? '';
    const list = found.get(key) ?? [];
    found.set(key, list);
    list.push(template);
  }
  return found;
}

/** Services without a selector, or for a name outside, select nothing on purpose. */
function leading(
  service: Resource,
  templates: ReadonlyMap<string, readonly PodTemplate[]>,
): readonly Observation[] {
  const path = ['spec', 'selector'];
  const type = textAt(service.tree, ['spec', 'type']);
  if (type.kind === 'known' && type.value === 'ExternalName') return [];
  const selector = readFixedSelector(service.tree, path);
  if (selector.certain && selector.requirements.length === 0) return [];
  const near =
    service.namespace === undefined
      ? [...templates.values()].flat()
      : [...(templates.get(service.namespace) ?? []), ...(templates.get('') ?? [])];
  const pods = podsOfService(service, near);
  if (pods.some(({ truth }) => truth === 'yes')) return [];
  return selectingNothing(path, pods.length === 0 && selector.certain, 'it leads to no pod of the stack');
}
