// Every committed file that is derived from the sources, apart from dist/: path from the root → text.

/** Pure in its effect: returns what should be there, writes nothing. */
export async function generated(): Promise<ReadonlyMap<string, string>> {
  return new Map();
}
