// Which records changed between two lists `modified_id.csv` of one ecosystem (google.github.io/osv.dev/data).

export type Changes =
  | { readonly kind: 'few'; readonly ids: readonly string[] }
  /** Too many, or records are gone, or an id is none that could be a file's name: the whole is cheaper or safer. */
  | { readonly kind: 'many' };

/** Asking for each costs a round trip; a zip of ten thousands of records about as much as this many. */
export const fewChanges = 200;

/** Both lists have lines `<instant>,<id>`. */
export function changedIds(before: string, now: string): Changes {
  const old = instants(before);
  const current = instants(now);
  const ids = [...current].filter(([id, instant]) => old.get(id) !== instant).map(([id]) => id);
  const isKept = [...old.keys()].every((id) => current.has(id));
  const areNames = ids.every((id) => /^[A-Za-z0-9][\w.:+-]*$/.test(id));
  return isKept && areNames && ids.length <= fewChanges ? { kind: 'few', ids: ids.sort() } : { kind: 'many' };
}

function instants(list: string): ReadonlyMap<string, string> {
  return new Map(
    list.split('\n').flatMap((line): [string, string][] => {
      const comma = line.indexOf(',');
      return comma < 0 ? [] : [[line.slice(comma + 1).trim(), line.slice(0, comma)]];
    }),
  );
}
