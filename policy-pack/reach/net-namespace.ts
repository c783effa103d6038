// NetNamespaces of OpenShift's multitenant plug-in → the common form: projects with the same id reach each other.
import type { Resource } from '../model/resource.ts';
import { everything, type Selector } from '../model/selector.ts';
import { ofKind, type Stack } from '../model/stack.ts';
import { numberAt } from '../model/typed.ts';
import { wholeFamily } from './addresses.ts';
import type { PeerMatch, Policy, Rule } from './policy.ts';

/** The id of global projects. */
export const globalId = 0;

export interface NetNamespace {
  readonly resource: Resource;
  /** Name of the project. */
  readonly project: string;
  /** `undefined` while not known. */
  readonly id: number | undefined;
}

export function netNamespaces(stack: Stack): readonly NetNamespace[] {
  return ofKind(stack, 'NetNamespace', 'network.openshift.io').map((resource) => {
    const id = numberAt(resource.tree, ['netid']);
    return { resource, project: resource.name, id: id.kind === 'known' ? id.value : undefined };
  });
}

/** Projects that are global or joined with others. */
export function sharedProjects(stack: Stack): ReadonlySet<string> {
  const all = netNamespaces(stack);
  const isShared = ({ project, id }: NetNamespace): boolean =>
    id === globalId || (id !== undefined && all.some((one) => one.id === id && one.project !== project));
  return new Set(all.filter(isShared).map(({ project }) => project));
}

/**
 * A project is reached by, and reaches, the projects with its id, global projects, and addresses outside
 * (https://docs.openshift.com/container-platform/4.12/networking/openshift_sdn/multitenant-isolation.html). Projects
 * whose id the stack does not hold are only perhaps joined. Beside a NetworkPolicy nobody can tell which of the two
 * the cluster's mode enforces.
 */
export function readNetNamespaces(stack: Stack): readonly Policy[] {
  const all = netNamespaces(stack);
  const mixed = ofKind(stack, 'NetworkPolicy').length > 0;
  return all.flatMap((own): Policy[] => {
    if (own.id === globalId && !mixed) return [];
    const doubtful = mixed || own.id === undefined || own.resource.patch;
    const rules = doubtful ? [] : [joined(own, all)];
    return [
      {
        resource: own.resource,
        tier: doubtful ? 'foreign' : 'network',
        priority: 0,
        subject: { namespaces: { kind: 'named', name: own.project }, pods: everything },
        ingress: rules,
        egress: rules,
        ...(doubtful
          ? { reason: mixed ? 'NetNamespaces beside NetworkPolicies' : 'its netid is not known' }
          : {}),
      },
    ];
  });
}

function joined(own: NetNamespace, all: readonly NetNamespace[]): Rule {
  const friends = new Set(['default', own.project]);
  const strangers: string[] = [];
  for (const { project, id } of all) {
    if (id === own.id || id === globalId) friends.add(project);
    else if (id !== undefined) strangers.push(project);
  }
  const known = new Set([...friends, ...strangers]);
  const peers: PeerMatch[] = [...friends].sort().map((name) => ({
    kind: 'pods',
    scope: { namespaces: { kind: 'named', name }, pods: everything },
  }));
  return {
    action: 'allow',
    peers: [
      ...peers,
      {
        kind: 'pods',
        scope: { namespaces: { kind: 'selected', selector: notAmong(known) }, pods: everything },
      },
      { kind: 'addresses', ranges: [wholeFamily[4], wholeFamily[6]] },
    ],
    ports: undefined,
    path: ['netid'],
  };
}

/** Namespaces of which the stack holds no id: perhaps. */
function notAmong(names: ReadonlySet<string>): Selector {
  return {
    requirements: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: names }],
    certain: false,
    key: `netid?${[...names].sort().join(',')}`,
  };
}
