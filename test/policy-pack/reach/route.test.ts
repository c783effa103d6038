// OpenShift Routes: what the router reaches; every row rests on a sentence of the vendor's documentation.
import { describe, expect, test } from '@jest/globals';
import { exposures } from '../../../policy-pack/reach/exposure.ts';
import { reachability } from '../../../policy-pack/reach/reachability.ts';
import { stackOf } from './stacks.ts';

const api =
  'https://github.com/openshift/api/blob/1456ef82ae5df7802a9f7a5f7baeece6fc5c991a/route/v1/types.go';
const words = {
  backends: {
    url: api,
    sentence:
      'RouteSpec describes the hostname or path the route exposes, any security information, and one to four backends (services) the route points to.',
  },
  alternate: {
    url: api,
    sentence: 'alternateBackends allows up to 3 additional backends to be assigned to the route.',
  },
  weight: { url: api, sentence: 'Weight 0 causes no requests to the backend.' },
  kind: { url: api, sentence: 'Only the Service kind is allowed, and it will be defaulted to Service.' },
  port: {
    url: api,
    sentence:
      'If specified, the port to be used by the router. Most routers will use all endpoints exposed by the service by default',
  },
  name: {
    url: api,
    sentence: 'If this is a string, it will be looked up as a named port in the target endpoints port list.',
  },
  number: { url: api, sentence: 'The target port on pods selected by the service this route points to.' },
  endpoints: { url: api, sentence: 'Routers usually talk directly to the service endpoints.' },
} as const;

const pod = (name: string, ports: string, namespace = 'shop'): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: ${namespace}, labels: {app: ${name}}}\nspec: {containers: [{name: m, image: i, ports: [${ports}]}]}`;
const tcp = (port: number, name = ''): string =>
  `{containerPort: ${port}${name === '' ? '' : `, name: ${name}`}}`;
const svc = (name: string, ports: string, namespace = 'shop'): string =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: {selector: {app: ${name}}, ports: [${ports}]}`;
const route = (spec: string, namespace = 'shop'): string =>
  `apiVersion: route.openshift.io/v1\nkind: Route\nmetadata: {name: r, namespace: ${namespace}}\nspec: {${spec}}`;
const toWeb = 'to: {kind: Service, name: web}';
const policy = (spec: string): string =>
  `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: net, namespace: shop}\nspec: {${spec}}`;
const web = pod('web', tcp(8080, 'http'));
const webService = svc('web', '{port: 80, targetPort: 8080}');
const two = pod('web', `${tcp(8080, 'http')}, ${tcp(8443, 'tls')}`);
const twoService = svc(
  'web',
  '{name: plain, port: 80, targetPort: http}, {name: secure, port: 443, targetPort: tls}',
);
const apiPod = pod('api', tcp(9000));
const apiService = svc('api', '{port: 90, targetPort: 9000}');

