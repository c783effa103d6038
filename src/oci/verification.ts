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
 * Passes the body on; at its end `tell` is called with the digest in lower-case hex. `placed`: in chunks that hashing
 * threads reach where `size` bytes are worth them, for a reader that is through with each before it asks for the next: the
 * place of the last is another's once all is digested. Else in its own chunks, valid as long as the source says.
 */
export async function* digested(
  body: AsyncIterable<Uint8Array>,
  algorithm: 'sha256' | 'sha512',
  size: number | undefined,
  tell: (hex: string) => void,
  chunks: 'placed' | 'own' = 'placed',
): AsyncGenerator<Uint8Array, void, undefined> {
  const hashing = openHashing(size);
  try {
    const digester = hashing.digester();
    const text = digester.open([algorithm]);
    for await (const chunk of body) {
      for await (const piece of placed([chunk], hashing)) {
        text.update(piece);
        if (chunks === 'placed') yield piece;
      }
      if (chunks === 'own') yield chunk;
    }
    text.end();
    tell((await digester.digests()).toString('hex'));
  } finally {
    hashing.close();
  }
}

/**
 * Passes the body on; throws ContentError at once when it is too long, at its end when it is short or another. `about`: bytes,
 * where their number is a guess. `chunks` as in `digested`: what is still packed is inflated behind its reader's back.
 */
export async function* verified(
  body: AsyncIterable<Uint8Array>,
  expected: Expectation,
  about = expected.size,
  chunks: 'placed' | 'own' = 'own',
): AsyncGenerator<Uint8Array, void, undefined> {
  const algorithm = digestAlgorithm(expected.digest);
  let found = '';
  const tell = (hex: string): void => {
    found = hex;
  };
  yield* digested(ofSize(body, expected), algorithm, about, tell, chunks);
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
