// rpm's order of epoch:version-release (rpm manual, «Version comparison»): Red Hat, SUSE, openEuler and kin.
import { compareNumerals, digitsEnd, isDigit, isNumeral } from './numerals.ts';
import { type Ordering, order, type VersionOrder } from './order.ts';

export const rpm: VersionOrder = {
  id: 'rpm',
  compare(a, b) {
    if (a === b) return 0;
    const left = split(a);
    const right = split(b);
    return (
      compareNumerals(left.epoch, right.epoch) ||
      compareRpmParts(left.version, right.version) ||
      compareReleases(left.release, right.release)
    );
  },
  valid: (text) => /^(?:\d+:)?[^\s:-]+(?:-[^\s:-]+)?$/.test(text),
};

interface Parts {
  readonly epoch: string;
  readonly version: string;
  readonly release: string | undefined;
}

function split(text: string): Parts {
  const colon = text.indexOf(':');
  const hasEpoch = colon > 0 && isNumeral(text.slice(0, colon));
  const rest = hasEpoch ? text.slice(colon + 1) : text;
  const dash = rest.indexOf('-');
  return {
    epoch: hasEpoch ? text.slice(0, colon) : '',
    version: dash < 0 ? rest : rest.slice(0, dash),
    release: dash < 0 ? undefined : rest.slice(dash + 1),
  };
}

function compareReleases(a: string | undefined, b: string | undefined): Ordering {
  if (a === undefined || b === undefined) return order(a === undefined ? 0 : 1, b === undefined ? 0 : 1);
  return compareRpmParts(a, b);
}

/** Runs of digits and of letters, in turn; `~` sorts before the end, `^` after it and before all else. */
function compareRpmParts(a: string, b: string): Ordering {
  let i = 0;
  let j = 0;
  for (;;) {
    i = skipSeparators(a, i);
    j = skipSeparators(b, j);
    const marks = compareMarks(a[i], b[j]);
    if (marks === 'same') {
      i += 1;
      j += 1;
      continue;
    }
    if (marks !== undefined) return marks;
    if (i >= a.length || j >= b.length) return order(a.length - i, b.length - j);
    const numeric = isDigit(a.charCodeAt(i));
    const iEnd = numeric ? digitsEnd(a, i) : lettersEnd(a, i);
    const jEnd = numeric ? digitsEnd(b, j) : lettersEnd(b, j);
    if (jEnd === j) return numeric ? 1 : -1;
    const left = a.slice(i, iEnd);
    const right = b.slice(j, jEnd);
    const ordering = numeric ? compareNumerals(left, right) : order(left, right);
    if (ordering !== 0) return ordering;
    i = iEnd;
    j = jEnd;
  }
}

/** Undefined: neither text has a mark here. */
function compareMarks(a: string | undefined, b: string | undefined): Ordering | 'same' | undefined {
  if (a === '~' || b === '~') return a === b ? 'same' : a === '~' ? -1 : 1;
  if (a !== '^' && b !== '^') return undefined;
  if (a === b) return 'same';
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  return a === '^' ? -1 : 1;
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

function skipSeparators(text: string, start: number): number {
  let index = start;
  while (index < text.length) {
    const code = text.charCodeAt(index);
    if (isDigit(code) || isLetter(code) || code === 126 || code === 94) break;
    index += 1;
  }
  return index;
}

function lettersEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && isLetter(text.charCodeAt(end))) end += 1;
  return end;
}
