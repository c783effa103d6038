// All rules about pods, images, secrets and quality over 10,000 resources, decoding included.
import { readPulumiResource } from '../../../policy-pack/model/pulumi-resource.ts';
import type { Resource } from '../../../policy-pack/model/resource.ts';
import { buildStack } from '../../../policy-pack/model/stack.ts';
import { evaluate } from '../../../policy-pack/rules/evaluate.ts';
import { rules } from '../../../policy-pack/rules/registry.ts';
import { stackPolicy } from '../../../policy-pack/rules/stack-policy.ts';
import type { Bench } from '../bench.ts';
import { median, rounded } from '../child.ts';

export const bench: Bench = {
  name: 'stack-rules',
  run: async ({ short }) => {
    const size = short ? 1000 : 10_000;
    const lines: string[] = [];
    for (let index = 0; index < size; index += 1) lines.push(JSON.stringify(resourceAt(index)));
    const asked = rules.filter((rule) => !rule.id.startsWith('network/'));
    const seconds: number[] = [];
    for (let round = 0; round < (short ? 1 : 5); round += 1) {
      const started = performance.now();
      const resources = lines.map(decode);
      evaluate(buildStack(resources), stackPolicy(new Map()), { rules: asked });
      seconds.push((performance.now() - started) / 1000);
    }
    return [
      {
        bench: `stack rules ${size}`,
        value: rounded(median(seconds)),
        unit: 's',
        peakRssMiB: rounded(process.memoryUsage().rss / 1024 / 1024),
        target: rounded((3 * size) / 10_000),
      },
    ];
  },
};

interface Registered {
  readonly type: string;
  readonly inputs: unknown;
}

function decode(line: string, index: number): Resource {
  const { type, inputs }: Registered = JSON.parse(line);
  const read = readPulumiResource({ urn: `urn:pulumi:bench::bench::${type}::r${index}`, type, inputs });
  if (read.kind !== 'resource') throw new Error(`${type} is read as ${read.kind}`);
  return read.resource;
}

/** Six Deployments, two Services, a ConfigMap and a NetworkPolicy of ten; every tenth Deployment is careless. */
function resourceAt(index: number): Registered {
  const metadata = { name: `r${index}`, namespace: `n${index % 50}` };
  const app = { app: `r${index}` };
  switch (index % 10) {
    case 6:
    case 7:
      return {
        type: 'kubernetes:core/v1:Service',
        inputs: { metadata, spec: { selector: app, ports: [{ port: 80 }] } },
      };
    case 8:
      return {
        type: 'kubernetes:core/v1:ConfigMap',
        inputs: { metadata, data: { level: 'info', a: 'b'.repeat(200) } },
      };
    case 9:
      return {
        type: 'kubernetes:networking.k8s.io/v1:NetworkPolicy',
        inputs: { metadata, spec: { podSelector: {} } },
      };
    default:
      return { type: 'kubernetes:apps/v1:Deployment', inputs: { metadata, spec: workload(index, app) } };
  }
}

function workload(index: number, app: object): object {
  const careful = index % 100 !== 0;
  const container = (name: string): object => ({
    name,
    image: `registry.example/${name}:1.${index}`,
    env: [
      { name: 'LEVEL', value: 'info' },
      { name: 'ADDRESS', value: `https://service-${index}.example/path` },
    ],
    ports: [{ containerPort: 8080 }],
    resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
    readinessProbe: { httpGet: { port: 8080 } },
    ...(careful
      ? {
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
        }
      : { securityContext: { privileged: true } }),
  });
  return {
    replicas: 2,
    selector: { matchLabels: app },
    template: {
      metadata: { labels: app },
      spec: {
        automountServiceAccountToken: false,
        ...(careful
          ? { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } }
          : {}),
        containers: [container('app'), container('sidecar')],
        volumes: [{ name: 'scratch', emptyDir: {} }],
      },
    },
  };
}
