// Maven's order (maven.apache.org/pom.html, «Version Order Specification»).
import { compareNumerals, isDigit, isNumeral } from './numerals.ts';
import { type Ordering, order, type VersionOrder } from './order.ts';

interface Token {
  /** What stood before it; a change between digits and letters counts as a hyphen. */
  readonly prefix: '.' | '-';
  /** A number, or a qualifier in lower case with its alias resolved; empty: the release itself. */
  readonly text: string;
  readonly isNumber: boolean;
}

const qualifiers = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];
const aliases: ReadonlyMap<string, string> = new Map([
  ['cr', 'rc'],
  ['ga', ''],
  ['final', ''],
  ['release', ''],
]);
const beforeDigit: ReadonlyMap<string, string> = new Map([
  ['a', 'alpha'],
  ['b', 'beta'],
  ['m', 'milestone'],
]);

export const maven: VersionOrder = {
  id: 'maven',
  compare(a, b) {
    if (a === b) return 0;
    const left = trim(tokenize(a.toLowerCase()));
    const right = trim(tokenize(b.toLowerCase()));
    const length = Math.max(left.length, right.length);
    for (let index = 0; index < length; index += 1) {
      const ordering = compareTokens(pad(left[index], right[index]), pad(right[index], left[index]));
      if (ordering !== 0) return ordering;
    }
    return 0;
  },
  valid: (text) => text !== '' && !/[\s/\\]/.test(text),
};

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let prefix: Token['prefix'] = '.';
  let start = 0;
  for (let index = 0; index <= text.length; index += 1) {
    const code = text.charCodeAt(index);
    const separator = code === 46 ? '.' : code === 45 ? '-' : undefined;
    const turns =
      separator === undefined &&
      index > start &&
      index < text.length &&
      isDigit(code) !== isDigit(text.charCodeAt(index - 1));
    if (separator === undefined && !turns && index < text.length) continue;
    tokens.push(token(prefix, text.slice(start, index), turns && isDigit(code)));
    prefix = separator ?? '-';
    start = separator === undefined ? index : index + 1;
  }
  return tokens;
}

function token(prefix: Token['prefix'], text: string, digitFollows: boolean): Token {
  if (text === '' || isNumeral(text)) return { prefix, text: text || '0', isNumber: true };
  const alias = digitFollows ? beforeDigit.get(text) : undefined;
  return { prefix, text: alias ?? aliases.get(text) ?? text, isNumber: false };
}

/** Drops what says nothing (0, `final`, `ga`) at the end and before each hyphen that is left. */
function trim(tokens: readonly Token[]): Token[] {
  const kept: Token[] = [];
  let trimming = true;
  for (let index = tokens.length - 1; index >= 0; index -= 1) {
    const token = tokens[index];
    if (token === undefined || (trimming && index > 0 && saysNothing(token))) continue;
    kept.push(token);
    trimming = token.prefix === '-';
  }
  return kept.reverse();
}

function saysNothing(token: Token): boolean {
  return token.isNumber ? /^0+$/.test(token.text) : token.text === '';
}

/** What stands for a token that only the other version has: 0 against a dotted number, else the release. */
function pad(token: Token | undefined, other: Token | undefined): Token {
  if (token !== undefined) return token;
  const prefix = other?.prefix ?? '.';
  const isNumber = prefix === '.' && other?.isNumber === true;
  return { prefix, text: isNumber ? '0' : '', isNumber };
}

function compareTokens(a: Token, b: Token): Ordering {
  const rank = order(kindRank(a), kindRank(b));
  if (rank !== 0) return rank;
  if (a.isNumber) return compareNumerals(a.text, b.text);
  return order(qualifierRank(a.text), qualifierRank(b.text)) || order(a.text, b.text);
}

/** `.qualifier` < `-qualifier` < `-number` < `.number`. */
function kindRank(token: Token): number {
  if (token.isNumber) return token.prefix === '.' ? 3 : 2;
  return token.prefix === '.' ? 0 : 1;
}

function qualifierRank(text: string): number {
  const rank = qualifiers.indexOf(text);
  return rank < 0 ? qualifiers.length : rank;
}
