// A hard link has no body of its own: whether an analyzer that wants it by its name was given its target.
import type { Analyzer, Entry, FactSink } from './analyzer.ts';

/** For asking only: nothing that an analyzer says of a supposed file counts. */
const deaf: FactSink = {
  fact: () => undefined,
  digests: () => ({ write: () => undefined, end: () => undefined }),
  refuse: () => undefined,
};

/**
 * Ids of the analyzers that would read a file at the link's place, but not at its target's. They judge by the name,
 * and the bytes went by under another one.
 */
export function unreadBy(analyzers: readonly Analyzer[], link: Entry, target: string): string[] {
  const wants = (analyzer: Analyzer, path: string): boolean =>
    analyzer.open({ ...link, path, type: 'file', size: 0 }, deaf) !== undefined;
  return analyzers
    .filter((analyzer) => wants(analyzer, link.path) && !wants(analyzer, target))
    .map(({ id }) => id);
}
