// np-guard's manifest sets: every expected connection, exactly, and nothing else.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifests } from '../../../policy-pack/model/manifests.ts';
import { buildStack } from '../../../policy-pack/model/stack.ts';
import { listConnections } from '../../../policy-pack/reach/listing.ts';
import { reachability } from '../../../policy-pack/reach/reachability.ts';
import type { Suite } from '../suite.ts';

interface ExpectedRow {
  readonly src: string;
  readonly dst: string;
  readonly conn: string;
}

export const suite: Suite = {
  name: 'network-policy',
  run: async (folder) => {
    const cases: readonly { name: string; dir: string }[] = JSON.parse(
      readFileSync(join(folder, 'cases.json'), 'utf8'),
    );
    const failures: string[] = [];
    for (const { name, dir } of cases) {
      const expected: readonly ExpectedRow[] = JSON.parse(
        readFileSync(join(folder, dir, 'expected-connlist.json'), 'utf8'),
      );
      const wanted = new Set(expected.map((row) => `${row.src} => ${row.dst} : ${row.conn}`));
      const got = rowsOf(join(folder, dir, 'manifests'));
      const missing = [...wanted].filter((row) => !got.has(row));
      const extra = [...got].filter((row) => !wanted.has(row));
      if (missing.length + extra.length > 0) {
        failures.push(
          `${name}: ${missing.length} missing, ${extra.length} more; first: ${missing[0] ?? '-'} | ${extra[0] ?? '-'}`,
        );
      }
    }
    return { passed: cases.length - failures.length, total: cases.length, failures };
  },
};

function rowsOf(folder: string): Set<string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const manifests = readManifests(files.map((file) => ({ file, text: readFileSync(file, 'utf8') })));
  const rows = new Set<string>();
  listConnections(reachability(buildStack(manifests.resources, manifests.opaque)), (row) => {
    rows.add(
      `${row.source} => ${row.destination} : ${row.unknown === undefined ? row.connection : `unknown ${row.unknown}`}`,
    );
  });
  return rows;
}
