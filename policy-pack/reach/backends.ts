// The Services to which Ingresses, OpenShift Routes and routes of the Gateway API lead.
import type { Resource } from '../model/resource.ts';
import { ofKind, type Stack } from '../model/stack.ts';
import { at, type Tree } from '../model/tree.ts';
import { itemsOf, numberAt, textOr } from '../model/typed.ts';
import type { Backend } from './backend.ts';
import { gatewayBackends } from './gateway-routes.ts';

function plain(through: Resource): Pick<Backend, 'through' | 'namespace' | 'protocol' | 'isSure'> {
  return { through, namespace: through.namespace, protocol: 'TCP', isSure: true };
}

/** Backends that Ingresses, Routes and routes of the Gateway API name. */
export function backendsOf(stack: Stack): readonly Backend[] {
  const ingresses = ofKind(stack, 'Ingress').flatMap((through) => {
    const spec = at(through.tree, ['spec']);
    if (spec.kind !== 'known') return [];
    const paths = itemsOf(spec.value, ['rules']).flatMap((rule) => itemsOf(rule, ['http', 'paths']));
    const backends = paths.map((path) => at(path, ['backend']));
    return [at(spec.value, ['defaultBackend']), at(spec.value, ['backend']), ...backends].flatMap(
      (backend) =>
        backend.kind === 'known' && backend.value !== undefined ? ingressBackend(through, backend.value) : [],
    );
  });
  const routes = ofKind(stack, 'Route', 'route.openshift.io').flatMap((through) => {
    const targets = [
      at(through.tree, ['spec', 'to']),
      ...itemsOf(through.tree, ['spec', 'alternateBackends']).map((item) => at(item, [])),
    ];
    const port = portAt(through.tree, ['spec', 'port', 'targetPort']);
    return targets.flatMap((target): Backend[] => {
      const tree = target.kind === 'known' ? target.value : undefined;
      const service = textOr(tree, ['name']);
      const kind = textOr(tree, ['kind']) ?? 'Service';
      const weight = numberAt(tree, ['weight']);
      // «Weight 0 causes no requests to the backend» (API reference of RouteSpec).
      const idle = weight.kind === 'known' && weight.value === 0;
      return service === undefined || kind !== 'Service' || idle
        ? []
        : [{ ...plain(through), service, port, byTarget: true }];
    });
  });
  return [...ingresses, ...routes, ...gatewayBackends(stack)];
}

/** networking.k8s.io/v1 has `service.name` and `service.port`, the older form `serviceName` and `servicePort`. */
function ingressBackend(through: Resource, backend: Tree): Backend[] {
  const service = textOr(backend, ['service', 'name']) ?? textOr(backend, ['serviceName']);
  if (service === undefined) return [];
  const port =
    portAt(backend, ['service', 'port', 'number']) ??
    portAt(backend, ['service', 'port', 'name']) ??
    portAt(backend, ['servicePort']);
  return [{ ...plain(through), service, port, byTarget: false }];
}

export function portAt(tree: Tree, path: readonly string[]): string | number | undefined {
  const found = at(tree, path);
  const value = found.kind === 'known' ? found.value : undefined;
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}
