// Lists of numbers: Hackage, GHC (hackage.haskell.org, Data.Version) and CRAN (R, package_version).
import { compareNumerals, isNumeral } from './numerals.ts';
import { order, type VersionOrder } from './order.ts';

export const dotted: VersionOrder = {
  id: 'dotted',
  /** Component by component; a version that goes on is the newer one: `1.0` < `1.0.0`. */
  compare(a, b) {
    if (a === b) return 0;
    const left = a.split(/[.-]/);
    const right = b.split(/[.-]/);
    const shared = Math.min(left.length, right.length);
    for (let index = 0; index < shared; index += 1) {
      const l = left[index] ?? '';
      const r = right[index] ?? '';
      const isNumber = isNumeral(l);
      if (isNumber !== isNumeral(r)) return isNumber ? 1 : -1;
      const ordering = isNumber ? compareNumerals(l, r) : order(l, r);
      if (ordering !== 0) return ordering;
    }
    return order(left.length, right.length);
  },
  valid: (text) => /^\d+(?:[.-]\d+)*$/.test(text),
};
