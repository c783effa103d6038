// Packagist's order: PHP's version_compare (php.net/version_compare), without a leading `v`.
import { compareNumerals, isNumeral } from './numerals.ts';
import { type Ordering, order, reverse, type VersionOrder } from './order.ts';

/** Words by how they begin; `#` stands for any number, and a word that is not here sorts before all of them. */
const forms: readonly (readonly [beginning: string, rank: number])[] = [
  ['dev', 1],
  ['a', 2],
  ['b', 3],
  ['RC', 4],
  ['rc', 4],
  ['#', 5],
  ['p', 6],
];

export const packagist: VersionOrder = {
  id: 'packagist',
  compare(a, b) {
    if (a === b) return 0;
    const left = components(a);
    const right = components(b);
    const shared = Math.min(left.length, right.length);
    for (let index = 0; index < shared; index += 1) {
      const ordering = compareComponents(left[index] ?? '', right[index] ?? '');
      if (ordering !== 0) return ordering;
    }
    if (left.length > shared) return rest(left, shared);
    return reverse(rest(right, shared));
  },
  valid: (text) => /^[vV]?\d[\dA-Za-z]*(?:[._+-][\dA-Za-z]+)*$/.test(text),
};

/** How a version relates to itself cut before `start`: a number makes it newer, a word as its form says. */
function rest(components: readonly string[], start: number): Ordering {
  for (let index = start; index < components.length; index += 1) {
    const component = components[index] ?? '';
    if (isNumeral(component)) return 1;
    const ordering = compareComponents(component, '#');
    if (ordering !== 0) return ordering;
  }
  return 0;
}

function components(text: string): string[] {
  return text.replace(/^[vV]/, '').match(/\d+|[^\d._+-]+/g) ?? [];
}

function compareComponents(a: string, b: string): Ordering {
  const aIsNumber = isNumeral(a);
  const bIsNumber = isNumeral(b);
  if (aIsNumber && bIsNumber) return compareNumerals(a, b);
  return order(formRank(aIsNumber ? '#' : a), formRank(bIsNumber ? '#' : b));
}

function formRank(word: string): number {
  return forms.find(([beginning]) => word.startsWith(beginning))?.[1] ?? 0;
}
