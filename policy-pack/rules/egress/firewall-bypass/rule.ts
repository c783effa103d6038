// egress/firewall-bypass: nothing leads around an egress firewall.
import { describeResource, type Resource } from '../../../model/resource.ts';
import { serviceNamed } from '../../../model/services.ts';
import { ofKind, type Stack } from '../../../model/stack.ts';
import { networkPlace } from '../../network/place.ts';
import { reachOf } from '../../network/reach.ts';
import { type Observation, sight, violation } from '../../observation.ts';
import type { StackRule, StackSight } from '../../rule.ts';
import { namespaceUnseen } from '../../same-namespace.ts';
import { flagAt, go, isSet, itemsAt, spotAt, textAt } from '../../spot.ts';

export const rule: StackRule = {
  ...networkPlace,
  id: 'egress/firewall-bypass',
  title: 'nothing leads around an egress firewall',
  severity: 'high',
  otherwise: 'block',
  because: 'Egress firewalls see neither the traffic of routers nor that of the host’s network.',
  fix: 'Remove the Route to the outside and the host’s network, or keep them in a project without secrets.',
  frameworks: ['OpenShift: egress firewall'],
  subject: 'stack',
  check: (context) => {
    const { stack } = context;
    const firewalls = [...ofKind(stack, 'EgressFirewall'), ...ofKind(stack, 'EgressNetworkPolicy')];
    if (firewalls.length === 0) return [];
    const guarded = new Set(firewalls.map(({ namespace }) => namespace));
    return [
      ...reachOf(context).population.pods.flatMap(({ namespace, template }): StackSight[] => {
        const isDoubtful = namespace === undefined || guarded.has(undefined);
        if (!isDoubtful && !guarded.has(namespace)) return [];
        const isSure = namespace !== undefined && guarded.has(namespace);
        const { resource, specPath } = template;
        return [
          {
            resource,
            seen: sight(() => {
              const found = onHost(resource, specPath);
              const [firewall] = firewalls;
              if (found !== undefined && !isSure && firewall !== undefined)
                throw namespaceUnseen(
                  resource,
                  firewalls.find((one) => one.namespace === undefined) ?? firewall,
                );
              return found;
            }),
          },
        ];
      }),
      ...ofKind(stack, 'Route', 'route.openshift.io').map(
        (resource): StackSight => ({
          resource,
          seen: sight(() => leadsOut(stack, resource)),
        }),
      ),
    ];
  },
};

function onHost(resource: Resource, specPath: readonly (string | number)[]): Observation | undefined {
  const place = go(spotAt(resource.tree), ...specPath, 'hostNetwork');
  return flagAt(place) === true
    ? violation(
        place,
        'the egress firewall of its project does not hold for the host’s network',
        'false or not set',
      )
    : undefined;
}

/** A Service without pods, whose addresses somebody wrote down, or a name outside. */
function leadsOut(stack: Stack, route: Resource): readonly Observation[] {
  const spot = spotAt(route.tree);
  const targets = [go(spot, 'spec', 'to'), ...itemsAt(spot, 'spec', 'alternateBackends')];
  return targets.flatMap((target) => {
    const name = textAt(target, 'name');
    if (name === undefined) return [];
    const service = serviceNamed(stack, route.namespace ?? '', name);
    if (service === undefined) {
      const doubtful = ofKind(stack, 'Service', '').find(
        (one) => one.name === name && (one.namespace === undefined || route.namespace === undefined),
      );
      if (doubtful !== undefined && isOutside(doubtful)) throw namespaceUnseen(route, doubtful);
      return [];
    }
    return isOutside(service)
      ? [
          violation(
            go(target, 'name'),
            `the router reaches the outside for it, through ${describeResource(service)}`,
            'a Service of pods',
          ),
        ]
      : [];
  });
}

function isOutside({ tree }: Resource): boolean {
  const own = spotAt(tree);
  return textAt(own, 'spec', 'type') === 'ExternalName' || !isSet(own, 'spec', 'selector');
}
