// What to do first in a stack: following the plan makes the gate pass, and each step buys what it says.
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { readManifests } from '../../../policy-pack/model/manifests.ts';
import { buildStack, type Stack } from '../../../policy-pack/model/stack.ts';
import type { Tree } from '../../../policy-pack/model/tree.ts';
import { subjectOf } from '../../../policy-pack/rules/outcomes.ts';
import { effectivePolicy } from '../../../src/gate/effective-policy.ts';
import { parsePolicy } from '../../../src/gate/policy-file.ts';
import { parsing } from '../../../src/run/policy/parsing.ts';
import { renderStack } from '../../../src/run/stack/render.ts';
import { judgeStack } from '../../../src/run/stack.ts';
import type { FixPlan, Result } from '../../../src/terms/verdict.ts';
import { merge } from '../../policy-pack/rules/merge.ts';

const asOf = new Date('2026-11-25T00:00:00Z');

async function judged(stack: Stack, policy = ''): Promise<Result> {
  const file = parsePolicy(`version: 1\n${policy}`, { ...parsing, file: 'seaworthy.yaml', now: asOf });
  const request = { stack, source: 'deploy', asOf, plan: true };
  return (await judgeStack(request, effectivePolicy({ file }))).result;
}

async function planOf(stack: Stack, policy = ''): Promise<FixPlan> {
  const { fixPlan } = await judged(stack, policy);
  if (fixPlan === undefined) throw new Error('there is no plan');
  return fixPlan;
}

