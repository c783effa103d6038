// The shop in three tiers: a closed namespace, one tier after the other, and who may call whom.
import * as k8s from '@pulumi/kubernetes';
import { openTo } from './connection.ts';
import { tier } from './tier.ts';

const namespace = new k8s.core.v1.Namespace('shop', {
  metadata: { name: 'shop', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
});

new k8s.core.v1.ResourceQuota('shop', {
  metadata: { namespace: namespace.metadata.name },
  spec: { hard: { 'requests.cpu': '2', 'requests.memory': '2Gi' } },
});

new k8s.networking.v1.NetworkPolicy('closed', {
  metadata: { namespace: namespace.metadata.name },
  spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
});

const password = { name: 'password', secret: 'db-password', path: '/run/secrets/db' };

tier({ name: 'web', port: 8443, user: 10001, secrets: [] });
tier({ name: 'api', port: 8080, user: 10002, secrets: [password] });
tier({
  name: 'db',
  port: 5432,
  user: 10003,
  secrets: [password],
  data: '/var/lib/data',
});

openTo('web', 'api', 8080);
openTo('api', 'db', 5432);
