// Looks for secrets in a text or in bytes: keywords first, then the form, then what only its issuer could make right.
import { type KeywordScan, keywordScan } from './keyword-scan.ts';
import { knownSamples } from './known-samples.ts';
import { digestOf, type MaskedSecret, maskSecret, plainSecret } from './masked-secret.ts';
import { entropyOf } from './secret-checks.ts';
import type { SecretPattern } from './secret-pattern.ts';
import { secretPatterns } from './secret-patterns.ts';

/** One secret, which itself is not kept. */
export interface FoundSecret {
  readonly pattern: SecretPattern;
  /** Where it stands: characters of a text, bytes of a body; `end` not included. */
  readonly start: number;
  readonly end: number;
  readonly masked: MaskedSecret;
}

const before = 512;
const defaultReach = 1024;

const everywhere = secretPatterns.filter(({ files }) => files === undefined);
const bound = secretPatterns.filter(({ files }) => files !== undefined);
/** Any path that a kind is bound to; most paths are told apart by this one test. */
const boundPath = new RegExp(bound.map(({ files }) => `(?:${files?.source})`).join('|'));
const rank = new Map(secretPatterns.map((pattern, index) => [pattern, index]));
const words = everywhere.flatMap((pattern) => pattern.keywords.map((word) => ({ word, pattern })));

/** Made when first asked for: a run that reads no layer looks for nothing. */
let scan: KeywordScan | undefined;

/** Pairs of a keyword and its place in what is being searched. */
const hits: number[] = [];
const note = (keyword: number, at: number): number => hits.push(keyword, at);

/**
 * Secrets in a text, in order. `path`: where the text comes from; some kinds are known only by their file, such as
 * `.npmrc`. Known samples and placeholders are none.
 */
export function findSecrets(text: string, path = ''): readonly FoundSecret[] {
  const bytes = Buffer.from(text, 'latin1');
  return searchSecrets(bytes, bytes.length, path, (start, end) => text.slice(start, end));
}

/** The text with each secret replaced by what may be shown of it. */
export function redactSecrets(text: string, path = ''): string {
  let shown = '';
  let done = 0;
  for (const { start, end, masked } of findSecrets(text, path)) {
    shown += `${text.slice(done, start)}[redacted: ${masked.length} characters]`;
    done = end;
  }
  return shown + text.slice(done);
}

/** As `findSecrets`, over the first `length` of `bytes`. */
export function searchSecrets(
  bytes: Buffer,
  length: number,
  path: string,
  slice = (start: number, end: number): string => bytes.toString('latin1', start, end),
): readonly FoundSecret[] {
  hits.length = 0;
  scan ??= keywordScan(words.map(({ word }) => word));
  scan(bytes, length, note);
  const isBound = boundPath.test(path);
  if (hits.length === 0 && !isBound) return [];
  const found: FoundSecret[] = [];
  for (const [pattern, spans] of spansOf(length)) {
    for (const [start, end] of spans) matchAll(pattern, slice(start, end), start, found);
  }
  for (const pattern of isBound ? bound : []) {
    if (pattern.files?.test(path) === true) matchAll(pattern, slice(0, length), 0, found);
  }
  return withoutOverlaps(found);
}

/** Stretches around keywords in which each kind is looked for; those that meet are one. */
function spansOf(length: number): Map<SecretPattern, [number, number][]> {
  const spans = new Map<SecretPattern, [number, number][]>();
  for (let i = 0; i < hits.length; i += 2) {
    const pattern = words[hits[i] ?? 0]?.pattern;
    const at = hits[i + 1] ?? 0;
    if (pattern === undefined) continue;
    const start = Math.max(0, at - before);
    const end = Math.min(length, at + (pattern.reach ?? defaultReach));
    const known = spans.get(pattern);
    const last = known?.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = end;
    else if (known !== undefined) known.push([start, end]);
    else spans.set(pattern, [[start, end]]);
  }
  return spans;
}

function matchAll(pattern: SecretPattern, text: string, offset: number, found: FoundSecret[]): void {
  for (const match of text.matchAll(pattern.pattern)) {
    const secret = (match.groups?.secret ?? match[0]).trimEnd();
    if (pattern.entropy !== undefined && entropyOf(secret) < pattern.entropy) continue;
    if (pattern.check?.(secret) === false) continue;
    if (knownSamples.has(digestOf(plainSecret(secret)))) continue;
    const start = offset + match.index + match[0].lastIndexOf(secret);
    found.push({ pattern, start, end: start + secret.length, masked: maskSecret(secret) });
  }
}

/** Where two kinds claim the same characters, the one named first in the patterns counts. */
function withoutOverlaps(found: FoundSecret[]): readonly FoundSecret[] {
  const taken: FoundSecret[] = [];
  for (const one of found.sort((a, b) => (rank.get(a.pattern) ?? 0) - (rank.get(b.pattern) ?? 0))) {
    if (!taken.some((other) => one.start < other.end && other.start < one.end)) taken.push(one);
  }
  return taken.sort((a, b) => a.start - b.start);
}
