// The same finding in a stack and in the stack before: whether manifests or states, wherever the resource is written.
import { createHash } from 'node:crypto';
import type { Resource } from '../../../policy-pack/model/resource.ts';
import { stablePath } from '../../../policy-pack/model/stable-path.ts';
import type { Stack } from '../../../policy-pack/model/stack.ts';
import type { Evaluation } from '../../../policy-pack/rules/evaluate.ts';
import { subjectOf } from '../../../policy-pack/rules/outcomes.ts';
import type { Part } from '../../../policy-pack/rules/sameness.ts';
import { type Comparison, compareWithBase } from '../../gate/compare.ts';
import { sortFindings } from '../../gate/finding-order.ts';
import type { Finding } from '../../terms/finding.ts';
import { compareParts, type FindingOfParts } from './parts.ts';

/** One side: its findings, what each is compared by, and the resources that they are about. */
export interface Side {
  readonly findings: readonly Finding[];
  readonly sameness: Evaluation['sameness'];
  readonly stack: Stack;
}

/**
 * A resource is the same when it has the same URN, or the same kind, namespace and name; a place in it is the same
 * however its lists are ordered. Files and lines do not count: what moved is not new. What the finding says of the
 * place must be the same too, as its rule tells; of what cannot be seen only that it cannot.
 */
export function compareStacks(head: Side, base: Side): Comparison {
  const headNames = new Map(head.stack.resources.map((one) => [identityOf(one), subjectOf(one)]));
  const subjects = new Set(headNames.values());
  const nameInHead = new Map(
    base.stack.resources.map((one) => {
      const own = subjectOf(one);
      return [own, subjects.has(own) ? own : (headNames.get(identityOf(one)) ?? own)];
    }),
  );
  const inHead = sorted(head, (subject) => subject);
  const inBase = sorted(base, (subject) => nameInHead.get(subject) ?? subject);
  const byValue = compareWithBase([...inHead.values.keys()], [...inBase.values.keys()]);
  const byParts = compareParts(inHead.parts, inBase.parts);
  return {
    origins: new Map([
      ...[...byValue.origins].map(([one, origin]) => [inHead.values.get(one) ?? one, origin] as const),
      ...byParts.origins,
    ]),
    fixed: sortFindings([...byValue.fixed.map((one) => inBase.values.get(one) ?? one), ...byParts.fixed]),
  };
}

interface Sorted {
  /** Each finding reduced to what it is compared by, and itself. */
  readonly values: ReadonlyMap<Finding, Finding>;
  readonly parts: readonly FindingOfParts[];
}

function sorted({ findings, sameness, stack }: Side, rename: (subject: string) => string): Sorted {
  const bySubject = new Map(stack.resources.map((one) => [subjectOf(one), one]));
  const values = new Map<Finding, Finding>();
  const parts: FindingOfParts[] = [];
  const renamed = (list: readonly Part[]): readonly Part[] =>
    list.map((one) => (one.subject === undefined ? one : { ...one, subject: rename(one.subject) }));
  for (const finding of findings) {
    const resource = bySubject.get(finding.subject);
    const field = fieldOf(finding);
    const place = resource === undefined ? field : stablePath(resource.tree, field);
    const subject = rename(finding.subject);
    const same = sameness.get(finding.details);
    if (same?.kind === 'parts') {
      const key = JSON.stringify([finding.rule, subject, place]);
      const besides = (): readonly Part[] => renamed(same.besides?.() ?? []);
      parts.push({ finding, key, parts: () => renamed(same.of()), besides });
    } else {
      // A digest: the text may be a secret.
      const text = same === undefined ? 'not seen' : createHash('sha256').update(same.of()).digest('hex');
      values.set({ ...finding, subject, where: { kind: 'image', field: `${place} ${text}` } }, finding);
    }
  }
  return { values, parts };
}

/** The version of an API may change without the resource becoming another. */
function identityOf({ group, kind, patch, namespace, name }: Resource): string {
  return JSON.stringify([group, kind, patch, namespace ?? null, name]);
}

function fieldOf({ where }: Finding): string {
  return where.kind === 'layer' ? where.path : where.field;
}
