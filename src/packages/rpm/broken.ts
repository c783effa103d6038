// The one way in which readers of rpm's database give up on bytes that cannot be right.
import { ContentError } from '../../terms/refusal.ts';

/** Stops the reading of a database. */
export function broken(message: string): never {
  throw new ContentError({ code: 'unreadable-database', what: 'rpm database', message });
}

/** Big-endian unsigned numbers, refused beyond the end. */
export function uint(bytes: Buffer, at: number, size: 1 | 2 | 4): number {
  if (at < 0 || at + size > bytes.length) broken('a number lies beyond the end');
  return bytes.readUIntBE(at, size);
}

/** `length` bytes at `at`, refused beyond the end; shares memory. */
export function slice(bytes: Buffer, at: number, length: number): Buffer {
  if (at < 0 || length < 0 || at + length > bytes.length) broken('a value lies beyond the end');
  return bytes.subarray(at, at + length);
}
