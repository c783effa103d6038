// A program that runs the image which its configuration names.
import * as k8s from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';

const labels = { app: 'shop' };
new k8s.apps.v1.Deployment('shop', {
  metadata: { name: 'shop', namespace: 'shop' },
  spec: {
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: { containers: [{ name: 'app', image: new pulumi.Config().require('image') }] },
    },
  },
});
