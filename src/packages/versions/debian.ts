// Debian's order (Debian policy §5.6.12, deb-version(7)); Ubuntu and other dpkg distributions share it.
import { ContentError } from '../../terms/refusal.ts';
import { compareNumerals, digitsEnd, isDigit, isNumeral } from './numerals.ts';
import { type Ordering, order, type VersionOrder } from './order.ts';

interface Parts {
  readonly epoch: string;
  readonly upstream: string;
  readonly revision: string;
}

export const debian: VersionOrder = {
  id: 'debian',
  /** Throws ContentError where the text before the first colon is no number, as dpkg refuses it. */
  compare(a, b) {
    if (a === b && !a.includes(':')) return 0;
    const left = split(a);
    const right = split(b);
    return (
      compareNumerals(left.epoch, right.epoch) ||
      compareParts(left.upstream, right.upstream) ||
      compareParts(left.revision, right.revision)
    );
  },
  valid: (text) => /^(?:\d+:[\d][\w.+~:-]*|\d[\w.+~-]*)$/.test(text) && !text.includes('_'),
};

function split(text: string): Parts {
  const version = text.trim();
  const colon = version.indexOf(':');
  const epoch = colon < 0 ? '' : version.slice(0, colon);
  if (colon >= 0 && !isNumeral(epoch)) {
    throw new ContentError({
      code: 'malformed',
      what: 'version',
      message: `the Debian version ${JSON.stringify(text.slice(0, 100))} has an epoch that is no number`,
    });
  }
  const rest = version.slice(colon + 1);
  const dash = rest.lastIndexOf('-');
  return {
    epoch,
    upstream: dash < 0 ? rest : rest.slice(0, dash),
    revision: dash < 0 ? '' : rest.slice(dash + 1),
  };
}

/** Alternates text, character by character, and numbers, until one of them differs. */
function compareParts(a: string, b: string): Ordering {
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    while ((i < a.length && !isDigit(a.charCodeAt(i))) || (j < b.length && !isDigit(b.charCodeAt(j)))) {
      const ordering = order(weight(a, i), weight(b, j));
      if (ordering !== 0) return ordering;
      i += 1;
      j += 1;
    }
    const iEnd = digitsEnd(a, i);
    const jEnd = digitsEnd(b, j);
    const ordering = compareNumerals(a.slice(i, iEnd), b.slice(j, jEnd));
    if (ordering !== 0) return ordering;
    i = iEnd;
    j = jEnd;
  }
  return 0;
}

/** A tilde sorts before the end, the end (and a digit) before letters, letters before all else. */
function weight(text: string, index: number): number {
  if (index >= text.length) return 0;
  const code = text.charCodeAt(index);
  if (isDigit(code)) return 0;
  if (code === 126) return -1;
  const isLetter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return isLetter ? code : code + 65_536;
}
