// A stack of many resources, the same each time: what benches of the rules and of the pack judge.

export interface Registered {
  readonly name: string;
  readonly type: string;
  readonly inputs: { readonly [key: string]: unknown };
}

/** Six Deployments, two Services, a ConfigMap and a NetworkPolicy of ten; every hundredth resource is careless. */
export function sampleResource(index: number): Registered {
  const name = `r${index}`;
  const metadata = { name, namespace: `n${index % 50}` };
  const app = { app: name };
  switch (index % 10) {
    case 6:
    case 7: {
      const spec = { selector: app, ports: [{ port: 80 }] };
      return { name, type: 'kubernetes:core/v1:Service', inputs: { metadata, spec } };
    }
    case 8: {
      const data = { level: 'info', a: 'b'.repeat(200) };
      return { name, type: 'kubernetes:core/v1:ConfigMap', inputs: { metadata, data } };
    }
    case 9: {
      const spec = { podSelector: {} };
      return { name, type: 'kubernetes:networking.k8s.io/v1:NetworkPolicy', inputs: { metadata, spec } };
    }
    default:
      return {
        name,
        type: 'kubernetes:apps/v1:Deployment',
        inputs: { metadata, spec: workload(index, app) },
      };
  }
}

function workload(index: number, app: object): object {
  const careful = index % 100 !== 0;
  return {
    replicas: 2,
    selector: { matchLabels: app },
    template: {
      metadata: { labels: app },
      spec: {
        automountServiceAccountToken: false,
        ...(careful && {
          securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        }),
        containers: [container('app', index, careful), container('sidecar', index, careful)],
        volumes: [{ name: 'scratch', emptyDir: {} }],
      },
    },
  };
}

function container(name: string, index: number, careful: boolean): object {
  const securityContext = careful
    ? {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      }
    : { privileged: true };
  return {
    name,
    image: `registry.example/${name}:1.${index}`,
    env: [
      { name: 'LEVEL', value: 'info' },
      { name: 'ADDRESS', value: `https://service-${index}.example/path` },
    ],
    ports: [{ containerPort: 8080 }],
    resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
    readinessProbe: { httpGet: { port: 8080 } },
    securityContext,
  };
}
