// dpkg's digests of files, put together over the layers of an image.
import type { ImageView } from '../../image/view.ts';
import type { OwnedDigest } from '../owned-digest.ts';
import { visibleFacts } from '../visible-fact.ts';
import { infoFolder, statusFolder, statusPath } from './analyzer.ts';
import { dpkgSumsAnalyzer } from './sums.ts';

export function dpkgDigests(view: ImageView): readonly OwnedDigest[] {
  const configuration: OwnedDigest[] = [];
  const files: OwnedDigest[] = [];
  const edited = new Set<string>();
  for (const { path: database, layer, data } of visibleFacts(view, dpkgSumsAnalyzer.id).values()) {
    if (typeof data !== 'string' || data === '') continue;
    const isStatus = database === statusPath;
    for (const line of data.split('\n')) {
      const rest = line.slice(33);
      const space = isStatus ? rest.indexOf(' ') : -1;
      const path = rest.slice(space + 1);
      const owner = isStatus ? rest.slice(0, space) : ownerOf(database);
      if (isStatus) edited.add(path);
      (isStatus ? configuration : files).push({
        path,
        owner,
        algorithm: 'md5',
        digest: line.slice(0, 32),
        configuration: isStatus,
        database,
        layer,
      });
    }
  }
  return [...configuration, ...files.filter(({ path }) => !edited.has(path))];
}

/** `info/libc6:amd64.md5sums` is that of libc6. */
function ownerOf(database: string): string {
  const folder = database.startsWith(infoFolder) ? infoFolder : statusFolder;
  return database.slice(folder.length, -'.md5sums'.length).split(':')[0] ?? '';
}
