// Python's order (PEP 440); what is no PEP 440 version sorts before all that are, by the older rules.

import { compareNumerals, isNumeral } from './numerals.ts';
import { type Ordering, order, type VersionOrder } from './order.ts';
import { compareLegacy } from './pypi-legacy.ts';

const grammar =
  /^\s*v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(post|rev|r)[-_.]?(\d*))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+([a-z\d]+(?:[-_.][a-z\d]+)*))?\s*$/i;

interface Parts {
  readonly epoch: string;
  readonly release: readonly string[];
  /** 0: before all prereleases, as `1.0.dev1`; 1–3: alpha, beta, candidate; 4: none. */
  readonly phase: number;
  readonly pre: string;
  readonly post: string | undefined;
  readonly dev: string | undefined;
  readonly local: readonly string[];
}

export const pypi: VersionOrder = {
  id: 'pypi',
  compare(a, b) {
    if (a === b) return 0;
    const left = parse(a);
    const right = parse(b);
    if (left === undefined || right === undefined) {
      if (left === right) return compareLegacy(a, b);
      return left === undefined ? -1 : 1;
    }
    return (
      compareNumerals(left.epoch, right.epoch) ||
      compareReleases(left.release, right.release) ||
      order(left.phase, right.phase) ||
      compareNumerals(left.pre, right.pre) ||
      compareOptional(left.post, right.post, -1) ||
      compareOptional(left.dev, right.dev, 1) ||
      compareLocal(left.local, right.local)
    );
  },
  valid: (text) => grammar.test(text),
};

function parse(text: string): Parts | undefined {
  const match = grammar.exec(text);
  if (match === null) return undefined;
  const [, epoch, release, pre, preNumber, implicitPost, post, postNumber, dev, devNumber, local] = match;
  const hasPost = implicitPost !== undefined || post !== undefined;
  const phase = pre === undefined ? (dev !== undefined && !hasPost ? 0 : 4) : phaseOf(pre.toLowerCase());
  return {
    epoch: epoch ?? '',
    release: (release ?? '').split('.'),
    phase,
    pre: preNumber ?? '',
    post: hasPost ? (implicitPost ?? postNumber ?? '') : undefined,
    dev: dev === undefined ? undefined : (devNumber ?? ''),
    local: local === undefined ? [] : local.toLowerCase().split(/[-_.]/),
  };
}

function phaseOf(word: string): number {
  if (word.startsWith('a')) return 1;
  return word.startsWith('b') ? 2 : 3;
}

function compareReleases(a: readonly string[], b: readonly string[]): Ordering {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const ordering = compareNumerals(a[index] ?? '', b[index] ?? '');
    if (ordering !== 0) return ordering;
  }
  return 0;
}

/** `absent`: where a version without the part stands to one with it. */
function compareOptional(a: string | undefined, b: string | undefined, absent: Ordering): Ordering {
  if (a === undefined || b === undefined) {
    if (a === b) return 0;
    return a === undefined ? absent : absent === 1 ? -1 : 1;
  }
  return compareNumerals(a, b);
}

function compareLocal(a: readonly string[], b: readonly string[]): Ordering {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index += 1) {
    const l = a[index] ?? '';
    const r = b[index] ?? '';
    const isNumber = isNumeral(l);
    if (isNumber !== isNumeral(r)) return isNumber ? 1 : -1;
    const ordering = isNumber ? compareNumerals(l, r) : order(l, r);
    if (ordering !== 0) return ordering;
  }
  return order(a.length, b.length);
}
