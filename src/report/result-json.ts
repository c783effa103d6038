// The result as JSON: one canonical spelling, so that equal results are equal bytes.
import type { Result } from '../terms/verdict.ts';

/** The result JSON of `docs/result.md`: two spaces, keys in the order of the schema's names, final newline. */
export function renderJson(result: Result): string {
  return `${JSON.stringify(canonical(result), undefined, 2).replace(unprintable, escapeUnits)}\n`;
}

/** Characters that JSON allows in strings but a terminal obeys; they can only stand inside strings. */
const unprintable =
  /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

function escapeUnits(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Keys that lead an object when it has them; the others follow in code-unit order. */
const leading = ['schemaVersion', 'gate', 'kind', 'rule', 'verdict', 'grade'];

interface KeyOrder {
  readonly keys: readonly string[];
  /** The object has its keys in this order already. */
  readonly isKept: boolean;
}

/** Order of the keys of objects that were met: a result has thousands of a few shapes. */
const orders = new Map<string, KeyOrder>();
const orderCeiling = 1000;

function orderOf(keys: readonly string[]): KeyOrder {
  const shape = keys.join('\0');
  const known = orders.get(shape);
  if (known !== undefined) return known;
  const sorted = keys.toSorted((left, right) => keyRank(left) - keyRank(right) || (left < right ? -1 : 1));
  const order = { keys: sorted, isKept: sorted.every((key, index) => key === keys[index]) };
  if (orders.size < orderCeiling) orders.set(shape, order);
  return order;
}

/**
 * The same value with the keys of every object in canonical order; `undefined` members are dropped. What is in order
 * already is not copied: the inventory of a large image has megabytes.
 */
export function canonical(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map(canonical);
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  const order = orderOf(Object.keys(value));
  const entries = Object.entries(value).map(([key, member]) => [key, member, canonical(member)] as const);
  if (order.isKept && entries.every(([, before, after]) => before === after && before !== undefined)) {
    return value;
  }
  const members = new Map<string, unknown>(entries.map(([key, , after]) => [key, after]));
  const present = order.keys.filter((key) => members.get(key) !== undefined);
  return Object.fromEntries(present.map((key) => [key, members.get(key)]));
}

function keyRank(key: string): number {
  const rank = leading.indexOf(key);
  return rank < 0 ? leading.length : rank;
}
