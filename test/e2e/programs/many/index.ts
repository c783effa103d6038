// A program of as many Deployments as its configuration says, careful ones but for every tenth.
import * as k8s from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';

const count = new pulumi.Config().requireNumber('count');
for (let index = 0; index < count; index += 1) {
  const name = `web-${index}`;
  const labels = { app: name };
  const container = {
    name: 'web',
    image: `registry.example/web:1.${index}`,
    resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
    securityContext:
      index % 10 === 0
        ? { privileged: true }
        : { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
  };
  new k8s.apps.v1.Deployment(name, {
    metadata: { name, namespace: `team-${index % 20}` },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
  });
}
