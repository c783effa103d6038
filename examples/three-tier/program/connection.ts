// One allowed connection: the way out of the one tier and the way into the other.
import * as k8s from '@pulumi/kubernetes';

export function openTo(from: string, to: string, port: number): void {
  const peer = (app: string) => [{ podSelector: { matchLabels: { app } } }];
  new k8s.networking.v1.NetworkPolicy(`${from}-to-${to}`, {
    metadata: { namespace: 'shop' },
    spec: {
      podSelector: { matchLabels: { app: from } },
      policyTypes: ['Egress'],
      egress: [{ to: peer(to), ports: [{ port }] }],
    },
  });
  new k8s.networking.v1.NetworkPolicy(`${to}-from-${from}`, {
    metadata: { namespace: 'shop' },
    spec: {
      podSelector: { matchLabels: { app: to } },
      policyTypes: ['Ingress'],
      ingress: [{ from: peer(from), ports: [{ port }] }],
    },
  });
}
