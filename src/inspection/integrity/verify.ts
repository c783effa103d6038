// Holds the files of an image against the digests of its package databases, as `dpkg --verify` and `rpm -V` do.
import { createHash } from 'node:crypto';
import type { ImageView, LayeredFact } from '../../image/view.ts';
import type { OwnedDigest } from '../../packages/owned-digest.ts';
import { ownedDigests } from '../../packages/owned-digests.ts';
import { visibleFacts } from '../../packages/visible-fact.ts';
import type { Locate } from '../image-files.ts';
import { fileDigestAnalyzer } from './file-digests.ts';

export interface ChangedFile {
  readonly owned: OwnedDigest;
  /** Where the file is. */
  readonly path: string;
  readonly layer: number;
  /** Digest of what is there, in the package's algorithm. */
  readonly actual: string;
}

export interface Verified {
  readonly changed: readonly ChangedFile[];
  readonly missing: readonly OwnedDigest[];
  /** There, but in a place whose files are not digested; configuration apart. */
  readonly unread: readonly OwnedDigest[];
  readonly same: number;
  /** Names of the packages of which the digest of a file is known, configuration apart. */
  readonly owners: ReadonlySet<string>;
}

export function verifyFiles(view: ImageView, locate: Locate): Verified {
  const facts = visibleFacts(view, fileDigestAnalyzer.id);
  const changed: ChangedFile[] = [];
  const missing: OwnedDigest[] = [];
  const owners = new Set<string>();
  const unread: OwnedDigest[] = [];
  let same = 0;
  for (const owned of ownedDigests(view)) {
    if (!owned.configuration) owners.add(owned.owner);
    const found = findFile(view, facts, locate(owned.path), owned);
    if (found.kind === 'missing') missing.push(owned);
    if (found.kind === 'unread' && !owned.configuration) unread.push(owned);
    if (found.kind !== 'there') continue;
    const { path, layer, actual } = found;
    if (actual === owned.digest) same++;
    else changed.push({ owned, path, layer, actual });
  }
  return { changed, missing, unread, same, owners };
}

type Found =
  | { readonly kind: 'missing' }
  | { readonly kind: 'unread' }
  | { readonly kind: 'there'; readonly path: string; readonly layer: number; readonly actual: string };

function findFile(
  view: ImageView,
  facts: ReadonlyMap<string, LayeredFact>,
  place: string,
  { algorithm }: OwnedDigest,
): Found {
  const direct = facts.get(place);
  const known = direct === undefined ? undefined : digestIn(direct, algorithm);
  // A fact that is visible tells that its file is: nothing else has to be asked of most files.
  if (direct !== undefined && known !== undefined) {
    return { kind: 'there', path: place, layer: direct.layer, actual: known };
  }
  const path = direct === undefined ? view.resolve(place) : place;
  const visible = path === undefined ? undefined : view.entry(path);
  if (path === undefined || visible === undefined) return { kind: 'missing' };
  const { entry, layer } = visible;
  if (entry.type !== 'file') return { kind: 'there', path, layer, actual: `a ${entry.type}` };
  if (entry.size === 0) {
    return { kind: 'there', path, layer, actual: createHash(algorithm).digest('hex') };
  }
  const fact = facts.get(path);
  const actual = fact === undefined ? undefined : digestIn(fact, algorithm);
  if (actual !== undefined) return { kind: 'there', path, layer, actual };
  // A link that leads out of the places that are digested was not made by the package.
  return path === place ? { kind: 'unread' } : elsewhere(view, place, path);
}

function elsewhere(view: ImageView, place: string, target: string): Found {
  const link = view.entry(place) ?? view.entry(target);
  return { kind: 'there', path: place, layer: link?.layer ?? 0, actual: `a link to /${target}` };
}

function digestIn({ data }: LayeredFact, algorithm: string): string | undefined {
  if (typeof data !== 'string') return undefined;
  const name = `${algorithm}:`;
  const start = data.startsWith(name) ? 0 : data.indexOf(` ${name}`) + 1;
  if (start === 0 && !data.startsWith(name)) return undefined;
  const end = data.indexOf(' ', start);
  return data.slice(start + name.length, end < 0 ? data.length : end);
}
