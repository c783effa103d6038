// apk's order (apk-package(5), version format): Alpine, Wolfi, Chainguard and kin.
import { compareNumerals, digitsEnd, isDigit } from './numerals.ts';
import { type Ordering, order, type VersionOrder } from './order.ts';

/** Kinds in the order that decides where two versions part: the later kind is the older version. */
const kinds = {
  first: 0,
  number: 1,
  letter: 2,
  suffix: 3,
  suffixNumber: 4,
  hash: 5,
  revision: 6,
  end: 7,
  invalid: 8,
};

interface Token {
  readonly kind: number;
  readonly text: string;
  /** Position after it. */
  readonly end: number;
}

/** Before the empty one: prereleases. */
const suffixes = ['alpha', 'beta', 'pre', 'rc', '', 'cvs', 'svn', 'git', 'hg', 'p'];
const release = suffixes.indexOf('');

export const alpine: VersionOrder = {
  id: 'alpine',
  compare(a, b) {
    if (a === b) return 0;
    let left = first(a);
    let right = first(b);
    while (left.kind === right.kind && left.kind < kinds.end) {
      const ordering = compareTokens(left, right);
      if (ordering !== 0) return ordering;
      left = next(a, left);
      right = next(b, right);
    }
    if (isPrerelease(left)) return -1;
    if (isPrerelease(right)) return 1;
    return order(right.kind, left.kind);
  },
  valid: (text) =>
    /^\d+(?:\.\d+)*[a-z]?(?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\d*)*(?:~[\da-f]+)?(?:-r\d+)?$/.test(text),
};

function isPrerelease(token: Token): boolean {
  return token.kind === kinds.suffix && suffixes.indexOf(token.text) < release;
}

function compareTokens(a: Token, b: Token): Ordering {
  if (a.kind === kinds.suffix) return order(suffixes.indexOf(a.text), suffixes.indexOf(b.text));
  const fractional = a.kind === kinds.number && (a.text.startsWith('0') || b.text.startsWith('0'));
  if (fractional || a.kind === kinds.letter || a.kind === kinds.hash) return order(a.text, b.text);
  return compareNumerals(a.text, b.text);
}

function isLower(code: number): boolean {
  return code >= 97 && code <= 122;
}

function first(text: string): Token {
  const end = digitsEnd(text, 0);
  return { kind: kinds.first, text: text.slice(0, end), end };
}

function next(text: string, before: Token): Token {
  const start = before.end;
  if (start >= text.length) return { kind: kinds.end, text: '', end: start };
  const code = text.charCodeAt(start);
  if (isLower(code) && before.kind <= kinds.number) {
    return { kind: kinds.letter, text: text.slice(start, start + 1), end: start + 1 };
  }
  if (isDigit(code)) return digits(text, start, before.kind);
  switch (text[start]) {
    case '.':
      return before.kind <= kinds.number ? component(text, start) : invalid(text);
    case '_':
      return before.kind <= kinds.suffixNumber ? suffix(text, start + 1) : invalid(text);
    case '~':
      return before.kind < kinds.hash ? hash(text, start + 1) : invalid(text);
    case '-':
      return before.kind < kinds.revision && text[start + 1] === 'r'
        ? revision(text, start + 2)
        : invalid(text);
    default:
      return invalid(text);
  }
}

/** A dot and a number; without one, apk compares the rest as text. */
function component(text: string, dot: number): Token {
  const end = digitsEnd(text, dot + 1);
  if (end === dot + 1) return { kind: kinds.letter, text: text.slice(dot), end: text.length };
  return { kind: kinds.number, text: text.slice(dot + 1, end), end };
}

function digits(text: string, start: number, before: number): Token {
  const end = digitsEnd(text, start);
  if (before === kinds.suffix) return { kind: kinds.suffixNumber, text: text.slice(start, end), end };
  return before <= kinds.letter ? { kind: kinds.number, text: text.slice(start, end), end } : invalid(text);
}

function suffix(text: string, start: number): Token {
  let end = start;
  while (isLower(text.charCodeAt(end))) end += 1;
  const name = text.slice(start, end);
  return name !== '' && suffixes.includes(name) ? { kind: kinds.suffix, text: name, end } : invalid(text);
}

function hash(text: string, start: number): Token {
  let end = start;
  while (end < text.length && '0123456789abcdef'.includes(text.charAt(end))) end += 1;
  return end > start ? { kind: kinds.hash, text: text.slice(start, end), end } : invalid(text);
}

function revision(text: string, start: number): Token {
  const end = digitsEnd(text, start);
  if (end === start && isLower(text.charCodeAt(end))) return invalid(text);
  return { kind: kinds.revision, text: text.slice(start, end), end };
}

function invalid(text: string): Token {
  return { kind: kinds.invalid, text: '', end: text.length };
}
