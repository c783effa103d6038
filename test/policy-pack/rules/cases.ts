// The cases beside each rule: a pod or resources, a policy, and what the rule must say.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Resource, resourceOf } from '../../../policy-pack/model/resource.ts';
import { buildStack } from '../../../policy-pack/model/stack.ts';
import { Hole, Secret, type Tree } from '../../../policy-pack/model/tree.ts';
import { type Evaluation, evaluate } from '../../../policy-pack/rules/evaluate.ts';
import type { ImageEvidence } from '../../../policy-pack/rules/images/evidence.ts';
import { rules as allRules } from '../../../policy-pack/rules/registry.ts';
import type { Rule } from '../../../policy-pack/rules/rule.ts';
import { stackPolicy } from '../../../policy-pack/rules/stack-policy.ts';
import { rejectionCodes } from '../../../src/evidence/verify/rejection.ts';

const root = resolve(import.meta.dirname, '../../../policy-pack/rules');
/** Rules about one resource or pod; those about the stack as a whole have tests of their own. */
export const rules = allRules.filter((rule) => rule.subject !== 'stack' && !rule.id.startsWith('network/'));

const anything = z.record(z.string(), z.unknown());

/** `container` stands in a pod of its own, `pod` is a pod's spec; `{ $unknown: x }` and `{ $secret: x }` are what they say. */
const caseSchema = z.strictObject({
  name: z.string(),
  expect: z.enum(['pass', 'fail', 'unknown', 'not-applicable']),
  /** Path of the finding. */
  at: z.string().optional(),
  /** Sections of the policy. */
  policy: anything.optional(),
  metadata: anything.optional(),
  container: anything.optional(),
  pod: anything.optional(),
  resources: z.array(anything).optional(),
  /** User of every image; absent: not known. */
  user: z.string().optional(),
  /** What the evidence of every image lacks; absent: nobody could look. */
  evidence: z.array(z.strictObject({ use: z.string(), code: z.enum(rejectionCodes) })).optional(),
});

export type RuleCase = z.infer<typeof caseSchema>;

export function casesOf(rule: Rule): readonly RuleCase[] {
  const text = readFileSync(join(root, rule.id, 'cases/cases.yaml'), 'utf8');
  return z.array(caseSchema).parse(parse(text));
}

export const everyCase: readonly (readonly [name: string, rule: Rule, one: RuleCase])[] = rules.flatMap(
  (rule) => casesOf(rule).map((one) => [`${rule.id}: ${one.name}`, rule, one] as const),
);

export function treesOf(one: RuleCase): readonly Tree[] {
  if (one.resources !== undefined) return one.resources.map(treeOf);
  const containers = [{ name: 'app', image: 'registry.example/app:1', ...one.container }];
  return [
    treeOf({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'app', ...one.metadata },
      spec: { containers, ...one.pod },
    }),
  ];
}

export function treeOf(value: unknown): Tree {
  if (Array.isArray(value)) return value.map(treeOf);
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? value
      : null;
  }
  const map = new Map<string, unknown>(Object.entries(value));
  if (map.has('$unknown')) return new Hole('unknown', 'it is decided later', [String(map.get('$unknown'))]);
  if (map.has('$secret')) return new Secret(treeOf(map.get('$secret')));
  return Object.fromEntries([...map].map(([key, inner]) => [key, treeOf(inner)]));
}

export function resourcesOf(trees: readonly Tree[]): readonly Resource[] {
  return trees.map((tree, index) => {
    const resource = resourceOf(tree, { kind: 'urn', urn: `urn:pulumi:s::p::t::r${index}`, parents: [] });
    if (resource === undefined) throw new Error('a case holds no resource');
    return resource;
  });
}

function evidenceOf({ evidence }: RuleCase): ImageEvidence {
  if (evidence === undefined) return { kind: 'unknown', reason: 'the registry did not answer' };
  const unmet = evidence.map((one) => ({ ...one, message: `because of ${one.code}` }));
  return { kind: 'judged', digest: `sha256:${'a'.repeat(64)}`, unmet };
}

/** Rules that are off by default are asked all the same. */
export function ask(only: readonly Rule[], one: RuleCase, trees = treesOf(one)): Evaluation {
  const asked = new Map(only.map((rule) => [rule.id, 'block']));
  const policy = stackPolicy(
    new Map(Object.entries({ ...one.policy, 'stack.rules': Object.fromEntries(asked) })),
  );
  return evaluate(buildStack(resourcesOf(trees)), policy, {
    rules: only,
    imageUser: () => one.user,
    imageEvidence: () => evidenceOf(one),
  });
}
