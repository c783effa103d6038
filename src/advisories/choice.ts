// Which source a run uses (decision 19), as a pure function of what is known.

export interface SourceFacts {
  /** When the local store was last known to be current; undefined without a store. */
  readonly storeUpdated: Date | undefined;
  readonly now: Date;
  /** `advisories.maxAge` in milliseconds. */
  readonly maxAge: number;
  /** The repository is public: names of its packages are no secret. */
  readonly isPublic: boolean;
  /** The user named a source: a path, or OSV.dev. */
  readonly asked?: { readonly kind: 'path'; readonly path: string } | { readonly kind: 'osv.dev' };
  /** Whether whole dumps may be fetched. */
  readonly network: boolean;
}

export type SourceChoice =
  | { readonly kind: 'path'; readonly path: string; readonly reason: string }
  | { readonly kind: 'store' | 'osv.dev' | 'dumps'; readonly reason: string }
  | { readonly kind: 'none'; readonly reason: string; readonly fix: string };

export const defaultMaxAge = 48 * 3_600_000;

/** `none` makes the verdict incomplete; `reason` is one clause for the log. */
export function chooseSource(facts: SourceFacts): SourceChoice {
  const { asked } = facts;
  if (asked?.kind === 'path') return { ...asked, reason: 'it was named' };
  if (asked?.kind === 'osv.dev' && facts.network) return { kind: 'osv.dev', reason: 'it was asked for' };
  if (
    asked === undefined &&
    facts.storeUpdated !== undefined &&
    !isStale(facts.storeUpdated, facts.now, facts.maxAge)
  ) {
    return { kind: 'store', reason: 'the local store is fresh' };
  }
  if (facts.network && facts.isPublic) return { kind: 'osv.dev', reason: 'the repository is public' };
  if (facts.network) return { kind: 'dumps', reason: 'whole ecosystems tell nobody which packages are used' };
  const state = facts.storeUpdated === undefined ? 'there is no local store' : 'the local store is too old';
  return {
    kind: 'none',
    reason: `${state}, and there is no network`,
    fix: 'Run `seaworthy db update` where there is a network, or pass --advisories.',
  };
}

/** Data from after `now`, as with `--as-of`, is not stale. */
export function isStale(updated: Date, now: Date, maxAge: number): boolean {
  return now.getTime() - updated.getTime() > maxAge;
}
