// Writes advisories as a dump that `--advisories` reads: one JSON file a record, an index of dates, no severity unless given.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SmallAdvisory {
  readonly id: string;
  readonly ecosystem: string;
  readonly name: string;
  readonly fixed?: string;
  readonly published?: string;
  readonly modified?: string;
  /** A CVSS v3 vector. */
  readonly vector?: string;
}

export function osvRecord(one: SmallAdvisory): object {
  const fixed = one.fixed === undefined ? [] : [{ fixed: one.fixed }];
  return {
    schema_version: '1.7.0',
    id: one.id,
    modified: one.modified ?? '2026-10-21T00:00:00Z',
    published: one.published ?? '2026-10-15T00:00:00Z',
    ...(one.vector === undefined ? {} : { severity: [{ type: 'CVSS_V3', score: one.vector }] }),
    affected: [
      {
        package: { ecosystem: one.ecosystem, name: one.name },
        ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, ...fixed] }],
      },
    ],
  };
}

/** Writes `directory/<family>/<id>.json`; returns the directory. */
export function writeAdvisories(directory: string, records: readonly SmallAdvisory[]): string {
  for (const one of records) {
    const folder = join(directory, one.ecosystem.split(':')[0] ?? '');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${one.id}.json`), JSON.stringify(osvRecord(one)));
  }
  return directory;
}
