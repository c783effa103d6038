// Content is what its digest and size say, or it is refused; checked while it streams.
import { createHash } from 'node:crypto';
import { type Digest, digestAlgorithm, digestHex, shortDigest } from '../terms/digest.ts';
import { ContentError } from '../terms/refusal.ts';
import { openHashing, placed } from './hashing/hashing.ts';

export interface Expectation {
  /** What it is, for messages: `layer`, `manifest`. */
  readonly what: string;
  readonly digest: Digest;
  /** Bytes; unknown for content that is named by digest alone. */
  readonly size?: number | undefined;
}

export function digestOf(bytes: Uint8Array, algorithm: 'sha256' | 'sha512' = 'sha256'): Digest {
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}

function refusal(
  expected: Expectation,
  code: 'digest-mismatch' | 'size-mismatch' | 'truncated',
  why: string,
) {
  const { what, digest } = expected;
  return new ContentError({ code, what, digest, message: `the ${what} ${shortDigest(digest)} ${why}` });
}

/**
 * Passes the body on, in chunks that hashing threads reach where `size` bytes are worth them; at its end `tell` is called
 * with the digest in lower-case hex.
 */
export async function* digested(
  body: AsyncIterable<Uint8Array>,
  algorithm: 'sha256' | 'sha512',
  size: number | undefined,
  tell: (hex: string) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const hashing = openHashing(size);
  try {
    const digester = hashing.digester();
    const text = digester.open([algorithm]);
    for await (const { chunk, isLast } of withLast(body)) {
      // Whoever inflates may still work on the last chunk when all is digested and its place is another's: it is lent none.
      const own = isLast ? Buffer.from(chunk) : undefined;
      for await (const piece of placed([own ?? chunk], hashing)) {
        text.update(piece);
        if (own === undefined) yield piece;
      }
      if (own !== undefined) yield own;
    }
    text.end();
    tell((await digester.digests()).toString('hex'));
  } finally {
    hashing.close();
  }
}

/** One ahead, so that the last is known as such: each chunk is valid until the next but one is asked for. */
async function* withLast(
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ readonly chunk: Uint8Array; readonly isLast: boolean }> {
  let held: Uint8Array | undefined;
  for await (const chunk of body) {
    if (held !== undefined) yield { chunk: held, isLast: false };
    held = chunk;
  }
  if (held !== undefined) yield { chunk: held, isLast: true };
}

/** Passes the body on; throws ContentError at once when it is too long, at its end when it is short or another. `about`: bytes, where their number is a guess. */
export async function* verified(
  body: AsyncIterable<Uint8Array>,
  expected: Expectation,
  about = expected.size,
): AsyncGenerator<Uint8Array, void, undefined> {
  const algorithm = digestAlgorithm(expected.digest);
  let found = '';
  yield* digested(ofSize(body, expected), algorithm, about, (hex) => {
    found = hex;
  });
  if (found !== digestHex(expected.digest)) {
    throw refusal(
      expected,
      'digest-mismatch',
      `is not what its name says: its ${algorithm} is ${found.slice(0, 12)}…`,
    );
  }
}

async function* ofSize(body: AsyncIterable<Uint8Array>, expected: Expectation): AsyncGenerator<Uint8Array> {
  const { size } = expected;
  let seen = 0;
  for await (const chunk of body) {
    seen += chunk.length;
    if (size !== undefined && seen > size)
      throw refusal(expected, 'size-mismatch', `is longer than ${size} bytes`);
    yield chunk;
  }
  if (size !== undefined && seen < size) {
    throw refusal(expected, 'truncated', `ends after ${seen} of ${size} bytes`);
  }
}

/** The same check of bytes in memory. */
export function verifyBytes(bytes: Uint8Array, expected: Expectation): void {
  const { size, digest } = expected;
  if (size !== undefined && bytes.length !== size) {
    const code = bytes.length < size ? 'truncated' : 'size-mismatch';
    throw refusal(expected, code, `has ${bytes.length} bytes, not ${size}`);
  }
  const found = digestOf(bytes, digestAlgorithm(digest));
  if (found === digest) return;
  throw refusal(expected, 'digest-mismatch', `is not what its name says: it is ${shortDigest(found)}`);
}
