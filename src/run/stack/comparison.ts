// The same finding in a stack and in the stack before: whether manifests or states, wherever the resource is written.
import type { Resource } from '../../../policy-pack/model/resource.ts';
import { stablePath } from '../../../policy-pack/model/stable-path.ts';
import type { Stack } from '../../../policy-pack/model/stack.ts';
import { subjectOf } from '../../../policy-pack/rules/outcomes.ts';
import { type Comparison, compareWithBase } from '../../gate/compare.ts';
import type { Finding } from '../../terms/finding.ts';

/** One side: its findings, and the resources that they are about. */
export interface Side {
  readonly findings: readonly Finding[];
  readonly stack: Stack;
}

/**
 * A resource is the same when it has the same URN, or the same kind, namespace and name; a place in it is the same
 * however its lists are ordered. Files and lines do not count: what moved is not new.
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
  const bareHead = new Map(bareOf(head, (subject) => subject));
  const bareBase = new Map(bareOf(base, (subject) => nameInHead.get(subject) ?? subject));
  const { origins, fixed } = compareWithBase([...bareHead.keys()], [...bareBase.keys()]);
  return {
    origins: new Map([...origins].map(([one, origin]) => [bareHead.get(one) ?? one, origin])),
    fixed: fixed.map((one) => bareBase.get(one) ?? one),
  };
}

/** Each finding reduced to what it is compared by, and itself. */
function bareOf(
  { findings, stack }: Side,
  rename: (subject: string) => string,
): readonly (readonly [Finding, Finding])[] {
  const bySubject = new Map(stack.resources.map((one) => [subjectOf(one), one]));
  return findings.map((finding) => {
    const resource = bySubject.get(finding.subject);
    const field = fieldOf(finding);
    const place = resource === undefined ? field : stablePath(resource.tree, field);
    return [
      { ...finding, subject: rename(finding.subject), where: { kind: 'image', field: place } },
      finding,
    ];
  });
}

/** The version of an API may change without the resource becoming another. */
function identityOf({ group, kind, patch, namespace, name }: Resource): string {
  return JSON.stringify([group, kind, patch, namespace ?? null, name]);
}

function fieldOf({ where }: Finding): string {
  return where.kind === 'layer' ? where.path : where.field;
}
