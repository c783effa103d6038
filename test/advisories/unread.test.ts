// Records that cannot be read or judged never let a package pass in silence.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openDump } from '../../src/advisories/dump-source.ts';
import { matchPackages } from '../../src/advisories/match.ts';
import { openStore, storeStatus } from '../../src/advisories/store.ts';
import { buildStore } from '../../src/advisories/store-build.ts';
import { dumpOf, pkg, record, type SampleRecord } from './records.ts';

const options = { asOf: new Date('2026-06-01T00:00:00Z'), layers: [] };
const debian = { id: 'debian', idLike: [], versionId: '12', path: 'etc/os-release', layer: 0 };
const good = record('A-1', 'npm', 'left');
const packages = [pkg('npm', 'left', '1.0.0'), pkg('npm', 'right', '1.0.0')];

async function uncovered(records: readonly (SampleRecord | string)[]) {
  const dump = dumpOf({ npm: records });
  const store = mkdtempSync(join(tmpdir(), 'seaworthy-store-'));
  buildStore(dump, store);
  const both = await Promise.all(
    [openDump(dump), openStore(store)].map((source) => matchPackages(packages, undefined, source, options)),
  );
  const [one, other] = both.map((matching) => ({
    names: matching.uncovered.map(({ name }) => name),
    warnings: matching.warnings,
  }));
  expect(other?.names).toEqual(one?.names);
  return { ...one, malformed: storeStatus(store)?.malformed };
}

describe('a record that cannot be read', () => {
  test.each<[string, SampleRecord | string, readonly string[]]>([
    [
      'leaves the package that it names uncovered',
      '{"id":3,"affected":[{"package":{"ecosystem":"npm","name":"right"}}]}',
      ['right'],
    ],
    [
      'is found when letters of the name are escaped',
      '{"id":3,"affected":[{"package":{"ecosystem":"npm","name":"r\\u0069ght"}}]}',
      ['right'],
    ],
    ['could match nothing when it names no package', '{"id":3,"modified":7}', []],
    [
      'leaves all uncovered when it is no JSON',
      '{"id":"X","affected":[{"package":{"ecosystem":"npm"',
      ['left', 'right'],
    ],
  ])('%s', async (_, text, names) => {
    const found = await uncovered([good, text]);
    expect(found.names).toEqual(names);
    expect(found.warnings).toEqual([expect.stringMatching(/^1 npm advisories could not be read; the first/)]);
    expect(found.malformed).toBe(1);
  });

  test('is no matter when it names others only', async () => {
    const text = '{"id":3,"modified":7,"affected":[{"package":{"ecosystem":"npm","name":"other"}}]}';
    expect((await uncovered([good, text])).names).toEqual([]);
  });
});

test('a version that no order reads leaves the package uncovered, and the scan goes on', async () => {
  const ranges = [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: 'x:1' }] }];
  const broken = { affected: [{ package: { ecosystem: 'Debian:12', name: 'left' }, ranges }] };
  const dump = dumpOf({
    Debian: [record('D-1', 'Debian:12', 'left', broken), record('D-2', 'Debian:12', 'left')],
  });
  const matching = await matchPackages([pkg('deb', 'left', '1.0')], debian, openDump(dump), options);
  expect(matching.findings.map(({ rule }) => rule)).toEqual(['D-2']);
  expect(matching.uncovered.map(({ name }) => name)).toEqual(['left']);
  expect(matching.warnings.join()).toMatch(/D-1 states what no order reads/);
});

test('an entry without any version is told and affects none, as the schema evaluates it', async () => {
  const entry = {
    package: { ecosystem: 'npm', name: 'left' },
    ranges: [{ type: 'GIT', events: [{ introduced: '0' }] }],
  };
  const matching = await matchPackages(
    packages,
    undefined,
    openDump(dumpOf({ npm: [record('A-1', 'npm', 'left', { affected: [entry] })] })),
    options,
  );
  expect([matching.findings, matching.uncovered]).toEqual([[], []]);
  expect(matching.warnings.join()).toMatch(/A-1 states Git commits only/);
});

test('a release that no record speaks of is uncovered, in a dump and in a store', async () => {
  const dump = dumpOf({ Debian: [record('D-1', 'Debian:11', 'left')] });
  const store = mkdtempSync(join(tmpdir(), 'seaworthy-store-'));
  buildStore(dump, store);
  for (const source of [openDump(dump), openStore(store)]) {
    const matching = await matchPackages([pkg('deb', 'left', '1.0')], debian, source, options);
    expect(matching.uncovered.map(({ name }) => name)).toEqual(['left']);
  }
});
