// rpm's digests of files.
import type { ImageView } from '../../image/view.ts';
import type { FileDigestAlgorithm, OwnedDigest } from '../owned-digest.ts';
import { isVerifiedPath } from '../verified-paths.ts';
import { visibleFacts } from '../visible-fact.ts';
import { folders, rpmAnalyzer, sqliteName } from './analyzer.ts';
import { currentRows } from './current-rows.ts';
import { toRpmRow } from './database.ts';

const byLength: ReadonlyMap<number, FileDigestAlgorithm> = new Map([
  [32, 'md5'],
  [40, 'sha1'],
  [64, 'sha256'],
]);

export function rpmDigests(view: ImageView): readonly OwnedDigest[] {
  const facts = visibleFacts(view, rpmAnalyzer.id);
  return folders.flatMap((folder) => {
    const fact = facts.get(`${folder}${sqliteName}`);
    if (fact === undefined) return [];
    return currentRows(facts, fact).rows.flatMap((columns) => {
      const row = toRpmRow(columns);
      const digests = row.digests.split('\n');
      return row.files.split('\n').flatMap((path, index): OwnedDigest[] => {
        const [flags = '', digest = ''] = (digests[index] ?? '').split(' ');
        const algorithm = byLength.get(digest.length);
        if (algorithm === undefined || !isVerifiedPath(path)) return [];
        const configuration = flags.includes('c');
        return [
          { path, owner: row.name, algorithm, digest, configuration, database: fact.path, layer: fact.layer },
        ];
      });
    });
  });
}
