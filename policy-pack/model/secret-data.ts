// Values of a Secret or ConfigMap, whichever of its fields carry them.
import { Buffer } from 'node:buffer';
import type { Resource } from './resource.ts';
import { at, child, type Tree } from './tree.ts';
import { mapAt, textAt } from './typed.ts';

export interface DataEntry {
  readonly key: string;
  /** Decoded text; `undefined` where it is not known. Never to be printed for a Secret. */
  readonly text: string | undefined;
  readonly path: readonly string[];
}

/** Entries of `data` and `stringData` of a Secret, one view: `stringData` wins, base64 is decoded. */
export function secretEntries(resource: Resource): readonly DataEntry[] {
  return merge([
    ...entriesAt(resource.tree, 'data', decodeBase64),
    ...entriesAt(resource.tree, 'stringData', (text) => text),
  ]);
}

/** Entries of `data` and `binaryData` of a ConfigMap. */
export function configEntries(resource: Resource): readonly DataEntry[] {
  return merge([
    ...entriesAt(resource.tree, 'data', (text) => text),
    ...entriesAt(resource.tree, 'binaryData', decodeBase64),
  ]);
}

function entriesAt(tree: Tree, field: string, decode: (text: string) => string | undefined): DataEntry[] {
  const found = mapAt(tree, [field]);
  if (found.kind !== 'known') return [{ key: '', text: undefined, path: [field] }];
  const map = found.value ?? {};
  return Object.keys(map).map((key) => {
    const value = textAt(child(map, key), []);
    const text = value.kind === 'known' ? value.value : undefined;
    return { key, text: text === undefined ? undefined : decode(text), path: [field, key] };
  });
}

function merge(entries: readonly DataEntry[]): readonly DataEntry[] {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

function decodeBase64(text: string): string | undefined {
  const compact = text.replace(/\s/g, '');
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) return undefined;
  return Buffer.from(compact, 'base64').toString('utf8');
}

/** Whether an object says that its type carries secrets by itself. */
export function isSecret(resource: Resource): boolean {
  return resource.kind === 'Secret' && resource.group === '' && at(resource.tree, []).kind === 'known';
}
