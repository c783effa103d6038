// Whose signatures count in a run, and what vouches for certificates.
import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parsePublicKey } from '../evidence/trust/public-key.ts';
import { readTrustedRoot } from '../evidence/trust/root-file.ts';
import { ageWarning, shippedRoot } from '../evidence/trust/shipped-root.ts';
import { parseTrustedRoot, type TrustedRoot } from '../evidence/trust/trusted-root.ts';
import type { Identity, TextMatch } from '../evidence/verify/signer.ts';
import { UserError } from '../terms/errors.ts';
import type { Outside } from './outside.ts';

export interface TrustWish {
  /** Files of public keys. */
  readonly keys: readonly string[];
  /** A key that is at hand, such as the signer's own. */
  readonly own?: KeyObject;
  /** Certificate identity, exact unless it is called a pattern. */
  readonly identity?: { readonly subject: TextMatch; readonly issuer: TextMatch };
  /** File of a trusted root; the shipped one where absent. */
  readonly trustedRoot?: string;
}

export interface Trust {
  readonly identities: readonly Identity[];
  readonly trustedRoot: TrustedRoot;
}

/** A root that trusts nobody: keys alone need none, and no certificate passes it. */
const emptyRoot = '{"mediaType":"application/vnd.dev.sigstore.trustedroot+json;version=0.1"}';

/** UserError `usage` when nobody is trusted; `key`, `policy` for files that cannot be used. */
export async function openTrust(wish: TrustWish, outside: Pick<Outside, 'clock' | 'log'>): Promise<Trust> {
  const { keys, identity } = wish;
  const identities: Identity[] = keys.map((file) => ({
    kind: 'key',
    key: parsePublicKey(readKey(file), file),
  }));
  if (wish.own !== undefined) identities.push({ kind: 'key', key: wish.own });
  if (identity !== undefined) identities.push({ kind: 'certificate', ...identity });
  if (identities.length === 0) {
    throw new UserError(
      'usage',
      'nobody is named whose signature counts',
      'Name --key FILE, or --certificate-identity and --certificate-oidc-issuer.',
    );
  }
  return { identities, trustedRoot: await rootOf(wish, outside) };
}

async function rootOf(wish: TrustWish, { clock, log }: Pick<Outside, 'clock' | 'log'>): Promise<TrustedRoot> {
  if (wish.trustedRoot !== undefined) return readTrustedRoot(wish.trustedRoot);
  if (wish.identity === undefined) {
    return parseTrustedRoot(Buffer.from(emptyRoot), { kind: 'shipped', version: 'none' });
  }
  const shipped = await shippedRoot();
  const warning = ageWarning(shipped, clock.now());
  if (warning !== undefined) log.warn(warning);
  return shipped.trustedRoot;
}

function readKey(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UserError('key', `the key ${file} cannot be read`, 'Name a readable file.', { cause });
  }
}
