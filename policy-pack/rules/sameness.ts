// What tells a violation from another of its rule at the same place, when a stack is compared with the one before.
import { Hole, isList, isMap, Secret, type Tree } from '../model/tree.ts';

/** Both ask late: only a comparison wants to know, and a secret's text is never kept with a finding. */
export type Sameness =
  /** The same text before and now is the same finding. */
  | { readonly kind: 'value'; of(): string }
  /** A finding is no news where all its parts were there before; less than before is no news either. */
  | {
      readonly kind: 'parts';
      of(): readonly Part[];
      /** What it holds besides, though it would not be another finding without it. */
      besides?(): readonly Part[];
    };

/** From the first up to, and without, the last. */
export type Span = readonly [from: number | bigint, end: number | bigint];

/** One thing that a finding is about, such as a sender on some ports of a protocol. */
export interface Part {
  readonly what: string;
  /** A resource, as findings name their subjects. */
  readonly subject?: string;
  readonly ports?: Span;
  readonly addresses?: Span;
}

/** The place alone: whatever stands there, it is the same finding. */
export const byPlace: Sameness = { kind: 'value', of: () => '' };

export function byText(text: string): Sameness {
  return { kind: 'value', of: () => text };
}

/** All that stands at a place, secrets too; the order of lists and keys does not count. */
export function byContent(tree: Tree | undefined): Sameness {
  return { kind: 'value', of: () => contentOf(tree) };
}

function contentOf(tree: Tree | undefined): string {
  if (tree instanceof Secret) return contentOf(tree.inner);
  if (tree instanceof Hole) return 'not known';
  if (isList(tree)) return `[${tree.map(contentOf).sort().join()}]`;
  if (isMap(tree)) {
    const entries = Object.entries(tree).filter(([, value]) => value !== null);
    return `{${entries
      .map(([key, value]) => `${JSON.stringify(key)}:${contentOf(value)}`)
      .sort()
      .join()}}`;
  }
  return tree === undefined || tree === null ? 'not set' : JSON.stringify(String(tree));
}
