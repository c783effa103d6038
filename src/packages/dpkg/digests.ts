// dpkg's digests of files, put together over the layers of an image.
import type { ImageView, LayeredFact } from '../../image/view.ts';
import type { OwnedDigest } from '../owned-digest.ts';
import { visibleFacts } from '../visible-fact.ts';
import { infoFolder, statusFolder, statusPath } from './analyzer.ts';
import { diversionsOf } from './diversions.ts';
import { dpkgSumsAnalyzer } from './sums.ts';

/** Configuration files first; a path that the status names is not repeated from `md5sums`. Diverted files where they are. */
export function* dpkgDigests(view: ImageView): Generator<OwnedDigest, void, undefined> {
  const edited = new Set<string>();
  const { locate } = diversionsOf(view);
  const facts = visibleFacts(view, dpkgSumsAnalyzer.id);
  for (const fact of facts.values()) {
    if (fact.path !== statusPath) continue;
    for (const line of linesOf(fact)) {
      const space = line.indexOf(' ', 33);
      const path = line.slice(space + 1);
      const owner = line.slice(33, space);
      edited.add(path);
      yield owned(fact, locate(path, owner), owner, line.slice(0, 32), true);
    }
  }
  for (const fact of facts.values()) {
    if (fact.path === statusPath) continue;
    const owner = ownerOf(fact.path);
    for (const line of linesOf(fact)) {
      const path = line.slice(33);
      if (!edited.has(path)) yield owned(fact, locate(path, owner), owner, line.slice(0, 32), false);
    }
  }
}

function linesOf({ data }: LayeredFact): string[] {
  return typeof data !== 'string' || data === '' ? [] : data.split('\n');
}

function owned(
  { path: database, layer }: LayeredFact,
  path: string,
  owner: string,
  digest: string,
  configuration: boolean,
): OwnedDigest {
  return { path, owner, algorithm: 'md5', digest, configuration, database, layer };
}

/** `info/libc6:amd64.md5sums` is that of libc6. */
function ownerOf(database: string): string {
  const folder = database.startsWith(infoFolder) ? infoFolder : statusFolder;
  return database.slice(folder.length, -'.md5sums'.length).split(':')[0] ?? '';
}
