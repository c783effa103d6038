// A stack of many workloads and policies from a seed: what a large team's cluster looks like to an analyzer.
import { dice } from '../fuzz/harness.ts';

const protocols = ['TCP', 'TCP', 'UDP', 'SCTP'] as const;

/** YAML of `workloads` Deployments over one namespace for each 20, and `policies` NetworkPolicies of every feature. */
export function seededStack(workloads: number, policies: number, seed = 7): string {
  const random = dice(seed);
  const namespaces = Math.max(2, Math.ceil(workloads / 20));
  const parts: string[] = [];
  for (let index = 0; index < namespaces; index += 1) {
    parts.push(
      `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: team-${index}\n  labels:\n    stage: s${index % 3}\n    unit: u${index % 7}`,
    );
  }
  for (let index = 0; index < workloads; index += 1) {
    const labels = `app: app-${index}\n        tier: t${random.below(4)}\n        part: p${random.below(10)}`;
    parts.push(
      `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app-${index}\n  namespace: team-${index % namespaces}\nspec:\n  selector:\n    matchLabels:\n      app: app-${index}\n  template:\n    metadata:\n      labels:\n        ${labels}\n    spec:\n      containers:\n      - name: main\n        image: registry.example/app:1\n        ports:\n        - name: http\n          containerPort: ${8000 + random.below(4)}\n        - name: metrics\n          containerPort: 9090\n          protocol: TCP`,
    );
  }
  for (let index = 0; index < policies; index += 1) {
    const direction = random.pick(['Ingress', 'Egress']);
    const key = direction === 'Ingress' ? 'from' : 'to';
    const port = random.below(4);
    const protocol = random.pick(protocols);
    const ports = [
      `      - protocol: TCP\n        port: http`,
      `      - protocol: ${protocol}\n        port: ${5000 + random.below(50)}`,
      `      - protocol: ${protocol}\n        port: ${1000 + random.below(100)}\n        endPort: ${2000 + random.below(100)}`,
      `      - protocol: TCP\n        port: 443\n      - protocol: UDP\n        port: 53`,
    ][port];
    const peer = [
      `      - podSelector:\n          matchLabels:\n            tier: t${random.below(4)}`,
      `      - namespaceSelector:\n          matchLabels:\n            unit: u${random.below(7)}\n        podSelector:\n          matchExpressions:\n          - key: part\n            operator: In\n            values: [p${random.below(10)}, p${random.below(10)}]`,
      `      - ipBlock:\n          cidr: 10.${random.below(16) * 16}.0.0/12\n          except: [10.${random.below(16) * 16}.4.0/24]`,
      `      - namespaceSelector:\n          matchExpressions:\n          - key: stage\n            operator: NotIn\n            values: [s${random.below(3)}]`,
    ][random.below(4)];
    const subject = random.chance(0.5)
      ? `    matchLabels:\n      tier: t${random.below(4)}`
      : `    matchExpressions:\n    - key: part\n      operator: NotIn\n      values: [p${random.below(10)}]`;
    parts.push(
      `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: policy-${index}\n  namespace: team-${index % namespaces}\nspec:\n  podSelector:\n${subject}\n  policyTypes: [${direction}]\n  ${direction.toLowerCase()}:\n    - ${key}:\n${peer}\n      ports:\n${ports}`,
    );
  }
  return `${parts.join('\n---\n')}\n`;
}
