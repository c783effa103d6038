// Explores rules about the whole stack: every place of a good and a bad case is made a hole, one at a time.
import { formatPath, Hole, type Path, Secret, type Tree } from '../../../policy-pack/model/tree.ts';
import type { Rule } from '../../../policy-pack/rules/rule.ts';
import { type BlindPlace, identity, kindOf } from './blind-places.ts';
import { askStack, type CaseTree, type StackCase, stackCasesOf, treesOfCase } from './stack-cases.ts';
import { placesOf, valueAt, withValue } from './trees.ts';

const generic: readonly (Tree | undefined)[] = [undefined, true, false, 0, 53, 'x', {}, []];

/** Places at which a hole is told as unknown. Throws at one where a value breaks the rule and a hole is passed over. */
export function blindPlacesOfStacks(rule: Rule): readonly BlindPlace[] {
  const cases = stackCasesOf(rule);
  const all = cases.flatMap(treesOfCase);
  const reached: BlindPlace[] = [];
  // A good and a bad case of each kind are enough: every place of them is tried with every value of the others.
  const tried = ['pass', 'fail'].flatMap((expect) =>
    withEveryKind(cases.filter((one) => one.expect === expect)),
  );
  for (const one of tried) {
    const trees = treesOfCase(one);
    const put = (index: number, path: Path, value: Tree | undefined): readonly CaseTree[] =>
      trees.map((item, at) => (at === index ? { ...item, tree: withValue(item.tree, path, value) } : item));
    for (const [index, { tree, foreign }] of trees.entries()) {
      for (const path of placesOf(tree)) {
        const here = valueAt(tree, path);
        if (identity.test(formatPath(path)) || here instanceof Hole || here instanceof Secret) continue;
        const blind = askStack(rule, one, put(index, path, new Hole('unknown', 'later', ['urn:x'])));
        if (blind.blind.length > 0) {
          reached.push({ kind: foreign ?? kindOf(tree), path });
          continue;
        }
        const fails = [...all.map((other) => valueAt(other.tree, path)), ...generic]
          .filter((value) => !(value instanceof Hole))
          .map((value) => askStack(rule, one, put(index, path, value)).findings.length > 0);
        if (!fails.includes(true) || (!fails.includes(false) && blind.findings.length > 0)) continue;
        throw new Error(`${one.name}: ${formatPath(path)} was made unknown and the rule said nothing of it`);
      }
    }
  }
  return reached;
}

/** The last cases that together hold every kind of resource. */
function withEveryKind(cases: readonly StackCase[]): readonly StackCase[] {
  const seen = new Set<string>();
  return cases.toReversed().filter((one) => {
    const kinds = treesOfCase(one).map(({ tree, foreign }) => foreign ?? kindOf(tree));
    const isNew = kinds.some((kind) => !seen.has(kind));
    for (const kind of kinds) seen.add(kind);
    return isNew;
  });
}
