// Semantic versions (semver.org 2.0.0 §11), read leniently: npm, crates.io, Go, Hex and many others.
import { compareNumerals, isNumeral } from './numerals.ts';
import { type Ordering, order, type VersionOrder } from './order.ts';

const grammar =
  /^v?(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?(?:\+[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?$/;

export const semver: VersionOrder = {
  id: 'semver',
  /** Missing components are 0; whatever follows the third one before a `-` is taken as build metadata. */
  compare(a, b) {
    if (a === b) return 0;
    const left = split(a);
    const right = split(b);
    return (
      compareComponents(left.components, right.components, 3) ||
      comparePrereleases(left.prerelease, right.prerelease)
    );
  },
  valid: (text) => grammar.test(text),
};

export interface SplitVersion {
  readonly components: readonly string[];
  /** Empty: a release. */
  readonly prerelease: string;
}

/** Parts of `v1.2.3-pre+build`; the build is dropped. */
export function split(text: string): SplitVersion {
  const plus = text.indexOf('+');
  const body = plus < 0 ? text : text.slice(0, plus);
  const dash = body.indexOf('-');
  const core = dash < 0 ? body : body.slice(0, dash);
  const first = core[0];
  return {
    components: (first === 'v' || first === 'V' ? core.slice(1) : core).split('.'),
    prerelease: dash < 0 ? '' : body.slice(dash + 1),
  };
}

/** The first `count` components by value; one that is no number sorts by text, after every number. */
export function compareComponents(a: readonly string[], b: readonly string[], count: number): Ordering {
  for (let index = 0; index < count; index += 1) {
    const ordering = compareIdentifiers(a[index] || '0', b[index] || '0');
    if (ordering !== 0) return ordering;
  }
  return 0;
}

/** A release sorts after its prereleases; identifiers compare one by one. */
export function comparePrereleases(a: string, b: string): Ordering {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? 1 : -1;
  const left = a.split('.');
  const right = b.split('.');
  const shared = Math.min(left.length, right.length);
  for (let index = 0; index < shared; index += 1) {
    const ordering = compareIdentifiers(left[index] ?? '', right[index] ?? '');
    if (ordering !== 0) return ordering;
  }
  return order(left.length, right.length);
}

function compareIdentifiers(a: string, b: string): Ordering {
  const isNumber = isNumeral(a);
  if (isNumber !== isNumeral(b)) return isNumber ? -1 : 1;
  return isNumber ? compareNumerals(a, b) : order(a, b);
}
