// The changes of a stack's fix plan, and what is said of each: patches of resources that are alike, and work by hand.
import { describeResource, type Resource } from '../../../policy-pack/model/resource.ts';
import type { Path } from '../../../policy-pack/model/tree.ts';
import { type Edit, patchTexts } from '../../../policy-pack/rules/edit.ts';
import { type Repair, subjectOf } from '../../../policy-pack/rules/outcomes.ts';
import { withholdFrom } from '../../../policy-pack/rules/withhold.ts';
import { accountOf } from '../../gate/step-account.ts';
import { severityRank } from '../../terms/severity.ts';
import type { FixChange, FixStep, JudgedFinding } from '../../terms/verdict.ts';

/** A finding that stands in the way, and the patch that ends it where there is one. */
export interface Obstacle {
  readonly finding: JudgedFinding;
  readonly repair?: Repair;
}

export interface Change {
  readonly step: FixStep;
  readonly ends: readonly JudgedFinding[];
}

/** `ends` is not empty. */
export function changeOf(
  action: string,
  ends: readonly JudgedFinding[],
  changes: readonly FixChange[] = [],
): Change {
  return {
    ends,
    step: {
      kind: 'edit',
      action,
      question: ends.some(({ blocksMerge }) => blocksMerge) ? 'both' : 'certificate',
      packages: [],
      ...accountOf(ends),
      ...(changes.length === 0 ? {} : { changes }),
    },
  };
}

/** What the merge waits for first, then what ends the most, then the worst. */
export function mostFirst(a: Change, b: Change): number {
  const waits = ({ step }: Change): number => (step.question === 'both' ? 0 : 1);
  const worst = ({ ends }: Change): number => Math.min(...ends.map(({ severity }) => severityRank(severity)));
  return (
    waits(a) - waits(b) ||
    b.ends.length - a.ends.length ||
    worst(a) - worst(b) ||
    (a.step.action < b.step.action ? -1 : 1)
  );
}

interface Patched {
  readonly resource: Resource;
  readonly edits: readonly Edit[];
  readonly ends: readonly JudgedFinding[];
}

/** One change for all resources in which the same fields are set. */
export function changesByPatch(
  obstacles: readonly Obstacle[],
  secrets: readonly string[],
): readonly Change[] {
  const byFields = Map.groupBy(patchedResources(obstacles), ({ edits }) => fieldsOf(edits));
  return [...byFields].map(([fields, patched]) => {
    const names = patched.map(({ resource }) => describeResource(resource)).sort();
    const changes = patched.map(({ resource, edits }): FixChange => {
      const { yaml, typescript } = patchTexts(resource.tree, edits);
      return {
        subject: subjectOf(resource),
        yaml: withholdFrom(yaml, secrets),
        typescript: withholdFrom(typescript, secrets),
      };
    });
    return changeOf(
      `In ${some(names)} ${fields}`,
      patched.flatMap(({ ends }) => ends),
      changes,
    );
  });
}

/** All edits of each resource, by its name. */
export function patchedResources(obstacles: readonly Obstacle[]): readonly Patched[] {
  const found = new Map<Resource, { edits: Edit[]; ends: JudgedFinding[] }>();
  for (const { finding, repair } of obstacles) {
    if (repair === undefined) continue;
    const own = found.get(repair.resource) ?? { edits: [], ends: [] };
    own.edits.push(...repair.edits);
    own.ends.push(finding);
    found.set(repair.resource, own);
  }
  return [...found].map(([resource, own]) => ({ resource, ...own }));
}

/** `set allowPrivilegeEscalation and capabilities.drop, remove privileged`. */
function fieldsOf(edits: readonly Edit[]): string {
  const parts = (['set', 'remove'] as const).flatMap((verb) => {
    const own = edits.filter(({ value }) => (value === null) === (verb === 'remove'));
    const fields = [...new Set(own.map(({ path }) => fieldName(path)))].sort();
    return fields.length === 0 ? [] : [`${verb} ${listed(fields)}`];
  });
  return parts.join(', ');
}

/** Mappings that say nothing of what is in them. */
const plain = new Set(['spec', 'metadata', 'securityContext', 'labels', 'annotations', 'parameters']);

function fieldName(path: Path): string {
  const [last, before] = path.toReversed();
  return typeof before === 'string' && !plain.has(before) ? `${before}.${last}` : String(last);
}

/** One change for all resources that break a rule without a patch: what the rule says. */
export function changesByHand(findings: readonly JudgedFinding[]): readonly Change[] {
  return [
    ...Map.groupBy(findings, ({ rule, fix, blocksMerge }) => `${rule}\n${fix}\n${blocksMerge}`).values(),
  ].map((ends) => {
    const fix = ends[0]?.fix ?? '';
    const names = [...new Set(ends.map(({ subject }) => subject))].sort();
    return changeOf(`In ${some(names)}: ${fix.charAt(0).toLowerCase()}${fix.slice(1)}`, ends);
  });
}

/** The first three of them. */
export function some(names: readonly string[]): string {
  return names.length <= 3 ? listed(names) : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}

function listed(names: readonly string[]): string {
  return names.length <= 1 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
