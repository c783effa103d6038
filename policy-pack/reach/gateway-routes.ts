// Backends of the Gateway API's routes (https://gateway-api.sigs.k8s.io/reference/spec/).
import type { Resource } from '../model/resource.ts';
import { ofKind, type Stack } from '../model/stack.ts';
import { at, type Tree } from '../model/tree.ts';
import { itemsOf, numberAt, textOr } from '../model/typed.ts';
import type { Backend } from './backend.ts';

const group = 'gateway.networking.k8s.io';
export const routeKinds = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'] as const;

/** One entry a backend; a route whose parents are all Services is of a mesh and lets nothing in. */
export function gatewayBackends(stack: Stack): readonly Backend[] {
  const grants = ofKind(stack, 'ReferenceGrant', group);
  return routeKinds.flatMap((kind) =>
    ofKind(stack, kind, group)
      .filter((route) => !isOfMesh(route))
      .flatMap((route) =>
        itemsOf(route.tree, ['spec', 'rules'])
          .flatMap((rule) => itemsOf(rule, ['backendRefs']))
          .flatMap((reference) => backendOf(route, reference, grants)),
      ),
  );
}

function isOfMesh(route: Resource): boolean {
  const parents = itemsOf(route.tree, ['spec', 'parentRefs']);
  return parents.length > 0 && parents.every((parent) => textOr(parent, ['kind']) === 'Service');
}

/** «If the weight is set to 0 no traffic should be forwarded for this entry.» */
function backendOf(through: Resource, reference: Tree, grants: readonly Resource[]): readonly Backend[] {
  const service = textOr(reference, ['name']);
  const weight = numberAt(reference, ['weight']);
  const isService =
    (textOr(reference, ['kind']) ?? 'Service') === 'Service' && textOr(reference, ['group']) !== group;
  if (service === undefined || !isService || (weight.kind === 'known' && weight.value === 0)) return [];
  const own = at(reference, ['namespace']);
  const named = textOr(reference, ['namespace']);
  const namespace = own.kind === 'known' ? (named ?? through.namespace) : undefined;
  const port = numberAt(reference, ['port']);
  return [
    {
      through,
      namespace,
      service,
      port: port.kind === 'known' ? port.value : undefined,
      byTarget: false,
      protocol: through.kind === 'UDPRoute' ? 'UDP' : 'TCP',
      isSure:
        port.kind === 'known' &&
        (namespace === through.namespace ||
          grants.some((grant) => allows(grant, through, namespace, service))),
    },
  ];
}

/** Beyond its namespace a route leads only where a ReferenceGrant there says so; the cluster may hold another. */
function allows(grant: Resource, route: Resource, namespace: string | undefined, service: string): boolean {
  const from = itemsOf(grant.tree, ['spec', 'from']).some(
    (one) => textOr(one, ['kind']) === route.kind && textOr(one, ['namespace']) === route.namespace,
  );
  const to = itemsOf(grant.tree, ['spec', 'to']).some(
    (one) => textOr(one, ['kind']) === 'Service' && (textOr(one, ['name']) ?? service) === service,
  );
  return grant.namespace === namespace && from && to;
}
