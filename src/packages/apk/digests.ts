// apk's digests of files.
import type { ImageView } from '../../image/view.ts';
import { rowsFromJson } from '../json-rows.ts';
import type { OwnedDigest } from '../owned-digest.ts';
import { isVerifiedPath } from '../verified-paths.ts';
import { visibleFacts } from '../visible-fact.ts';
import { toApkRow } from './database.ts';

/** `apk upgrade` protects files under `etc` from being overwritten (apk-tools, protected paths). */
const configuration = /^etc\//;

export function apkDigests(view: ImageView): readonly OwnedDigest[] {
  return [...visibleFacts(view, 'apk').values()].flatMap((fact) =>
    rowsFromJson(fact.data).rows.flatMap((columns) => {
      const row = toApkRow(columns);
      const digests = row.digests.split('\n');
      return row.files.split('\n').flatMap((path, index): OwnedDigest[] => {
        const digest = digests[index] ?? '';
        if (digest === '' || !isVerifiedPath(path)) return [];
        return [
          {
            path,
            owner: row.name,
            algorithm: 'sha1',
            digest,
            configuration: configuration.test(path),
            database: fact.path,
            layer: fact.layer,
          },
        ];
      });
    }),
  );
}
