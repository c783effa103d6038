// The result's grade as the JSON of a shields.io endpoint badge.
import { badge } from '../health/badge.ts';
import type { Result } from '../terms/verdict.ts';

/** One badge for the worst grade of the images; «not gradable» without one. */
export function renderBadge(result: Result): string {
  const grade = result.grade ?? { sentence: '', drops: [], because: [], withoutFix: 0 };
  return `${JSON.stringify(badge(grade), undefined, 2)}\n`;
}
