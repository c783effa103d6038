// Rights over the whole cluster from which its takeover is one step, and the roles that hold them.
import type { Resource } from '../../../model/resource.ts';
import { labelsAt, readSelector, selects } from '../../../model/selector.ts';
import { ofKind, type Stack } from '../../../model/stack.ts';
import { itemsAt, pathOf, type Spot, spotAt, textAt, Unseen } from '../../spot.ts';

interface Power {
  readonly group: string;
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly says: string;
}

const rbac = 'rbac.authorization.k8s.io';
const readers = ['get', 'list', 'watch'];
const makers = ['create', 'update', 'patch'];
const runs = 'can run pods under every account';
const workloads = ['deployments', 'daemonsets', 'statefulsets', 'replicasets'];
const webhooks = ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'];

/** https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks */
const powers: readonly Power[] = [
  {
    group: rbac,
    resources: ['roles', 'clusterroles'],
    verbs: ['escalate', 'bind'],
    says: 'can give itself any right',
  },
  {
    group: '',
    resources: ['users', 'groups', 'serviceaccounts'],
    verbs: ['impersonate'],
    says: 'can act as anybody',
  },
  {
    group: '',
    resources: ['serviceaccounts/token'],
    verbs: ['create'],
    says: 'can make tokens of any account',
  },
  { group: '', resources: ['secrets'], verbs: readers, says: 'can read every Secret' },
  { group: '', resources: ['nodes/proxy'], verbs: ['get', 'create'], says: 'can use the kubelets' },
  {
    group: '',
    resources: ['pods/exec', 'pods/attach'],
    verbs: ['get', 'create'],
    says: 'can run commands in any pod',
  },
  { group: '', resources: ['pods', 'replicationcontrollers'], verbs: ['create'], says: runs },
  { group: 'apps', resources: workloads, verbs: makers, says: runs },
  { group: 'batch', resources: ['jobs', 'cronjobs'], verbs: makers, says: runs },
  { group: '', resources: ['persistentvolumes'], verbs: ['create'], says: 'can mount files of the hosts' },
  {
    group: 'admissionregistration.k8s.io',
    resources: webhooks,
    verbs: makers,
    says: 'can change what is admitted',
  },
];

/** Cluster roles of every cluster: those that hold such a power, and of the others those that hold none. */
const ownPowers = new Map([
  ['cluster-admin', 'can do everything'],
  ['admin', runs],
  ['edit', runs],
]);
const harmless = /^(?:view$|system:(?!masters|controller:|node$))/;

/** What a binding gives; `undefined`: nothing of that kind. Throws `Unseen` where its role is not known. */
export function powerOf(stack: Stack, binding: Resource): string | undefined {
  const reference = spotAt(binding.tree);
  const kind = textAt(reference, 'roleRef', 'kind') ?? '';
  const name = textAt(reference, 'roleRef', 'name') ?? '';
  const role = ofKind(stack, kind, rbac).find(
    (one) => one.name === name && (kind === 'ClusterRole' || one.namespace === binding.namespace),
  );
  if (role !== undefined) return powerOfRole(stack, role);
  const own = kind === 'ClusterRole' ? ownPowers.get(name) : undefined;
  if (own !== undefined || harmless.test(name)) return own;
  throw new Unseen(['roleRef', 'name'], `the stack does not hold ${kind} ${name}`);
}

function powerOfRole(stack: Stack, role: Resource): string | undefined {
  const rules = [role, ...gathered(stack, role)].flatMap(({ tree }) => itemsAt(spotAt(tree), 'rules'));
  for (const rule of rules) {
    const found = powerOfRule(rule);
    if (found !== undefined) return found;
  }
  return undefined;
}

function powerOfRule(rule: Spot): string | undefined {
  // Named objects are a person's choice, and no power over the others.
  if (itemsAt(rule, 'resourceNames').some((item) => textAt(item) !== undefined)) return undefined;
  const [groups, resources, verbs] = ['apiGroups', 'resources', 'verbs'].map(
    (key) => new Set(itemsAt(rule, key).map((item) => textAt(item) ?? '')),
  );
  const has = (set: ReadonlySet<string> | undefined, wanted: readonly string[]): boolean =>
    set?.has('*') === true || wanted.some((one) => set?.has(one) === true);
  if ([groups, resources, verbs].every((set) => set?.has('*') === true)) return 'can do everything';
  return powers.find(
    (power) => has(groups, [power.group]) && has(resources, power.resources) && has(verbs, power.verbs),
  )?.says;
}

/** Cluster roles of the stack whose rules the role gathers by their labels. */
function gathered(stack: Stack, role: Resource): readonly Resource[] {
  const selectors = itemsAt(spotAt(role.tree), 'aggregationRule', 'clusterRoleSelectors');
  return selectors.flatMap((place) => {
    if (place.tree === undefined) return [];
    const selector = readSelector(place.tree);
    return ofKind(stack, 'ClusterRole', rbac).filter((one) => {
      const chosen = selects(selector, labelsAt(one.tree, ['metadata', 'labels']));
      if (chosen === 'maybe')
        throw new Unseen(pathOf(place), `whether it gathers ${one.name} cannot be told`);
      return chosen === 'yes' && one !== role;
    });
  });
}
