// Cases of rules about the whole stack: as cases.ts, with workloads, policies and other providers' resources in short.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { foreignResource } from '../../../policy-pack/model/foreign.ts';
import type { Resource } from '../../../policy-pack/model/resource.ts';
import { buildStack, type Stack } from '../../../policy-pack/model/stack.ts';
import type { Tree } from '../../../policy-pack/model/tree.ts';
import { type Evaluation, evaluate } from '../../../policy-pack/rules/evaluate.ts';
import { rules as allRules } from '../../../policy-pack/rules/registry.ts';
import type { Rule } from '../../../policy-pack/rules/rule.ts';
import { stackPolicy } from '../../../policy-pack/rules/stack-policy.ts';
import { resourcesOf, treeOf } from './cases.ts';

const root = resolve(import.meta.dirname, '../../../policy-pack/rules');
export const stackRules = allRules.filter(
  (rule) => rule.subject === 'stack' && /^(?:images|network|egress|storage)\//.test(rule.id),
);

const anything = z.record(z.string(), z.unknown());

const caseSchema = z.strictObject({
  name: z.string(),
  /** `not-applicable`: the rule says nothing at all, or why it does not apply. */
  expect: z.enum(['pass', 'fail', 'unknown', 'not-applicable']),
  at: z.string().optional(),
  policy: anything.optional(),
  /** `namespace/name [port]`: a Deployment labelled `app: name`; port 53 is UDP. */
  workloads: z.array(z.string()).optional(),
  /** `namespace/name` → the spec of a NetworkPolicy. */
  policies: z.record(z.string(), anything).optional(),
  resources: z.array(anything).optional(),
  foreign: z.array(z.strictObject({ type: z.string(), inputs: anything })).optional(),
});

export type StackCase = z.infer<typeof caseSchema>;

/** Trees of a case; those of other providers have their type beside them. */
export interface CaseTree {
  readonly tree: Tree;
  readonly foreign?: string;
}

export function stackCasesOf(rule: Rule): readonly StackCase[] {
  const text = readFileSync(join(root, rule.id, 'cases/cases.yaml'), 'utf8');
  return z.array(caseSchema).parse(parse(text));
}

export function treesOfCase(one: StackCase): readonly CaseTree[] {
  return [
    ...(one.workloads ?? []).map((text) => ({ tree: treeOf(deployment(text)) })),
    ...Object.entries(one.policies ?? {}).map(([name, spec]) => {
      const metadata = named(name);
      return { tree: treeOf({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec }) };
    }),
    ...(one.resources ?? []).map((item) => ({ tree: treeOf(item) })),
    ...(one.foreign ?? []).map(({ type, inputs }) => ({ tree: treeOf(inputs), foreign: type })),
  ];
}

function named(text: string): { readonly namespace: string; readonly name: string } {
  const [namespace = '', name = ''] = text.split('/');
  return { namespace, name };
}

function deployment(text: string): object {
  const [place = '', port] = text.split(' ');
  const metadata = named(place);
  const protocol = port === '53' ? { protocol: 'UDP' } : {};
  const ports = port === undefined ? {} : { ports: [{ containerPort: Number(port), ...protocol }] };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      template: {
        metadata: { labels: { app: metadata.name } },
        spec: { containers: [{ name: 'app', image: 'app', ...ports }] },
      },
    },
  };
}

export function stackOf(trees: readonly CaseTree[]): Stack {
  const all = trees.map(({ tree, foreign }, index): Resource => {
    if (foreign !== undefined)
      return foreignResource(foreign, `r${index}`, tree, {
        kind: 'urn',
        urn: `urn:pulumi:s::p::${foreign}::r${index}`,
        parents: [],
      });
    const [resource] = resourcesOf([tree]);
    if (resource === undefined) throw new Error('a case holds no resource');
    return { ...resource, source: { kind: 'urn', urn: `urn:pulumi:s::p::t::r${index}`, parents: [] } };
  });
  const isForeign = (_: Resource, index: number): boolean => trees[index]?.foreign !== undefined;
  return buildStack(
    all.filter((one, index) => !isForeign(one, index)),
    [],
    all.filter(isForeign),
  );
}

export function askStack(rule: Rule, one: StackCase, trees = treesOfCase(one)): Evaluation {
  const policy = stackPolicy(
    new Map(Object.entries({ ...one.policy, 'stack.rules': { [rule.id]: 'block' } })),
  );
  return evaluate(stackOf(trees), policy, { rules: [rule] });
}
