// What may be shown of a secret: enough to find it again, too little to use it.
import { createHash } from 'node:crypto';

export interface MaskedSecret {
  /** Characters without white space. */
  readonly length: number;
  /** First and last characters; absent where they would tell too much of a short secret. */
  readonly first?: string;
  readonly last?: string;
  /** First 12 hex digits of its SHA-256; absent where a short secret could be guessed from it. */
  readonly digest?: string;
}

/** Of a secret of 24 characters or more eight are shown, from 16 on four, of a shorter one none. */
export function maskSecret(secret: string): MaskedSecret {
  const plain = plainSecret(secret);
  const shown = plain.length >= 24 ? 4 : plain.length >= 16 ? 2 : 0;
  if (shown === 0) return { length: plain.length };
  return {
    length: plain.length,
    first: plain.slice(0, shown),
    last: plain.slice(-shown),
    digest: digestOf(plain).slice(0, 12),
  };
}

/** `ghp_…Lq17, 40 characters, sha256:0123456789ab…` */
export function maskedText({ first, last, length, digest }: MaskedSecret): string {
  const size = `${length} characters`;
  return digest === undefined ? size : `${first}…${last}, ${size}, sha256:${digest}…`;
}

/** The secret without line breaks, whether real or written `\n` as in JSON. */
export function plainSecret(secret: string): string {
  return secret.replace(/\s|\\[nr]/g, '');
}

export function digestOf(text: string): string {
  return createHash('sha256').update(text, 'latin1').digest('hex');
}
