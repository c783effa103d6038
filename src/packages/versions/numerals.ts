// Decimal numbers of any length, compared as text.
import { type Ordering, order } from './order.ts';

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Whether the text is one or more digits. */
export function isNumeral(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (!isDigit(text.charCodeAt(index))) return false;
  }
  return text !== '';
}

/** Position after the digits that begin at `start`. */
export function digitsEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && isDigit(text.charCodeAt(end))) end += 1;
  return end;
}

/** By value; an empty text is 0. */
export function compareNumerals(a: string, b: string): Ordering {
  const left = significant(a);
  const right = significant(b);
  return left.length === right.length ? order(left, right) : order(left.length, right.length);
}

function significant(text: string): string {
  let start = 0;
  while (start < text.length && text.charCodeAt(start) === 48) start += 1;
  return start === 0 ? text : text.slice(start);
}
