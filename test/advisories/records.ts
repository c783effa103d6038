// Advisory records and packages for tests, written into a dump folder.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Package } from '../../src/terms/package.ts';

export interface SampleRecord {
  readonly id: string;
  readonly [key: string]: unknown;
}

export function record(
  id: string,
  ecosystem: string,
  name: string,
  more: object = {},
): SampleRecord & {
  readonly modified: string;
  readonly affected: readonly { readonly package: { readonly ecosystem: string; readonly name: string } }[];
} {
  const events = [{ introduced: '0' }, { fixed: '2.0.0' }];
  const ranges = [{ type: 'ECOSYSTEM', events }];
  const entry = { package: { ecosystem, name }, ranges };
  return {
    id,
    modified: '2026-01-02T00:00:00Z',
    published: '2026-01-01T00:00:00Z',
    affected: [entry],
    ...more,
  };
}

/** A dump folder with the records as JSON files. */
export function dumpOf(records: Readonly<Record<string, readonly (SampleRecord | string)[]>>): string {
  const root = mkdtempSync(join(tmpdir(), 'seaworthy-dump-'));
  for (const [family, list] of Object.entries(records)) {
    mkdirSync(join(root, family));
    list.forEach((one, index) => {
      const text = typeof one === 'string' ? one : JSON.stringify(one);
      writeFileSync(join(root, family, `${index}.json`), text);
    });
  }
  return root;
}

export function pkg(type: string, name: string, version: string, more: Partial<Package> = {}): Package {
  return { purl: `pkg:${type}/${name}@${version}`, type, name, version, path: 'db', layer: 0, ...more };
}
