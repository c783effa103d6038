// The one interface of every version order.

export type Ordering = -1 | 0 | 1;

/** How one ecosystem orders its versions. Pure, linear in the length of both texts, numbers of any size. */
export interface VersionOrder {
  /** kebab-case, such as `debian`. */
  readonly id: string;
  /**
   * -1 where `a` is older, 0 where both are the same to the ecosystem, 1 where `a` is newer. Text that is no
   * version is ordered as the ecosystem's own tool does; only the Debian order refuses some (ContentError).
   */
  compare(a: string, b: string): Ordering;
  /** Whether the text is a version by the ecosystem's own grammar. */
  valid(text: string): boolean;
}

/** Order of two numbers or two texts (by UTF-16 unit). */
export function order<T extends number | string>(a: T, b: T): Ordering {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The same order seen from the other side. */
export function reverse(ordering: Ordering): Ordering {
  return ordering === 0 ? 0 : ordering === 1 ? -1 : 1;
}
