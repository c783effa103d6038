// Rights over the whole cluster from which its takeover is one step, and which of them a rule of a role gives.
import { firstSeen } from '../../first-seen.ts';
import { itemsAt, pathOf, type Spot, textAt, Unseen } from '../../spot.ts';

interface Power {
  readonly group: string;
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly says: string;
  /**
   * What it is over objects that the rule names; absent: a person's choice, and no power over the others.
   * `counts`: no less; `bind`: what the named roles give; `act`: what the named users and groups may do.
   */
  readonly named?: 'counts' | 'bind' | 'act';
}

const rbac = 'rbac.authorization.k8s.io';
const readers = ['get', 'list', 'watch'];
const makers = ['create', 'update', 'patch'];
const runs = 'can run pods under every account';
const runsIn = 'can run commands in any pod';
const roles = ['clusterroles', 'roles'];
const workloads = ['deployments', 'daemonsets', 'statefulsets', 'replicasets'];
const webhooks = ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'];

/** https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks */
const powers: readonly Power[] = [
  { group: rbac, resources: roles, verbs: ['escalate'], says: 'can give itself any right', named: 'counts' },
  { group: rbac, resources: roles, verbs: ['bind'], says: 'can give itself any right', named: 'bind' },
  {
    group: '',
    resources: ['users', 'groups', 'serviceaccounts'],
    verbs: ['impersonate'],
    says: 'can act as anybody',
    named: 'act',
  },
  {
    group: '',
    resources: ['serviceaccounts/token'],
    verbs: ['create'],
    says: 'can make tokens of any account',
  },
  { group: '', resources: ['secrets'], verbs: readers, says: 'can read every Secret' },
  {
    group: '',
    resources: ['nodes/proxy'],
    verbs: ['get', 'create'],
    says: 'can use the kubelets',
    named: 'counts',
  },
  { group: '', resources: ['pods/exec', 'pods/attach'], verbs: ['get', 'create'], says: runsIn },
  { group: '', resources: ['pods/ephemeralcontainers'], verbs: ['update', 'patch'], says: runsIn },
  // The image of a container is what may be changed of a pod that runs.
  { group: '', resources: ['pods'], verbs: ['update', 'patch'], says: runsIn },
  { group: '', resources: ['pods'], verbs: ['create'], says: runs },
  { group: '', resources: ['replicationcontrollers'], verbs: makers, says: runs },
  { group: 'apps', resources: workloads, verbs: makers, says: runs },
  { group: 'batch', resources: ['jobs', 'cronjobs'], verbs: makers, says: runs },
  { group: '', resources: ['persistentvolumes'], verbs: ['create'], says: 'can mount files of the hosts' },
  {
    group: 'admissionregistration.k8s.io',
    resources: webhooks,
    verbs: makers,
    says: 'can change what is admitted',
    named: 'counts',
  },
];

/** What a role by that name gives. May throw `Unseen`. */
type LookAtRole = (kind: 'ClusterRole' | 'Role', name: string) => string | undefined;

/** As the API server matches rules with requests (pkg/apis/rbac/v1, evaluation helpers). Throws `Unseen`. */
export function powerOfRule(rule: Spot, lookAtRole: LookAtRole): string | undefined {
  const read = (key: string): ReadonlySet<string> =>
    new Set(itemsAt(rule, key).map((item) => textAt(item) ?? ''));
  const [groups, resources, verbs] = [read('apiGroups'), read('resources'), read('verbs')];
  const matching = powers.filter(
    (power) => has(groups, [power.group]) && matches(resources, power.resources) && has(verbs, power.verbs),
  );
  if (matching.length === 0) return undefined;
  const names = [...read('resourceNames')];
  // A request that names nothing, such as a list, has an empty name.
  if (names.length === 0 || names.includes('')) {
    const isAll = [groups, resources, verbs].every((set) => set.has('*'));
    return isAll ? 'can do everything' : matching[0]?.says;
  }
  return firstSeen(matching, (power) => {
    if (power.named === 'counts') return overNamed(power, verbs) ? power.says : undefined;
    if (power.named === 'bind') return byBinding(names, resources, lookAtRole);
    if (power.named !== 'act') return undefined;
    if (matches(resources, ['groups']) && names.includes('system:masters')) return power.says;
    throw new Unseen(pathOf(rule), `what ${names.join(', ')} may do is not known`);
  });
}

function byBinding(
  names: readonly string[],
  resources: ReadonlySet<string>,
  lookAtRole: LookAtRole,
): string | undefined {
  const kinds = (['ClusterRole', 'Role'] as const).filter((kind) =>
    matches(resources, [`${kind.toLowerCase()}s`]),
  );
  return firstSeen(names, (name) => {
    const gives = firstSeen(kinds, (kind) => lookAtRole(kind, name));
    return gives === undefined ? undefined : `can give itself ${name}, which ${gives}`;
  });
}

/** Creating names no object, but for parts of one that is there. */
function overNamed({ resources, verbs }: Power, given: ReadonlySet<string>): boolean {
  const isPart = resources.every((resource) => resource.includes('/'));
  return has(
    given,
    verbs.filter((verb) => isPart || verb !== 'create'),
  );
}

function has(set: ReadonlySet<string>, wanted: readonly string[]): boolean {
  return set.has('*') || wanted.some((one) => set.has(one));
}

/** `pods/exec` is meant by itself, by `*`, and by the part that all may have, `*` with `/exec`. */
function matches(set: ReadonlySet<string>, wanted: readonly string[]): boolean {
  return has(
    set,
    wanted.flatMap((one) => (one.includes('/') ? [one, `*${one.slice(one.indexOf('/'))}`] : [one])),
  );
}
