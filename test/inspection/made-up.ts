// Made-up letters and checksums for secrets, by a seeded generator, so that no secret stands in this repository.
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

export const digits = '0123456789';
export const hex = `${digits}abcdef`;
export const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
export const lower = upper.toLowerCase();
export const base62 = digits + upper + lower;
export const base64 = `${base62}+/`;

let state = 7;

/** `length` characters of an alphabet, no two runs of a length alike. */
export function letters(length: number, alphabet: string = base62): string {
  let text = '';
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    text += alphabet[(state >>> 8) % alphabet.length];
  }
  return text;
}

/** A body and the CRC-32 of it in base 62, as GitHub, npm and Vercel make their tokens. */
export function withChecksum(prefix: string, length = 30): string {
  const body = letters(length);
  let sum = '';
  for (let rest = crc32(body); rest > 0; rest = Math.floor(rest / 62)) sum = `${base62[rest % 62]}${sum}`;
  return `${prefix}_${body}${sum.padStart(6, '0')}`;
}

/** As GitHub makes fine-grained tokens: eight characters of the second part are a SHA-256 of what stands before them. */
export function fineGrained(): string {
  const body = `github_pat_${letters(22)}_${letters(43)}`;
  const bits = [...createHash('sha256').update(body).digest().subarray(0, 5)]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');
  const sum = Array.from({ length: 8 }, (_, at) => parseInt(bits.slice(at * 5, at * 5 + 5), 2));
  return `${body}${sum.map((digit) => `${upper}234567`[digit]).join('')}${letters(8)}`;
}
