// Tests that tell a secret from what only looks like one: checksums, entropy, placeholders.
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * Whether the last six characters are the CRC-32, in base 62, of what stands between them and the prefix
 * (github.blog 2021-04-05, «Behind GitHub's new authentication token formats»; npm's tokens are made alike).
 */
export function hasTokenChecksum(token: string): boolean {
  const body = token.slice(token.indexOf('_') + 1);
  return base62Of(crc32(body.slice(0, -6))).padStart(6, '0') === body.slice(-6);
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * Whether eight characters behind the first 43 of a fine-grained token's second part are the start of the SHA-256, in
 * base 32, of what stands before them; the last eight are another sum. Source: the rule `kingfisher.github.1`, and a token
 * that it shows.
 */
export function hasFineGrainedChecksum(token: string): boolean {
  const sum = createHash('sha256').update(token.slice(0, -16)).digest().readUIntBE(0, 5);
  let text = '';
  for (let at = 7; at >= 0; at--) text += base32[Math.floor(sum / 32 ** at) % 32];
  return token.slice(-16, -8) === text;
}

function base62Of(value: number): string {
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) text = `${base62[rest % 62]}${text}`;
  return text;
}

/** Shannon entropy in bits a character. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

const placeholders =
  /^(?:\W*|[x*.#_-]+|.*(?:example|placeholder|change[-_ ]?me|your[-_ ]|redacted|dummy|insert|replace[-_ ]?me).*|(?:my|the|some|test|a)?[-_]?(?:pass(?:word|wd|phrase)?|pwd|pw|secret|token|key|user(?:name)?|root|admin|foo|bar|test|none|null|true|false|undefined|hunter2|default|guest)\d{0,4})$/i;

/** Whether a text stands in a place for a secret without being one: `changeme`, `<token>`, `${TOKEN}`, `%s`. */
export function isPlaceholder(text: string): boolean {
  return (
    placeholders.test(text) || /[<>]|\$[{(A-Za-z_]|\{\{|\{[a-z_.]*\}|%[sdvq]|%\(|^@|\.\.\.|^\$/.test(text)
  );
}
