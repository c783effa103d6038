// One tier: its workload, its Service, its disruption budget.
import * as k8s from '@pulumi/kubernetes';

export interface Tier {
  readonly name: string;
  readonly port: number;
  readonly user: number;
  /** Secrets that the container reads as files. */
  readonly secrets: readonly { readonly name: string; readonly secret: string; readonly path: string }[];
  /** Where the tier keeps data; a tier with data is a StatefulSet. */
  readonly data?: string;
}

export function tier(one: Tier): void {
  const { name, port, data } = one;
  const metadata = { name, namespace: 'shop' };
  const labels = { app: name };
  const spec = {
    replicas: 2,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: podSpec(one) },
  };
  if (data === undefined) new k8s.apps.v1.Deployment(name, { metadata, spec });
  else {
    new k8s.apps.v1.StatefulSet(name, {
      metadata,
      spec: {
        ...spec,
        serviceName: name,
        volumeClaimTemplates: [
          {
            metadata: { name: 'data' },
            spec: {
              accessModes: ['ReadWriteOncePod'],
              storageClassName: 'encrypted',
              resources: { requests: { storage: '10Gi' } },
            },
          },
        ],
      },
    });
  }
  new k8s.core.v1.Service(name, {
    metadata,
    spec: { selector: labels, ports: [{ name: 'main', port, targetPort: 'main' }] },
  });
  new k8s.policy.v1.PodDisruptionBudget(name, {
    metadata,
    spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
  });
}

/** One image in three roles; version 1.1 of the quickstart’s sample stands for it. */
const image =
  'registry.example/shop/app:1.1@sha256:532fb66913f3694766acd080562be49612432f266b838b9da74d488afed66ca7';

function podSpec({ name, port, user, secrets, data }: Tier): k8s.types.input.core.v1.PodSpec {
  return {
    automountServiceAccountToken: false,
    hostUsers: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: user,
      fsGroup: user,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: { app: name } },
      },
    ],
    containers: [
      {
        name,
        image,
        ports: [{ name: 'main', containerPort: port }],
        readinessProbe: { tcpSocket: { port: 'main' } },
        resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        volumeMounts: [
          { name: 'scratch', mountPath: '/tmp' },
          ...secrets.map((secret) => ({ name: secret.name, mountPath: secret.path, readOnly: true })),
          ...(data === undefined ? [] : [{ name: 'data', mountPath: data }]),
        ],
      },
    ],
    volumes: [
      { name: 'scratch', emptyDir: {} },
      ...secrets.map(({ name: volume, secret }) => ({ name: volume, secret: { secretName: secret } })),
    ],
  };
}
