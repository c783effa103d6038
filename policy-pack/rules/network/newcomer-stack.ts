// The stack with newcomers in every namespace and a stranger beside it, compiled for questions about defaults.
import { describeResource, type Resource } from '../../model/resource.ts';
import { buildStack, ofKind } from '../../model/stack.ts';
import type { Direction, Policy } from '../../reach/policy.ts';
import { type Reachability, reachability } from '../../reach/reachability.ts';
import { newcomerLabels } from './newcomer-labels.ts';
import { newcomerPod, strangerHome, strangerNamespace } from './newcomers.ts';
import { type NetworkContext, perFamilies, reachOf } from './reach.ts';

export interface Space {
  readonly name: string;
  /** The Namespace, or the first workload of one that is not declared. */
  readonly resource: Resource;
  /** Indexes of the pods of the stack itself. */
  readonly own: readonly number[];
  /** Indexes of pods that are not there yet, by direction. */
  readonly newcomers: Readonly<Record<Direction, readonly number[]>>;
  /** Directions in which there may be pods that behave as none of the newcomers does. */
  readonly untried: ReadonlySet<Direction>;
}

export interface NewcomerStack {
  readonly reach: Reachability;
  readonly spaces: readonly Space[];
  /** Index of a pod in a namespace that nobody speaks of. */
  readonly stranger: number;
}

const directions = ['ingress', 'egress'] as const;

export const newcomerStack: (context: NetworkContext) => NewcomerStack = perFamilies((context, families) => {
  const { stack } = context;
  const { policies, population } = reachOf(context);
  const homes = new Map<string, Resource>();
  for (const workload of population.workloads) {
    if (workload.resource.namespace !== undefined && !homes.has(workload.namespace))
      homes.set(workload.namespace, workload.resource);
  }
  for (const declared of [...ofKind(stack, 'Project'), ...ofKind(stack, 'Namespace', '')])
    if (!declared.patch) homes.set(declared.name, declared);
  const names = new Map<string, { space: string; direction: Direction }>();
  const untried = new Set<string>();
  const added: Resource[] = [];
  for (const [space, resource] of homes) {
    for (const direction of directions) {
      const { sets, complete } = newcomerLabels(touching(policies, space), direction);
      if (!complete) untried.add(`${direction} ${space}`);
      for (const [index, labels] of sets.entries()) {
        const pod = newcomerPod({ namespace: space, labels }, `-${direction}-${index}`, resource.source);
        names.set(describeResource(pod), { space, direction });
        added.push(pod);
      }
    }
  }
  const [anyone] = stack.resources;
  if (anyone !== undefined) {
    const home = strangerHome(anyone.source);
    added.push(newcomerPod({ namespace: strangerNamespace, labels: {} }, '-', anyone.source));
    if (home !== undefined) added.push(home);
  }
  const reach = reachability(buildStack([...stack.resources, ...added], stack.opaque, stack.foreign), {
    strict: true,
    families,
    podFamilies: families,
  });
  const own = new Map<string, number[]>();
  const newcomers = new Map<string, number[]>();
  let stranger = -1;
  for (const pod of reach.population.pods) {
    const made = names.get(describeResource(pod.template.resource));
    if (made !== undefined) push(newcomers, `${made.direction} ${made.space}`, pod.index);
    else if (pod.namespace === strangerNamespace) stranger = pod.index;
    else if (pod.namespace !== undefined) push(own, pod.namespace, pod.index);
  }
  const spaces = [...homes.keys()].sort().flatMap((name): Space[] => {
    const resource = homes.get(name);
    if (resource === undefined) return [];
    const of = (direction: Direction): readonly number[] => newcomers.get(`${direction} ${name}`) ?? [];
    return [
      {
        name,
        resource,
        own: own.get(name) ?? [],
        newcomers: { ingress: of('ingress'), egress: of('egress') },
        untried: new Set(directions.filter((direction) => untried.has(`${direction} ${name}`))),
      },
    ];
  });
  return { reach, spaces, stranger };
});

/** Policies that may select pods of a namespace by where they stand; cluster-wide ones always. */
function touching(policies: readonly Policy[], namespace: string): readonly Policy[] {
  return policies.filter(
    ({ subject: { namespaces } }) => namespaces.kind !== 'named' || namespaces.name === namespace,
  );
}

function push(map: Map<string, number[]>, key: string, value: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
