// Labels and label selectors with three answers: yes, no, and maybe where something is not known.
import type { Path, Tree } from './tree.ts';
import { listAt, mapAt, textAt } from './typed.ts';

export type Truth = 'yes' | 'no' | 'maybe';

/** Whether a value that is not known may be this one. */
export type Possible = (value: string) => boolean;

export const anything: Possible = () => true;

export interface Labels {
  readonly entries: ReadonlyMap<string, string>;
  /** Keys that are set to a value not known yet, or not the same for all that is meant, and what it may be. */
  readonly clouded: ReadonlyMap<string, Possible>;
  /** Whether there can be no further labels. */
  readonly complete: boolean;
}

export const unknownLabels: Labels = { entries: new Map(), clouded: new Map(), complete: false };

/** Labels of the mapping at `path`, such as `metadata.labels`. */
export function labelsAt(tree: Tree | undefined, path: Path): Labels {
  const found = mapAt(tree, path);
  if (found.kind !== 'known') return unknownLabels;
  const entries = new Map<string, string>();
  const clouded = new Map<string, Possible>();
  for (const key of Object.keys(found.value ?? {})) {
    const value = textAt(found.value, [key]);
    if (value.kind === 'known') entries.set(key, value.value ?? '');
    else clouded.set(key, anything);
  }
  return { entries, clouded, complete: true };
}

export interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values: ReadonlySet<string>;
}

export interface Selector {
  readonly requirements: readonly Requirement[];
  /** False where part of the selector is not known: it never surely selects. */
  readonly certain: boolean;
  /** Equal selectors have equal keys. */
  readonly key: string;
}

export const everything: Selector = selector([], true);

function selector(requirements: readonly Requirement[], certain: boolean): Selector {
  const parts = requirements.map((r) => JSON.stringify([r.key, r.operator, [...r.values].sort()])).sort();
  return { requirements, certain, key: `${certain ? '' : '?'}${parts.join('&')}` };
}

/** A selector of fixed labels, as Services and ReplicationControllers have. */
export function readFixedSelector(tree: Tree | undefined, path: Path = []): Selector {
  const labels = labelsAt(tree, path);
  return selector(
    [...labels.entries].map(([key, value]) => ({ key, operator: 'In' as const, values: new Set([value]) })),
    labels.complete && labels.clouded.size === 0,
  );
}

/** A `LabelSelector`: `matchLabels` and `matchExpressions`, all of which must hold; empty selects everything. */
export function readSelector(tree: Tree | undefined, path: Path = []): Selector {
  const whole = mapAt(tree, path);
  if (whole.kind !== 'known') return selector([], false);
  const fixed = readFixedSelector(whole.value, ['matchLabels']);
  const requirements = [...fixed.requirements];
  let certain = fixed.certain;
  const expressions = listAt(whole.value, ['matchExpressions']);
  if (expressions.kind !== 'known') certain = false;
  for (const item of expressions.kind === 'known' ? (expressions.value ?? []) : []) {
    const requirement = readRequirement(item);
    if (requirement === undefined) certain = false;
    else requirements.push(requirement);
  }
  return selector(requirements, certain);
}

function readRequirement(item: Tree): Requirement | undefined {
  const key = textAt(item, ['key']);
  const operator = textAt(item, ['operator']);
  const listed = listAt(item, ['values']);
  if (key.kind !== 'known' || operator.kind !== 'known' || listed.kind !== 'known') return undefined;
  if (key.value === undefined) return undefined;
  const values = new Set<string>();
  for (const value of listed.value ?? []) {
    const text = textAt(value, []);
    if (text.kind !== 'known' || text.value === undefined) return undefined;
    values.add(text.value);
  }
  switch (operator.value) {
    case 'In':
    case 'NotIn':
    case 'Exists':
    case 'DoesNotExist':
      return { key: key.value, operator: operator.value, values };
    default:
      return undefined;
  }
}

/** Whether a selector selects something with these labels. */
export function selects(selector: Selector, labels: Labels): Truth {
  let answer: Truth = selector.certain ? 'yes' : 'maybe';
  for (const requirement of selector.requirements) {
    const truth = holds(requirement, labels);
    if (truth === 'no') return 'no';
    if (truth === 'maybe') answer = 'maybe';
  }
  return answer;
}

function holds(requirement: Requirement, labels: Labels): Truth {
  const { key, operator, values } = requirement;
  const value = labels.entries.get(key);
  if (value !== undefined) return isMet(requirement, value) ? 'yes' : 'no';
  const possible = labels.clouded.get(key);
  if (possible === undefined) {
    if (!labels.complete) return 'maybe';
    return isMet(requirement, undefined) ? 'yes' : 'no';
  }
  const isNamed = [...values].some(possible);
  switch (operator) {
    case 'In':
      return isNamed ? 'maybe' : 'no';
    case 'NotIn':
      return isNamed ? 'maybe' : 'yes';
    case 'Exists':
      return 'yes';
    case 'DoesNotExist':
      return 'no';
  }
}

/** Whether a label of this value, `undefined` for none, is what a requirement asks for. */
export function isMet({ operator, values }: Requirement, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.has(value);
    case 'NotIn':
      return value === undefined || !values.has(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
}

/** The stronger of two answers that must both hold. */
export function both(a: Truth, b: Truth): Truth {
  if (a === 'no' || b === 'no') return 'no';
  return a === 'maybe' || b === 'maybe' ? 'maybe' : 'yes';
}
