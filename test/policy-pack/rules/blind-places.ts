// Explores rules about pods and resources: every place that a rule's cases touch is made a hole, one at a time.
import { formatPath, Hole, type Path, Secret, type Tree } from '../../../policy-pack/model/tree.ts';
import type { Rule } from '../../../policy-pack/rules/rule.ts';
import type { Outcome } from '../../../src/terms/finding.ts';
import { ask, casesOf, type RuleCase, treesOf } from './cases.ts';
import { placesOf, valueAt, withValue } from './trees.ts';

/** Who the resource is, and what its type is, are known before anything else. */
export const identity = /^(?:apiVersion|kind|metadata|metadata\.name|metadata\.namespace)$/;

/** Values that break some rule somewhere, beside those of the rule's own cases. */
const generic: readonly (Tree | undefined)[] = [undefined, true, false, 0, 22, 'x', {}, []];

/** A place that was told as unknown: kind of the resource and path in it. */
export interface BlindPlace {
  readonly kind: string;
  readonly path: Path;
}

export function kindOf(tree: Tree | undefined): string {
  const kind = valueAt(tree, ['kind']);
  return typeof kind === 'string' ? kind : '';
}

interface Place {
  readonly resource: number;
  readonly path: Path;
}

function placesIn(trees: readonly Tree[]): readonly Place[] {
  return trees.flatMap((tree, resource) =>
    placesOf(tree)
      .filter((path) => !identity.test(formatPath(path)))
      .map((path) => ({ resource, path })),
  );
}

function put(trees: readonly Tree[], { resource, path }: Place, value: Tree | undefined): readonly Tree[] {
  return trees.map((tree, index) => (index === resource ? withValue(tree, path, value) : tree));
}

function outcomes(rule: Rule, one: RuleCase, trees: readonly Tree[]): readonly Outcome[] {
  return ask([rule], one, trees).outcomes;
}

function failsAnyhow(found: readonly Outcome[]): boolean {
  return found.some((outcome) => outcome.kind === 'fail');
}

/** Whether an unknown outcome stands at the place or above it, or in another resource that is joined with it. */
function isBlindAt(found: readonly Outcome[], { resource, path }: Place): boolean {
  const wanted = formatPath(path);
  return found.some((outcome) => {
    if (outcome.kind !== 'unknown') return false;
    const joined = !outcome.subject.endsWith(`::r${resource}`);
    return joined || outcome.path === '' || wanted.startsWith(outcome.path);
  });
}

function isPlain(tree: Tree | undefined): boolean {
  return !(tree instanceof Hole) && !(tree instanceof Secret);
}

/**
 * Places at which some value breaks the rule, and at which a hole is told as unknown. Throws at a place where a value
 * breaks it and a hole is told as anything else.
 */
export function blindPlaces(rule: Rule): readonly BlindPlace[] {
  const reached: BlindPlace[] = [];
  const cases = casesOf(rule);
  const allTrees = cases.map(treesOf);
  for (const one of cases) {
    const trees = treesOf(one);
    for (const place of placesIn(trees)) {
      if (!isPlain(valueAt(trees[place.resource], place.path))) continue;
      const values = [
        ...allTrees.flatMap((other) => other.map((tree) => valueAt(tree, place.path))),
        ...generic,
      ].filter(isPlain);
      const blind = outcomes(rule, one, put(trees, place, new Hole('unknown', 'later', ['urn:x'])));
      const told = values.map((value) => outcomes(rule, one, put(trees, place, value)));
      if (!told.some(failsAnyhow)) continue;
      if (told.every(failsAnyhow) && failsAnyhow(blind)) continue;
      if (!isBlindAt(blind, place)) {
        const said = blind.map((outcome) => outcome.kind).join(', ');
        const where = `${one.name}: ${formatPath(place.path)}`;
        throw new Error(`${where} was made unknown and the rule said ${said || 'nothing'}`);
      }
      reached.push({ kind: kindOf(trees[place.resource]), path: place.path });
    }
  }
  return reached;
}
