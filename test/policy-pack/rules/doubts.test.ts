// What stands in the stack is never called unknown: where only its effect is, the message says so.
import { expect, test } from '@jest/globals';
import { rules } from '../../../policy-pack/rules/registry.ts';
import { askStack, type StackCase } from './stack-cases.ts';

const deployment = (name: string, spec: object): Record<string, unknown> => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'shop' },
  spec: {
    template: {
      metadata: { labels: { app: name } },
      spec: { ...spec, containers: [{ name: 'app', image: 'app' }] },
    },
  },
});

function messagesOf(spec: object): readonly string[] {
  const [only] = rules.filter(({ id }) => id === 'network/only');
  if (only === undefined) throw new Error('no such rule');
  const one: StackCase = {
    name: 'a pod of the host network',
    expect: 'unknown',
    policy: { 'stack.network': { only: [] } },
    policies: { 'shop/closed': { podSelector: {}, policyTypes: ['Ingress'] } },
    resources: [deployment('web', {}), deployment('db', spec)],
  };
  return askStack(only, one).blind.map(({ message }) => message);
}

test('a pod on the host network: policies’ effect is not known, and the value is', () => {
  const messages = messagesOf({ hostNetwork: true });
  expect(messages.filter((message) => message.includes('hostNetwork'))).not.toEqual([]);
  for (const message of messages.filter((text) => text.includes('hostNetwork'))) {
    expect(message).toContain(
      'the effect of spec.template.spec.hostNetwork is not known (policies may not apply to pods of the host network)',
    );
  }
});
