// A program that runs the image which its configuration names, with a secret in a variable where there is one.
import * as k8s from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();
const token = config.getSecret('token');
const labels = { app: 'shop' };
new k8s.apps.v1.Deployment('shop', {
  metadata: { name: 'shop', namespace: 'shop' },
  spec: {
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        containers: [
          {
            name: 'app',
            image: config.require('image'),
            ...(token === undefined ? {} : { env: [{ name: 'TOKEN', value: token }], args: [token] }),
          },
        ],
      },
    },
  },
});
