// network/dangling: every Service leads to a pod, and every Service that a pod is told of can be reached.
import { declaredNamespaces } from '../../../model/namespaces.ts';
import type { Resource } from '../../../model/resource.ts';
import { readFixedSelector } from '../../../model/selector.ts';
import { allPodTemplates, podsOfService } from '../../../model/services.ts';
import { ofKind } from '../../../model/stack.ts';
import { at, holes } from '../../../model/tree.ts';
import { itemsOf, textAt } from '../../../model/typed.ts';
import type { PodTemplate } from '../../../model/workloads.ts';
import { hasAllPorts, readContainerPorts } from '../../../reach/container-ports.ts';
import { portsNamed } from '../../../reach/pods.ts';
import { protocolAt } from '../../../reach/policy-port.ts';
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
  check: (context) => {
    const { stack } = context;
    const reach = reachOf(context);
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
  const chosen = pods.filter(({ truth }) => truth === 'yes').map(({ template }) => template);
  if (chosen.length > 0) return deadPorts(service, chosen, pods.length === chosen.length);
  return selectingNothing(path, pods.length === 0 && selector.certain, 'it leads to no pod of the stack');
}

/**
 * Ports whose target is a name that no selected pod has: the Service gets no endpoint there. `isWhole`: no other pod is
 * perhaps selected.
 */
function deadPorts(
  service: Resource,
  pods: readonly PodTemplate[],
  isWhole: boolean,
): readonly Observation[] {
  const declared = pods.map((pod) => ({ ports: readContainerPorts(pod) }));
  const hidden = holes(service.tree).filter(({ path }) => hidesTarget.test(path.join('.')));
  const unknown = hidden.map(
    ({ path, hole }): Observation => ({
      kind: 'unknown',
      path,
      reason: 'it decides whether its pods have that port',
      dependsOn: hole.dependsOn,
    }),
  );
  const dead = itemsOf(service.tree, ['spec', 'ports']).flatMap((entry, index): readonly Observation[] => {
    const path = ['spec', 'ports', index, 'targetPort'];
    const target = at(entry, ['targetPort']);
    const name = target.kind === 'known' ? target.value : undefined;
    const protocol = protocolAt(entry, ['protocol']);
    if (typeof name !== 'string' || /^\d+$/.test(name) || protocol === undefined) return [];
    if (declared.some((pod) => portsNamed(pod, name, protocol).length > 0)) return [];
    if (!isWhole || !pods.every(hasAllPorts))
      return [{ kind: 'unknown', path, reason: 'not every port of its pods is known', dependsOn: [] }];
    return [
      {
        kind: 'violation',
        path,
        actual: name,
        required: 'the name or number of a port of its pods',
        message: `its pods have no ${protocol} port ${name}`,
        edits: [],
      },
    ];
  });
  return [...unknown, ...dead];
}

const hidesTarget = /^spec(?:\.ports(?:\.\d+(?:\.(?:targetPort|protocol))?)?)?$/;
