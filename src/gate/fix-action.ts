// A change of the fix plan in one imperative sentence.
import type { Change } from './fix-change.ts';

const told = 3;

/** One imperative sentence. */
export function actionOf({ remedy, packages, subjects }: Change): string {
  const { words, kind } = remedy;
  const list = [...packages.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  if (kind === 'edit') return `${(words ?? '').replace(/\.$/, '')}${places(subjects)}.`;
  if (words !== undefined) {
    const needed = few(list.map(({ name, needed }) => `${name} ${needed}`));
    return `${words} ${needed} or later.`;
  }
  return list.map(({ name, installed, needed }) => `Update ${name} ${installed} to ${needed}.`).join(' ');
}

/** Files by path; the image itself needs no word. */
function places(subjects: ReadonlySet<string>): string {
  const paths = [...subjects].filter((one) => one.startsWith('/')).sort();
  return paths.length === 0 ? '' : ` (${few(paths)})`;
}

function few(items: readonly string[]): string {
  const shown = items.slice(0, told).join(', ');
  return items.length <= told ? shown : `${shown} and ${items.length - told} more`;
}
