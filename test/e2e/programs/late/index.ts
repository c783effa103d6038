// A program whose cluster is made by itself: the provider's configuration is not known at preview.
import * as k8s from '@pulumi/kubernetes';

const first = new k8s.core.v1.ConfigMap('cluster', { metadata: { name: 'cluster', namespace: 'shop' } });
const provider = new k8s.Provider('late', { kubeconfig: first.metadata.uid });
const labels = { app: 'late' };
new k8s.apps.v1.Deployment(
  'late',
  {
    metadata: { name: 'late', namespace: 'shop' },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { hostNetwork: true, containers: [{ name: 'a', image: 'registry.example/a:1' }] },
      },
    },
  },
  { provider },
);
