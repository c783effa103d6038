// The result as JSON: one canonical spelling, so that equal results are equal bytes.
import type { Result } from '../terms/verdict.ts';

/** The result JSON of `docs/result.md`: two spaces, keys in the order of the schema's names, final newline. */
export function renderJson(result: Result): string {
  return `${spell(result, '\n').replace(unprintable, escapeUnits)}\n`;
}

/** As `JSON.stringify(canonical(value), undefined, 2)`, without a copy of a result that may have megabytes. */
function spell(value: unknown, line: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const inner = `${line}  `;
  const items: string[] = [];
  if (Array.isArray(value)) {
    for (const item of value) items.push(spell(item, inner));
    return items.length === 0 ? '[]' : `[${inner}${items.join(`,${inner}`)}${line}]`;
  }
  const members = new Map<string, unknown>(Object.entries(value));
  for (const key of orderOf([...members.keys()])) {
    const member = members.get(key);
    if (member !== undefined) items.push(`${JSON.stringify(key)}: ${spell(member, inner)}`);
  }
  return items.length === 0 ? '{}' : `{${inner}${items.join(`,${inner}`)}${line}}`;
}

/** Characters that JSON allows in strings but a terminal obeys; they can only stand inside strings. */
const unprintable =
  /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

function escapeUnits(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Keys that lead an object when it has them; the others follow in code-unit order. */
const leading = ['schemaVersion', 'gate', 'kind', 'rule', 'verdict', 'grade'];

/** Order of the keys of objects that were met: a result has thousands of a few shapes. */
const orders = new Map<string, readonly string[]>();
const orderCeiling = 1000;

function orderOf(keys: string[]): readonly string[] {
  const shape = keys.join('\0');
  const known = orders.get(shape);
  if (known !== undefined) return known;
  const sorted = keys.sort((left, right) => keyRank(left) - keyRank(right) || (left < right ? -1 : 1));
  if (orders.size < orderCeiling) orders.set(shape, sorted);
  return sorted;
}

/** The same value with the keys of every object in canonical order; `undefined` members are dropped. */
export function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const members = new Map<string, unknown>(Object.entries(value));
  const present = orderOf([...members.keys()]).filter((key) => members.get(key) !== undefined);
  return Object.fromEntries(present.map((key) => [key, canonical(members.get(key))]));
}

function keyRank(key: string): number {
  const rank = leading.indexOf(key);
  return rank < 0 ? leading.length : rank;
}
