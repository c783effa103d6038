// Ranges of user and group ids.
import type { IdRange } from './stack-policy.ts';

export function inRanges(id: number, ranges: readonly IdRange[]): boolean {
  return ranges.some(({ from, to }) => id >= from && (to === undefined || id <= to));
}

export function rangesText(ranges: readonly IdRange[]): string {
  return ranges.map(({ from, to }) => `${from}–${to ?? ''}`).join(', ');
}
