// The store's table of contents: the one file whose replacement makes new data visible.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode } from '../image/error-code.ts';
import { UserError } from '../terms/errors.ts';

const hex = z.string().regex(/^[0-9a-f]{64}$/);

const ecosystem = z.object({
  family: z.string().min(1),
  /** Names of files in the generation's folder. */
  index: z.string().regex(/^[\w-]+\.index$/),
  data: z.string().regex(/^[\w-]+\.data$/),
  indexDigest: hex,
  /** Digest of the dump it was made from: equal data, equal digest. */
  digest: hex,
  updated: z.iso.datetime().optional(),
  records: z.int().nonnegative(),
  packages: z.int().nonnegative(),
  /** As the records name them, release included. */
  ecosystems: z.array(z.string()),
  unread: z.object({
    count: z.int().nonnegative(),
    names: z.array(z.string()).readonly(),
    damaged: z.boolean(),
    first: z.string().optional(),
  }),
});

const manifest = z.object({
  format: z.literal(2),
  generation: z.string().regex(/^generation-[\w-]+$/),
  updated: z.iso.datetime().optional(),
  ecosystems: z.array(ecosystem),
  /** Digests of CISA's catalogue and of the list of its ids. */
  knownExploited: z.object({ digest: hex, listDigest: hex }).optional(),
  support: hex.optional(),
});

export type StoreManifest = z.infer<typeof manifest>;
export type StoredEcosystem = z.infer<typeof ecosystem>;

export const manifestName = 'store.json';
export const knownExploitedName = 'known-exploited.txt';
export const supportName = 'support.json';

/** Undefined where there is no store; UserError where there is one that cannot be read. */
export function readManifest(directory: string): StoreManifest | undefined {
  let text: string;
  try {
    text = readFileSync(join(directory, manifestName), 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw unreadable(directory, error);
  }
  try {
    return manifest.parse(JSON.parse(text));
  } catch (cause) {
    throw unreadable(directory, cause);
  }
}

export function unreadable(directory: string, cause?: unknown): UserError {
  const message = `the advisory store in ${directory} cannot be read`;
  return new UserError('not-found', message, 'Run `seaworthy db update` to build it anew.', { cause });
}
