// The keys that an rpm database holds: what they signed may be installed from anywhere.
import type { ImageView } from '../../image/view.ts';
import { layerThatBrought } from '../bringing-layer.ts';
import { visibleFacts } from '../visible-fact.ts';
import { folders, rpmAnalyzer, sqliteName } from './analyzer.ts';
import { currentRows } from './current-rows.ts';
import { isKeyRow, toRpmRow } from './database.ts';

export interface RpmKey {
  /** Fingerprint in upper-case hex; where the key cannot be read, the id that its entry states. */
  readonly key: string;
  readonly database: string;
  /** Index of the layer that imported it. */
  readonly layer: number;
}

export function rpmKeys(view: ImageView): readonly RpmKey[] {
  const facts = visibleFacts(view, rpmAnalyzer.id);
  return folders.flatMap((folder) => {
    const fact = facts.get(`${folder}${sqliteName}`);
    if (fact === undefined) return [];
    const rows = currentRows(facts, fact).rows.filter(isKeyRow);
    if (rows.length === 0) return [];
    const layerOf = layerThatBrought(view, rpmAnalyzer.id, fact);
    return rows.map((columns): RpmKey => {
      const { signer, version } = toRpmRow(columns);
      const key = signer === '' ? (version.split('-', 1)[0] ?? '').toUpperCase() : signer;
      return { key, database: fact.path, layer: layerOf(columns) };
    });
  });
}
