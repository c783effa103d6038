// Content is what its digest and size say, or it is refused; checked while it streams.
import { createHash } from 'node:crypto';
import { type Digest, digestAlgorithm, digestHex, shortDigest } from '../terms/digest.ts';
import { ContentError } from '../terms/refusal.ts';

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

/** Passes the body on; throws ContentError at once when it is too long, at its end when it is short or another. */
export async function* verified(
  body: AsyncIterable<Uint8Array>,
  expected: Expectation,
): AsyncGenerator<Uint8Array, void, undefined> {
  const algorithm = digestAlgorithm(expected.digest);
  const hash = createHash(algorithm);
  const { size } = expected;
  let seen = 0;
  for await (const chunk of body) {
    seen += chunk.length;
    if (size !== undefined && seen > size)
      throw refusal(expected, 'size-mismatch', `is longer than ${size} bytes`);
    hash.update(chunk);
    yield chunk;
  }
  if (size !== undefined && seen < size) {
    throw refusal(expected, 'truncated', `ends after ${seen} of ${size} bytes`);
  }
  const found = hash.digest('hex');
  if (found !== digestHex(expected.digest)) {
    throw refusal(
      expected,
      'digest-mismatch',
      `is not what its name says: its ${algorithm} is ${found.slice(0, 12)}…`,
    );
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
