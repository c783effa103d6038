// network/exposure: the internet reaches only what the policy names.
import { ofKind, type Stack } from '../../../model/stack.ts';
import { holes } from '../../../model/tree.ts';
import { type Connection, none } from '../../../reach/connections.ts';
import { entrances } from '../../../reach/entrances.ts';
import { routeKinds } from '../../../reach/gateway-routes.ts';
import type { Reachability } from '../../../reach/reachability.ts';
import type { Observation } from '../../observation.ts';
import type { StackRule, StackSight } from '../../rule.ts';
import { doubtsAbout } from '../doubts.ts';
import { connectionOf, meansWorkload } from '../intents.ts';
import { partsOf } from '../parts.ts';
import { networkPlace } from '../place.ts';
import { reachOf } from '../reach.ts';
import { targetsOf } from '../section.ts';

export const rule: StackRule = {
  ...networkPlace,
  id: 'network/exposure',
  title: 'the internet reaches only what the policy names',
  severity: 'high',
  otherwise: 'warn',
  because: 'What the internet can reach is probed within minutes; it should be on purpose.',
  fix: 'Make the Service a ClusterIP or an internal load balancer, close it by policy, or name it in `stack.network.exposed`.',
  frameworks: ['NIST SP 800-190 4.3.3'],
  configuredBy: ['stack.network.exposed'],
  subject: 'stack',
  check: (context) => {
    const { stack, policy } = context;
    const reach = reachOf(context);
    const targets = targetsOf(policy.network.exposed);
    const seen = new Map<number, Observation[]>(reach.population.workloads.map((_, index) => [index, []]));
    const doubts: StackSight[] = [...unknownTypes(stack)];
    for (const { workload, decision, through } of entrances(reach)) {
      const name = reach.population.workloads[workload]?.name ?? '';
      const meant = targets
        .filter(({ peer }) => meansWorkload(peer, name))
        .reduce<Connection>((sum, target) => reach.table.unite(sum, connectionOf(reach.table, target)), none);
      const open = reach.table.subtract(decision.sure, meant);
      if (open !== none) {
        const ports = reach.table.text(open);
        seen.get(workload)?.push({
          kind: 'violation',
          path: [],
          actual: `${ports} through ${through}`,
          required: policy.network.exposed.join(', ') || 'nothing from the internet',
          message: `${name} can be reached from the internet on ${ports} through ${through}`,
          edits: [],
          same: { kind: 'parts', of: () => partsOf(reach.table, open, { what: 'from the internet' }) },
        });
      } else if (reach.table.subtract(decision.perhaps, meant) !== none) doubts.push(...why(reach, workload));
    }
    return [
      ...[...seen].flatMap(([workload, observations]): StackSight[] => {
        const resource = reach.population.workloads[workload]?.resource;
        return resource === undefined ? [] : [{ resource, seen: observations }];
      }),
      ...doubts,
    ];
  },
};

function why(reach: Reachability, workload: number): readonly StackSight[] {
  const pod = reach.population.workloads[workload]?.pods[0];
  return pod === undefined ? [] : doubtsAbout(reach, 'ingress', pod, 'whether it is exposed cannot be told');
}

/** A Service, an Ingress or a route of which a part is decided later may expose anything. */
function unknownTypes(stack: Stack): readonly StackSight[] {
  const kinds = ['Ingress', 'Route', ...routeKinds];
  const entrances = [...ofKind(stack, 'Service', ''), ...kinds.flatMap((kind) => ofKind(stack, kind))];
  return entrances.map((resource): StackSight => {
    const found = holes(resource.tree).filter(({ path }) => path[0] === undefined || path[0] === 'spec');
    return {
      resource,
      seen: found.map(({ path, hole }) => ({
        kind: 'unknown',
        path,
        reason: 'it decides who can reach the pods behind it',
        dependsOn: hole.dependsOn,
      })),
    };
  });
}
