// Which packages hold another one back, by package-lock.json: they bundle it, or ask for a range without the fixed version.
import satisfies from 'semver/functions/satisfies.js';
import validRange from 'semver/ranges/valid.js';
import { fieldsOf, isShortText, readJson } from '../../packages/plain-json.ts';
import type { LockFile } from './lock-lines.ts';

export interface Holder {
  readonly name: string;
  readonly version: string;
  readonly bundles: boolean;
}

/** Empty: every package that asks for it lets it be updated; undefined: the lock files do not tell. */
export type FindHolders = (path: string, version: string, needed: string) => readonly Holder[] | undefined;

type Lock = ReadonlyMap<string, ReadonlyMap<string, unknown>>;

const folder = 'node_modules/';

/** `path` of the answer's question: where the package lies in the image. Files are read when the first question comes. */
export function npmHolders(files: readonly LockFile[]): FindHolders {
  let locks: readonly Lock[] | undefined;
  return (path, version, needed) => {
    const start = path.startsWith(folder) ? 0 : path.indexOf(`/${folder}`) + 1;
    const key = path.slice(start).replace(/\/package\.json$/, '');
    if (!key.startsWith(folder)) return undefined;
    locks ??= files.flatMap(({ file, text }) =>
      /(?:^|\/)(?:package-lock|npm-shrinkwrap)\.json$/.test(file) ? [readLock(text)] : [],
    );
    const lock = locks.find((one) => one.get(key)?.get('version') === version);
    return lock === undefined ? undefined : holdersIn(lock, key, needed);
  };
}

/** `packages` of lockfileVersion 2 and 3; empty for older ones. */
function readLock(text: string): Lock {
  const packages = fieldsOf(fieldsOf(readJson(text)).get('packages'));
  return new Map([...packages].map(([key, entry]) => [key, fieldsOf(entry)]));
}

function holdersIn(lock: Lock, key: string, needed: string): readonly Holder[] | undefined {
  if (lock.get(key)?.get('inBundle') === true) {
    const bundler = ancestors(key).find((one) => lock.get(one)?.get('inBundle') !== true);
    const holder = bundler === undefined ? undefined : holderOf(lock, bundler, true);
    return holder === undefined ? undefined : [holder];
  }
  const name = nameOf(key);
  const holders: Holder[] = [];
  for (const [asking, entry] of lock) {
    const range = rangeOf(entry, name);
    if (range === undefined || resolve(lock, asking, name) !== key) continue;
    const admitted = admits(range, needed);
    if (admitted === undefined) return undefined;
    // What the checkout asks for itself is its own to change.
    const holder = admitted || asking === '' ? undefined : holderOf(lock, asking, false);
    if (holder !== undefined) holders.push(holder);
  }
  return holders.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Undefined for tags and addresses, of which nobody can say. */
function admits(range: string, version: string): boolean | undefined {
  const plain = range.replace(/^npm:(?:@[^/]+\/)?[^@]+@/, '');
  return validRange(plain) === null ? undefined : satisfies(version, plain);
}

function rangeOf(entry: ReadonlyMap<string, unknown>, name: string): string | undefined {
  const ranges = ['dependencies', 'optionalDependencies', 'devDependencies'].map((field) =>
    fieldsOf(entry.get(field)).get(name),
  );
  return ranges.find((one) => typeof one === 'string');
}

/** As Node resolves it: beside the one that asks, then in each folder above. */
function resolve(lock: Lock, asking: string, name: string): string | undefined {
  return [asking, ...ancestors(asking), '']
    .map((place) => (place === '' ? `${folder}${name}` : `${place}/${folder}${name}`))
    .find((place) => lock.has(place));
}

/** `node_modules/a` of `node_modules/a/node_modules/b`. */
function ancestors(key: string): readonly string[] {
  const found: string[] = [];
  for (let end = key.lastIndexOf(`/${folder}`); end > 0; end = key.lastIndexOf(`/${folder}`, end - 1))
    found.push(key.slice(0, end));
  return found;
}

function nameOf(key: string): string {
  return key.slice(key.lastIndexOf(folder) + folder.length);
}

function holderOf(lock: Lock, key: string, bundles: boolean): Holder | undefined {
  const version = lock.get(key)?.get('version');
  return isShortText(version) ? { name: nameOf(key), version, bundles } : undefined;
}
