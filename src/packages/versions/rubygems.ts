// RubyGems' order (Gem::Version documentation): segments of digits or letters, letters before numbers.
import { compareNumerals, isNumeral } from './numerals.ts';
import { order, type VersionOrder } from './order.ts';

export const rubygems: VersionOrder = {
  id: 'rubygems',
  compare(a, b) {
    if (a === b) return 0;
    const left = segments(a);
    const right = segments(b);
    const length = Math.max(left.length, right.length);
    for (let index = 0; index < length; index += 1) {
      const l = left[index] ?? '0';
      const r = right[index] ?? '0';
      const isNumber = isNumeral(l);
      if (isNumber !== isNumeral(r)) return isNumber ? 1 : -1;
      const ordering = isNumber ? compareNumerals(l, r) : order(l, r);
      if (ordering !== 0) return ordering;
    }
    return 0;
  },
  valid: (text) => /^\s*\d+(?:\.[\dA-Za-z]+)*(?:-[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?\s*$/.test(text),
};

/** Zeros before the first letter and at the end say nothing: `1.0.a` is `1.a`. A dash begins a prerelease. */
function segments(text: string): string[] {
  const all = text.replaceAll('-', '.pre.').match(/\d+|[A-Za-z]+/g) ?? [];
  const firstText = all.findIndex((segment) => !isNumeral(segment));
  if (firstText < 0) return withoutTrailingZeros(all);
  return [...withoutTrailingZeros(all.slice(0, firstText)), ...withoutTrailingZeros(all.slice(firstText))];
}

function withoutTrailingZeros(segments: readonly string[]): string[] {
  let end = segments.length;
  while (end > 0 && /^0+$/.test(segments[end - 1] ?? '')) end -= 1;
  return segments.slice(0, end);
}
