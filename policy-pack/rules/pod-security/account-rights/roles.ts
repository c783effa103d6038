// Which power a binding's role holds: the stack's roles with their patches, what they gather, and the cluster's own.
import { type OwnRole, ownRoles } from '../../../data/cluster-roles.ts';
import { describeResource, type Resource } from '../../../model/resource.ts';
import {
  type Labels,
  labelsAt,
  readFixedSelector,
  readSelector,
  type Selector,
  selects,
} from '../../../model/selector.ts';
import { ofKind, type Stack } from '../../../model/stack.ts';
import { firstSeen } from '../../first-seen.ts';
import { inNamespace, type Neighbours } from '../../same-namespace.ts';
import { itemsAt, pathOf, type Spot, spotAt, textAt, Unseen } from '../../spot.ts';
import { powerOfRule } from './powers.ts';

const rbac = 'rbac.authorization.k8s.io';

/** What a binding gives; `undefined`: nothing of that kind. Throws `Unseen` where its role is not known. */
export function powerOf(stack: Stack, binding: Resource): string | undefined {
  const reference = spotAt(binding.tree);
  const kind = textAt(reference, 'roleRef', 'kind') ?? '';
  const name = textAt(reference, 'roleRef', 'name') ?? '';
  return new Question(stack).ofNamed(kind, name, binding.namespace);
}

/** One look through the roles: each is looked at once, however they refer to each other. */
class Question {
  readonly #stack: Stack;
  readonly #seen = new Set<string>();

  constructor(stack: Stack) {
    this.#stack = stack;
  }

  ofNamed(kind: string, name: string, home: string | undefined): string | undefined {
    const key = JSON.stringify([kind, name, home]);
    if (this.#seen.has(key)) return undefined;
    this.#seen.add(key);
    const own = ownRoles.find((one) => one.kind === kind && one.name === name);
    if (own?.gives !== undefined) return own.gives;
    const { sure, perhaps } = this.#parts(kind, name, home);
    return firstSeen(
      [
        () => firstSeen(sure, (role) => this.#ofRole(role)),
        () => (own?.gathers === undefined ? undefined : this.#gatheredBy(labelled(own.gathers), [], own)),
        () => firstSeen(perhaps, (role) => unsure(this.#ofRole(role), role)),
        () => {
          if (own !== undefined || sure.some(({ patch }) => !patch)) return undefined;
          throw new Unseen(['roleRef', 'name'], `the stack does not hold ${kind} ${name}`);
        },
      ],
      (look) => look(),
    );
  }

  /** The role and its patches; a patch whose name is not known may be of any role. */
  #parts(kind: string, name: string, home: string | undefined): Neighbours {
    const all = ofKind(this.#stack, kind, rbac);
    const named = all.filter((one) => one.name === name && (one.nameKnown || !one.patch));
    const stray = all.filter((one) => one.patch && !one.nameKnown);
    if (kind === 'ClusterRole') return { sure: named, perhaps: stray };
    const near = inNamespace(
      Map.groupBy(named, ({ namespace }) => namespace),
      home,
    );
    return { sure: near.sure, perhaps: [...near.perhaps, ...stray] };
  }

  #ofRole(role: Resource): string | undefined {
    const spot = spotAt(role.tree);
    return firstSeen(
      [
        () =>
          firstSeen(itemsAt(spot, 'rules'), (rule) =>
            powerOfRule(rule, (kind, name) => this.ofNamed(kind, name, 'kube-system')),
          ),
        () =>
          firstSeen(itemsAt(spot, 'aggregationRule', 'clusterRoleSelectors'), (place) =>
            this.#gatheredBy(selectorAt(place), pathOf(place), role),
          ),
      ],
      (look) => look(),
    );
  }

  /** Roles of the stack, and of the cluster itself, whose rules a role gathers by their labels. */
  #gatheredBy(
    selector: Selector,
    path: readonly (string | number)[],
    by: Resource | OwnRole,
  ): string | undefined {
    const own = ownRoles.map((one) => ({
      name: one.name,
      chosen: one.kind === 'ClusterRole' ? selects(selector, fixed(one.labels)) : 'no',
      look: () => one.gives,
    }));
    const held = ofKind(this.#stack, 'ClusterRole', rbac).map((one) => ({
      name: one.name,
      chosen: selects(selector, labelsAt(one.tree, ['metadata', 'labels'])),
      look: () => this.ofNamed('ClusterRole', one.name, ''),
    }));
    return firstSeen([...own, ...held], ({ name, chosen, look }) => {
      if (chosen === 'no' || name === by.name) return undefined;
      const power = look();
      if (power !== undefined && chosen === 'maybe')
        throw new Unseen(path, `whether it gathers ${name} cannot be told`);
      return power;
    });
  }
}

function unsure(power: string | undefined, role: Resource): undefined {
  if (power === undefined) return undefined;
  throw new Unseen(['roleRef', 'name'], `whether ${describeResource(role)} belongs to it cannot be told`);
}

function labelled(key: string): Selector {
  return readFixedSelector({ [key]: 'true' });
}

function selectorAt(place: Spot): Selector {
  return readSelector(place.tree ?? null);
}

function fixed(entries: ReadonlyMap<string, string>): Labels {
  return { entries, clouded: new Map(), complete: true };
}
