// Python versions from before PEP 440, as setuptools once ordered them (pkg_resources documentation, parse_version).
import { compareNumerals, isNumeral } from './numerals.ts';
import { type Ordering, order } from './order.ts';

/** Words that stand for another; `*final` ends a version and sorts after every prerelease word. */
const words: ReadonlyMap<string, string> = new Map([
  ['pre', 'c'],
  ['preview', 'c'],
  ['rc', 'c'],
  ['-', 'final-'],
  ['dev', '@'],
]);

export function compareLegacy(a: string, b: string): Ordering {
  const left = parts(a);
  const right = parts(b);
  const shared = Math.min(left.length, right.length);
  for (let index = 0; index < shared; index += 1) {
    const ordering = comparePart(left[index] ?? '', right[index] ?? '');
    if (ordering !== 0) return ordering;
  }
  return order(left.length, right.length);
}

/** Numbers by value; words carry a star, which sorts before every digit. */
function comparePart(a: string, b: string): Ordering {
  return isNumeral(a) && isNumeral(b) ? compareNumerals(a, b) : order(a, b);
}

function parts(text: string): string[] {
  const found: string[] = [];
  for (const raw of text.toLowerCase().match(/\d+|[a-z]+|-|[^\da-z.-]+/g) ?? []) {
    if (isNumeral(raw)) {
      found.push(raw);
      continue;
    }
    const word = `*${words.get(raw) ?? raw}`;
    if (word < '*final') while (found.at(-1) === '*final-') found.pop();
    while (/^0+$/.test(found.at(-1) ?? '')) found.pop();
    found.push(word);
  }
  while (/^0+$/.test(found.at(-1) ?? '')) found.pop();
  return [...found, '*final'];
}