type Row = readonly [keyof typeof words, string, readonly string[], readonly string[]];
const web8080 = ['shop/web[Pod] TCP 8080'];
const both = ['shop/web[Pod] TCP 8080,8443'];
const withApi = ['shop/api[Pod] TCP 9000', 'shop/web[Pod] TCP 8080'];
const rows: readonly Row[] = [
  ['backends', 'a route to a service', [web, webService, route(toWeb)], web8080],
  ['backends', 'no route', [web, webService], []],
  ['backends', 'a service that is not there', [web, route(toWeb)], []],
  ['backends', 'a service of another project', [web, webService, route(toWeb, 'bank')], []],
  ['backends', 'a host', [web, webService, route(`host: a.example, ${toWeb}`)], web8080],
  ['backends', 'a path', [web, webService, route(`path: /a, ${toWeb}`)], web8080],
  [
    'backends',
    'TLS that ends at the router',
    [web, webService, route(`tls: {termination: edge}, ${toWeb}`)],
    web8080,
  ],
  [
    'backends',
    'TLS that passes through',
    [web, webService, route(`tls: {termination: passthrough}, ${toWeb}`)],
    web8080,
  ],
  [
    'backends',
    'TLS that is encrypted again',
    [web, webService, route(`tls: {termination: reencrypt}, ${toWeb}`)],
    web8080,
  ],
  ['backends', 'a wildcard', [web, webService, route(`wildcardPolicy: Subdomain, ${toWeb}`)], web8080],
  [
    'alternate',
    'one more',
    [web, webService, apiPod, apiService, route(`${toWeb}, alternateBackends: [{kind: Service, name: api}]`)],
    withApi,
  ],
  [
    'alternate',
    'the same once more',
    [web, webService, route(`${toWeb}, alternateBackends: [{kind: Service, name: web}]`)],
    web8080,
  ],
  [
    'alternate',
    'one that is not there',
    [web, webService, route(`${toWeb}, alternateBackends: [{kind: Service, name: api}]`)],
    web8080,
  ],
  [
    'alternate',
    'only the other exists',
    [apiPod, apiService, route(`${toWeb}, alternateBackends: [{kind: Service, name: api}]`)],
    ['shop/api[Pod] TCP 9000'],
  ],
  [
    'alternate',
    'none',
    [web, webService, apiPod, apiService, route(`${toWeb}, alternateBackends: []`)],
    web8080,
  ],
  ['weight', 'zero', [web, webService, route('to: {kind: Service, name: web, weight: 0}')], []],
  ['weight', 'one', [web, webService, route('to: {kind: Service, name: web, weight: 1}')], web8080],
  ['weight', 'the most', [web, webService, route('to: {kind: Service, name: web, weight: 256}')], web8080],
  [
    'weight',
    'zero for the other',
    [web, webService, apiPod, apiService, route(`${toWeb}, alternateBackends: [{name: api, weight: 0}]`)],
    web8080,
  ],
  [
    'weight',
    'zero for the first',
    [
      web,
      webService,
      apiPod,
      apiService,
      route('to: {name: web, weight: 0}, alternateBackends: [{name: api, weight: 5}]'),
    ],
    ['shop/api[Pod] TCP 9000'],
  ],
  [
    'weight',
    'zero for all',
    [
      web,
      webService,
      apiPod,
      apiService,
      route('to: {name: web, weight: 0}, alternateBackends: [{name: api, weight: 0}]'),
    ],
    [],
  ],
  ['kind', 'not said', [web, webService, route('to: {name: web}')], web8080],
  ['kind', 'another kind', [web, webService, route('to: {kind: Deployment, name: web}')], []],
  [
    'kind',
    'not said of the other',
    [web, webService, apiPod, apiService, route(`${toWeb}, alternateBackends: [{name: api}]`)],
    withApi,
  ],
  ['port', 'all by default', [two, twoService, route(toWeb)], both],
  [
    'name',
    'by the name of the service’s port, which is the endpoints’',
    [two, twoService, route(`${toWeb}, port: {targetPort: plain}`)],
    web8080,
  ],
  [
    'name',
    'by the other name of the service’s port',
    [two, twoService, route(`${toWeb}, port: {targetPort: secure}`)],
    ['shop/web[Pod] TCP 8443'],
  ],
  [
    'name',
    'by the name of the pod’s port, which the endpoints do not have',
    [two, twoService, route(`${toWeb}, port: {targetPort: http}`)],
    [],
  ],
  [
    'number',
    'by the number of the pod’s port',
    [web, webService, route(`${toWeb}, port: {targetPort: 8080}`)],
    web8080,
  ],
  [
    'number',
    'by that number as a text',
    [web, webService, route(`${toWeb}, port: {targetPort: "8080"}`)],
    web8080,
  ],
  [
    'number',
    'by the number behind the name of the pod’s port',
    [two, twoService, route(`${toWeb}, port: {targetPort: 8443}`)],
    ['shop/web[Pod] TCP 8443'],
  ],
  [
    'number',
    'by the number of the service’s port, which is not the pod’s',
    [web, webService, route(`${toWeb}, port: {targetPort: 80}`)],
    [],
  ],
  ['name', 'a name that nobody has', [two, twoService, route(`${toWeb}, port: {targetPort: other}`)], []],
  ['number', 'a number that nobody has', [web, webService, route(`${toWeb}, port: {targetPort: 81}`)], []],
  [
    'port',
    'a service without targetPort',
    [pod('web', tcp(80)), svc('web', '{port: 80}'), route(toWeb)],
    ['shop/web[Pod] TCP 80'],
  ],
  [
    'port',
    'UDP is not routed',
    [pod('web', '{containerPort: 53, protocol: UDP}'), svc('web', '{port: 53, protocol: UDP}'), route(toWeb)],
    [],
  ],
  [
    'endpoints',
    'a policy that closes the pod',
    [web, webService, route(toWeb), policy('podSelector: {}')],
    [],
  ],
  [
    'endpoints',
    'a policy that opens the port to everyone',
    [web, webService, route(toWeb), policy('podSelector: {}, ingress: [{ports: [{port: 8080}]}]')],
    web8080,
  ],
  [
    'endpoints',
    'a policy that opens the service’s port',
    [web, webService, route(toWeb), policy('podSelector: {}, ingress: [{ports: [{port: 80}]}]')],
    [],
  ],
  [
    'endpoints',
    'a policy that opens one of two ports',
    [two, twoService, route(toWeb), policy('podSelector: {}, ingress: [{ports: [{port: tls}]}]')],
    ['shop/web[Pod] TCP 8443'],
  ],
  [
    'endpoints',
    'a policy for every namespace',
    [web, webService, route(toWeb), policy('podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]')],
    web8080,
  ],
  [
    'endpoints',
    'a policy for the own namespace',
    [web, webService, route(toWeb), policy('podSelector: {}, ingress: [{from: [{podSelector: {}}]}]')],
    [],
  ],
  [
    'endpoints',
    'a policy for other pods',
    [web, webService, route(toWeb), policy('podSelector: {matchLabels: {app: api}}')],
    web8080,
  ],
  [
    'endpoints',
    'a policy of egress',
    [web, webService, route(toWeb), policy('podSelector: {}, policyTypes: [Egress]')],
    web8080,
  ],
  [
    'endpoints',
    'two pods behind one service',
    [web, pod('web', tcp(8080)).replace('name: web,', 'name: web2,'), webService, route(toWeb)],
    ['shop/web2[Pod] TCP 8080', ...web8080].sort(),
  ],
];

describe('routes', () => {
  test.each(rows)('%s: %s', (source, _name, documents, expected) => {
    expect(words[source].url).toBe(api);
    const reach = reachability(stackOf(...documents));
    const found = exposures(reach).map(
      ({ destination, decision }) => `${destination.name} ${reach.table.text(decision.sure)}`,
    );
    expect(found.sort()).toEqual([...expected].sort());
  });

  test('there are as many rows as promised', () => {
    expect(rows.length).toBeGreaterThanOrEqual(40);
  });
});
