// Deletions as layers write them (OCI image-spec layer.md §Whiteouts).

export type Whiteout =
  | { readonly kind: 'whiteout'; readonly path: string }
  | { readonly kind: 'opaque'; readonly directory: string }
  /** AUFS's own bookkeeping (`.wh..wh.plnk`, …): it names no file. */
  | { readonly kind: 'bookkeeping' }
  | { readonly kind: 'malformed' };

/** What a path deletes, if its last part is a whiteout's name. */
export function whiteoutOf(path: string): Whiteout | undefined {
  const slash = path.lastIndexOf('/');
  if (!path.startsWith('.wh.', slash + 1)) return undefined;
  const name = path.slice(slash + 5);
  const directory = slash < 0 ? '' : path.slice(0, slash);
  if (name === '.wh..opq') return { kind: 'opaque', directory };
  if (name.startsWith('.wh.')) return { kind: 'bookkeeping' };
  if (name === '' || name === '.' || name === '..') return { kind: 'malformed' };
  return { kind: 'whiteout', path: path.slice(0, slash + 1) + name };
}
