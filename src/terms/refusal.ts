// Content that could not or must not be read: it makes a verdict incomplete and is never dropped silently.
import type { Digest } from './digest.ts';

export type RefusalCode =
  | 'digest-mismatch'
  | 'size-mismatch'
  | 'truncated'
  | 'malformed'
  | 'ambiguous'
  | 'media-type'
  | 'unsupported'
  | 'ceiling'
  | 'encrypted'
  | 'unreadable-database'
  | 'foreign-layer';

/** One thing in an image that was refused. Texts may quote the image: untrusted. */
export interface Refusal {
  readonly code: RefusalCode;
  /** What was refused, such as `layer`, `manifest`, `rpm database`. */
  readonly what: string;
  readonly message: string;
  readonly digest?: Digest;
  readonly path?: string;
}

/** Thrown where content is read; the use case that reads the image records its refusal and goes on. */
export class ContentError extends Error {
  readonly kind = 'content';
  readonly refusal: Refusal;

  constructor(refusal: Refusal, options: { readonly cause?: unknown } = {}) {
    super(refusal.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ContentError';
    this.refusal = refusal;
  }
}
