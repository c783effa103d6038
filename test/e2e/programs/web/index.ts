// A program with one good workload, one bad one, and one whose image is only known at deployment.
import * as k8s from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();

function deployment(name: string, pod: k8s.types.input.core.v1.PodSpec): k8s.apps.v1.Deployment {
  const labels = { app: name };
  return new k8s.apps.v1.Deployment(name, {
    metadata: { name, namespace: 'shop' },
    spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: pod } },
  });
}

const careful: k8s.types.input.core.v1.PodSpec = {
  automountServiceAccountToken: false,
  securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [
    {
      name: 'web',
      image: `registry.example/web:1.0@sha256:${'a'.repeat(64)}`,
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
    },
  ],
};

const good = deployment('good', careful);

if (config.getBoolean('bad')) deployment('bad', { ...careful, hostNetwork: true });

if (config.getBoolean('unknown')) {
  deployment('later', {
    ...careful,
    hostPID: good.status.apply((status) => status.observedGeneration === 7),
  });
}
