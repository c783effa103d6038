// The trusted root of a run: from a file, from a TUF repository, or the one that ships; none where keys alone count.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { readTrustedRoot } from '../../evidence/trust/root-file.ts';
import { ageWarning, shippedRoot } from '../../evidence/trust/shipped-root.ts';
import { parseTrustedRoot, type TrustedRoot } from '../../evidence/trust/trusted-root.ts';
import type { TufSource } from '../../evidence/trust/tuf-root.ts';
import { UserError } from '../../terms/errors.ts';
import { readGiven } from '../../terms/given-file.ts';
import type { Outside } from '../outside.ts';

/** A root that trusts nobody: keys alone need none, and no certificate passes it. */
const emptyRoot = '{"mediaType":"application/vnd.dev.sigstore.trustedroot+json;version=0.1"}';

export function noRoot(): TrustedRoot {
  return parseTrustedRoot(Buffer.from(emptyRoot), { kind: 'shipped', version: 'none' });
}

export interface TufWish {
  /** Base URL of another mirror than the public one. */
  readonly url?: string;
  /** File of the `root.json` to start from. */
  readonly root?: string;
}

export interface RootWish {
  /** A file, its very text, or `tuf`; the shipped root where both are absent. */
  readonly trustedRoot?: string;
  readonly tuf?: TufWish;
}

/** UserError `usage` for a mirror without its first root. */
export function tufSource({ url, root }: TufWish, { home }: Pick<Outside, 'home'>): TufSource {
  if (url !== undefined && !URL.canParse(url)) {
    throw new UserError('usage', '--tuf-url is no address', 'Write it with https://.');
  }
  if ((url === undefined) !== (root === undefined)) {
    const fix = 'Give --tuf-url and --tuf-root together: a mirror is believed by its first root.json.';
    throw new UserError('usage', 'a TUF mirror is an address and the root to start from', fix);
  }
  if (url === undefined || root === undefined) return { cache: join(home, 'tuf') };
  // What was kept for a mirror is believed by the root it began with: another root begins anew.
  const start = createHash('sha256').update(readFirstRoot(root)).digest('hex').slice(0, 16);
  return { cache: join(home, 'tuf', start), mirror: url, root };
}

function readFirstRoot(file: string): Buffer {
  try {
    return readGiven(file);
  } catch (cause) {
    const fix = 'Name the root.json that the TUF repository was started with, or a later one.';
    throw new UserError('policy', `the TUF root ${file} cannot be read`, fix, { cause });
  }
}

/** Errors: UserError for files and addresses; OutsideError when a TUF mirror cannot be had or is not believed. */
export async function openRoot(
  { trustedRoot, tuf }: RootWish,
  outside: Pick<Outside, 'clock' | 'log' | 'home'>,
): Promise<TrustedRoot> {
  if (tuf !== undefined && trustedRoot !== undefined && trustedRoot !== 'tuf') {
    throw new UserError('usage', 'two trusted roots are named', 'Give --trusted-root or --tuf-url.');
  }
  if (tuf !== undefined || trustedRoot === 'tuf') {
    const { fetchTrustedRoot } = await import('../../evidence/trust/tuf-root.ts');
    return fetchTrustedRoot(tufSource(tuf ?? {}, outside));
  }
  if (trustedRoot?.trimStart().startsWith('{') === true) {
    return parseTrustedRoot(Buffer.from(trustedRoot), { kind: 'file', path: 'trusted_root.json' });
  }
  if (trustedRoot !== undefined) return readTrustedRoot(trustedRoot);
  const shipped = await shippedRoot();
  const warning = ageWarning(shipped, outside.clock.now());
  if (warning !== undefined) outside.log.warn(warning);
  return shipped.trustedRoot;
}
