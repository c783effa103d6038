// Finding what an analyzer learned at a path, as a container would reach it.
import type { ImageView, LayeredFact } from '../image/view.ts';

/** The visible facts of one analyzer by path; of several at a path the last one. */
export function visibleFacts(view: ImageView, analyzer: string): ReadonlyMap<string, LayeredFact> {
  const byPath = new Map<string, LayeredFact>();
  for (const fact of view.facts(analyzer)) if (fact.visible) byPath.set(fact.path, fact);
  return byPath;
}

export type Reached =
  | { readonly kind: 'absent' }
  | { readonly kind: 'unread'; readonly reason: string }
  | { readonly kind: 'fact'; readonly fact: LayeredFact };

/** What stands at `path`, links followed; `unread` when something is there that no analyzer was given. */
export function reachFact(view: ImageView, facts: ReadonlyMap<string, LayeredFact>, path: string): Reached {
  const direct = facts.get(path);
  if (direct !== undefined) return { kind: 'fact', fact: direct };
  const target = view.resolve(path);
  if (target === undefined) {
    return view.entry(path) === undefined
      ? { kind: 'absent' }
      : { kind: 'unread', reason: 'is a link that leads nowhere in the image' };
  }
  const linked = facts.get(target);
  if (linked !== undefined) return { kind: 'fact', fact: linked };
  const type = view.entry(target)?.entry.type;
  return {
    kind: 'unread',
    reason:
      target === path ? `is no readable file but a ${type}` : `leads to ${target}, where it is not read`,
  };
}
