// The public good instance's trusted root as it was when this version was built: offline, and it says how old it is.
import { z } from 'zod';
import { Bug } from '../../terms/errors.ts';
import { parseTrustedRoot, type TrustedRoot } from './trusted-root.ts';

export const publicMirror = 'https://tuf-repo-cdn.sigstore.dev';
/** The signed metadata that vouches for the seed; it expires, the keys in it rarely change. */
const seedsSchema = z.record(
  z.string(),
  z.object({ 'root.json': z.base64(), targets: z.record(z.string(), z.base64()) }),
);
const metadataSchema = z.object({ signed: z.object({ version: z.int(), expires: z.iso.datetime() }) });

export interface ShippedRoot {
  readonly trustedRoot: TrustedRoot;
  /** When the TUF root that came with it ends. */
  readonly expires: Date;
}

/** The seeds of the package `@sigstore/tuf`, read when asked for; no network. */
export async function shippedRoot(): Promise<ShippedRoot> {
  const module = await import('@sigstore/tuf/seeds.json', { with: { type: 'json' } });
  const seeds = seedsSchema.parse(module.default);
  const seed = seeds[publicMirror];
  const root = seed?.targets['trusted_root.json'];
  if (seed === undefined || root === undefined)
    throw new Bug('the package @sigstore/tuf ships no trusted root');
  const { signed } = metadataSchema.parse(
    JSON.parse(Buffer.from(seed['root.json'], 'base64').toString('utf8')),
  );
  return {
    trustedRoot: parseTrustedRoot(Buffer.from(root, 'base64'), {
      kind: 'shipped',
      version: `${signed.version}`,
    }),
    expires: new Date(signed.expires),
  };
}

/** A sentence when the shipped root is no longer fresh, for the log; undefined while it is. */
export function ageWarning({ expires }: ShippedRoot, now: Date): string | undefined {
  if (now.getTime() < expires.getTime()) return undefined;
  const day = expires.toISOString().slice(0, 10);
  return (
    `the trusted root that ships with this version was vouched for until ${day}: ` +
    'keys that were added or withdrawn since are not known; refresh it (trustedRoot: tuf) or give a file'
  );
}