const deployment = (name: string, namespace: string, container = '', pod = ''): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec:\n  selector: {matchLabels: {app: ${name}}}\n  template:\n    metadata: {labels: {app: ${name}}}\n    spec:\n      ${pod}\n      containers:\n      - {name: app, image: "registry.example/${name}:1"${container}}\n      - {name: proxy, image: "registry.example/proxy:1", securityContext: {privileged: true}}`;

const stackOf = (...documents: readonly string[]): Stack =>
  buildStack(readManifests([{ file: 'a.yaml', text: documents.join('\n---\n') }]).resources);

/** The stack as somebody leaves it who does what the plan says. */
function followed(stack: Stack, { steps }: FixPlan): Stack {
  const trees = new Map<string, Tree>(stack.resources.map((one) => [subjectOf(one), one.tree]));
  for (const { subject, yaml } of steps.flatMap(({ changes }) => changes ?? []))
    trees.set(subject, merge(trees.get(subject), parse(yaml)));
  return stackOf(...[...trees.values()].map((tree) => JSON.stringify(tree)));
}

const blocking = ({ findings }: Result): readonly string[] =>
  findings.flatMap((one) => (one.treatment === 'block' ? [`${one.rule} ${one.subject}`] : []));

describe('what to do first', () => {
  const shop = stackOf(
    deployment('web', 'shop', ', env: [{name: DB_HOST, value: db.data.svc.cluster.local}]'),
    deployment('api', 'shop'),
    deployment('db', 'data'),
    'apiVersion: v1\nkind: Service\nmetadata: {name: db, namespace: data}\nspec: {selector: {app: db}, ports: [{port: 80}]}',
  );

  test('following the plan makes the gate pass, and leaves out none of its steps', async () => {
    const before = await judged(shop);
    const plan = await planOf(shop);
    expect(blocking(before).length).toBeGreaterThan(15);
    expect(plan.reaches).toEqual({ merge: 'pass', certificate: 'pass' });
    expect((await judged(followed(shop, plan))).verdict?.merge).toBe('pass');
    for (const step of plan.steps) {
      const others = { ...plan, steps: plan.steps.filter((one) => one !== step) };
      expect((await judged(followed(shop, others))).verdict?.merge).toBe('fail');
    }
  });

  test('what buys most comes first: one policy a namespace, one patch for all pods alike', async () => {
    const { steps } = await planOf(shop);
    expect(steps.map(({ action }) => action)).toEqual([
      'In Deployment data/db, Deployment shop/api and Deployment shop/web set allowPrivilegeEscalation, capabilities.drop, runAsNonRoot and seccompProfile.type, remove privileged',
      'Add a NetworkPolicy that denies ingress and egress by default to each of the namespaces data and shop, then allow what their pods need, DNS first; it cuts off Deployment shop/web: variable DB_HOST names Service data/db, which no policy lets it reach',
    ]);
    const closed = steps.map(({ closes }) => Object.values(closes).reduce((sum, one) => sum + one, 0));
    expect(closed[0]).toBeGreaterThan(closed[1] ?? 0);
    expect(steps[1]?.rules).toContain('egress/metadata-endpoint');
    expect(steps[1]?.changes?.map(({ subject }) => subject)).toEqual([
      'NetworkPolicy data/default-deny',
      'NetworkPolicy shop/default-deny',
    ]);
    expect(steps[1]?.changes?.[0]?.typescript).toContain(
      'new k8s.networking.v1.NetworkPolicy("data-default-deny", {',
    );
  });

  test('a policy that opens a namespace is left to a person; a name that is taken is not taken again', async () => {
    const open = stackOf(
      deployment('web', 'shop'),
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: default-deny, namespace: shop}\nspec: {podSelector: {}, ingress: [{}]}',
    );
    const { steps, left } = await planOf(open);
    const added = steps.flatMap(({ changes }) => changes ?? []).map(({ subject }) => subject);
    expect(added).toContain('NetworkPolicy shop/default-deny-2');
    expect(steps.at(-1)).toMatchObject({ rules: ['network/default-deny'], closes: { high: 1 } });
    expect(steps.at(-1)?.changes).toBeUndefined();
    expect(left).toEqual([]);
  });

  test('what the internet reaches is cut off by a default, and no finding that it ends', async () => {
    const front = stackOf(
      deployment('web', 'shop'),
      'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}',
    );
    const step = (plan: FixPlan) => plan.steps.find(({ action }) => action.startsWith('Add a NetworkPolicy'));
    const meant = step(await planOf(front));
    expect(meant?.action).toMatch(/DNS first; it cuts off Deployment shop\/web from the internet$/);
    expect(meant?.rules).not.toContain('network/exposure');
    const unwanted = step(await planOf(front, 'stack:\n  rules: { network/exposure: block }\n'));
    expect(unwanted?.action).toMatch(/DNS first$/);
    expect(unwanted?.rules).toContain('network/exposure');
  });

  test('with a stack before, what the merge waits for is a step of its own, and the first', async () => {
    const [base, head] = [
      stackOf(deployment('web', 'shop')),
      stackOf(deployment('web', 'shop', '', 'hostPID: true')),
    ];
    const file = parsePolicy('version: 1\n', { ...parsing, file: 'seaworthy.yaml', now: asOf });
    const request = { stack: head, base, source: 'deploy', asOf, plan: true };
    const { result } = await judgeStack(request, effectivePolicy({ file }));
    expect(result.fixPlan?.steps.map(({ question, rules }) => [question, rules.length])).toEqual([
      ['both', 1],
      ['certificate', 5],
      ['certificate', 5],
    ]);
    expect(result.fixPlan?.steps[0]?.rules).toEqual(['pod-security/host-namespaces']);
  });

  test('only the directions of the policy file are closed, and none where none is asked', async () => {
    const pods = stackOf(deployment('web', 'shop'));
    const ingress = await planOf(
      pods,
      'stack:\n  network: { defaultDeny: [ingress] }\n  rules: { egress/*: off }\n',
    );
    expect(JSON.stringify(ingress.steps)).toContain(
      'denies ingress by default to namespace shop, then allow what its',
    );
    expect(JSON.stringify(ingress.steps)).not.toContain('Egress');
    const neither = await planOf(pods, 'stack:\n  network: { defaultDeny: [] }\n');
    expect(JSON.stringify(neither.steps)).not.toContain('NetworkPolicy that denies');
  });

  test('what cannot be seen stays in the way, and a gate that passes has no plan', async () => {
    const text = deployment('web', 'shop').replace('privileged: true', 'privileged: "later"');
    const { reaches, left } = await planOf(stackOf(text));
    expect(reaches).toEqual({ merge: 'incomplete', certificate: 'incomplete' });
    expect(left.map(({ message }) => message)).toEqual([expect.stringContaining('pod-security/privileged')]);
    expect(
      (await judged(shop, 'stack:\n  rules: { network/*: warn, egress/*: warn, pod-security/*: warn }\n'))
        .fixPlan,
    ).toBeUndefined();
  });

  test('text tells the steps, Markdown the YAML too, and the JSON keeps its schema', async () => {
    const result = await judged(shop);
    expect(renderStack(result, 'text', { color: false, width: 100 })).toContain(
      'What to do first\n  1. In Deployment',
    );
    const markdown = renderStack(result, 'markdown', { color: false, width: 100 });
    expect(markdown).toContain('These steps as YAML: 5 resources');
    expect(markdown).toContain('```yaml\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n');
    expect(JSON.parse(renderStack(result, 'json', { color: false, width: 100 })).fixPlan.steps).toHaveLength(
      2,
    );
  });
});
