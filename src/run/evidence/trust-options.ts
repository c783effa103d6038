// Whose signatures count in a run, and what vouches for certificates.
import type { KeyObject } from 'node:crypto';
import { parsePublicKey } from '../../evidence/trust/public-key.ts';
import type { TrustedRoot } from '../../evidence/trust/trusted-root.ts';
import type { Identity, TextMatch } from '../../evidence/verify/signer.ts';
import { UserError } from '../../terms/errors.ts';
import { readGivenText } from '../../terms/given-file.ts';
import type { Outside } from '../outside.ts';
import { noRoot, openRoot, type RootWish } from './trusted-root.ts';

export interface TrustWish extends RootWish {
  /** Files of public keys, or the PEM itself. */
  readonly keys: readonly string[];
  /** A key that is at hand, such as the signer's own. */
  readonly own?: KeyObject;
  /** Certificate identity, exact unless it is called a pattern. */
  readonly identity?: { readonly subject: TextMatch; readonly issuer: TextMatch };
}

export interface Trust {
  readonly identities: readonly Identity[];
  readonly trustedRoot: TrustedRoot;
}

/** UserError `usage` when nobody is trusted; `key`, `policy` for files that cannot be used; those of `openRoot`. */
export async function openTrust(
  wish: TrustWish,
  outside: Pick<Outside, 'clock' | 'log' | 'home'>,
): Promise<Trust> {
  const { identity } = wish;
  const identities: Identity[] = publicKeysOf(wish).map((key) => ({ kind: 'key', key }));
  if (identity !== undefined) identities.push({ kind: 'certificate', ...identity });
  if (identities.length === 0) {
    throw new UserError(
      'usage',
      'nobody is named whose signature counts',
      'Name the public key (--key FILE; --verify-key FILE for gate and promote), or --certificate-identity and --certificate-oidc-issuer.',
    );
  }
  // A root that is named is opened even where only keys count: they may be asked for logs and clocks.
  const named = [identity, wish.trustedRoot, wish.tuf].some((one) => one !== undefined);
  return { identities, trustedRoot: named ? await openRoot(wish, outside) : noRoot() };
}

/** UserError `key`. */
export function publicKeysOf({ keys, own }: TrustWish): readonly KeyObject[] {
  const read = keys.map((key) =>
    isPem(key) ? parsePublicKey(key, 'the key') : parsePublicKey(readKey(key), key),
  );
  return own === undefined ? read : [...read, own];
}

/** A key that stands where a file could be named. */
export function isPem(text: string): boolean {
  return text.trimStart().startsWith('-----BEGIN ');
}

function readKey(file: string): string {
  try {
    return readGivenText(file);
  } catch (cause) {
    throw new UserError('key', `the key ${file} cannot be read`, 'Name a readable file.', { cause });
  }
}
