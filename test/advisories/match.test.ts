// What a user is told of an inventory, from a dump, a store and the API alike.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openDump } from '../../src/advisories/dump-source.ts';
import { matchPackages } from '../../src/advisories/match.ts';
import { openOsvDev } from '../../src/advisories/osv-dev.ts';
import { openStore } from '../../src/advisories/store.ts';
import { buildStore } from '../../src/advisories/store-build.ts';
import { openHttpClient } from '../../src/http/client.ts';
import type { Package } from '../../src/terms/package.ts';
import { type OsvServer, startOsvServer } from '../servers/osv.ts';
import { dumpOf, pkg, record, type SampleRecord } from './records.ts';

const options = { asOf: new Date('2026-06-01T00:00:00Z'), layers: [] };
const alma = { id: 'almalinux', idLike: [], versionId: '9.4', path: 'etc/os-release', layer: 0 };

async function rules(
  family: string,
  records: readonly (SampleRecord | string)[],
  packages: readonly Package[],
) {
  const { findings } = await matchPackages(packages, alma, openDump(dumpOf({ [family]: records })), options);
  return findings.map((one) => `${one.rule} ${one.severity}`);
}

describe('matching', () => {
  const npm = (id: string, more: object = {}) => record(id, 'npm', 'left', more);
  const left = pkg('npm', 'left', '1.0.0');
  test.each<[string, readonly SampleRecord[], Package, readonly string[]]>([
    ['an affected version is found', [npm('A-1')], left, ['A-1 unknown']],
    ['the fixed version is not', [npm('A-1')], pkg('npm', 'left', '2.0.0'), []],
    ['a withdrawn record is skipped', [npm('A-1', { withdrawn: '2026-02-01T00:00:00Z' })], left, []],
    ['a record published later is hidden', [npm('A-1', { published: '2026-07-01T00:00:00Z' })], left, []],
    ['what an OS package owns is matched there', [npm('A-1')], { ...left, ownedBy: 'pkg:rpm/x' }, []],
    [
      'aliases are one finding, the CVE first',
      [npm('A-1', { aliases: ['CVE-2026-1'] }), npm('B-1', { aliases: ['CVE-2026-1'] })],
      left,
      ['CVE-2026-1 unknown'],
    ],
    ['a malicious package is critical', [npm('MAL-2026-1')], left, ['MAL-2026-1 critical']],
    [
      'the vendor word beats CVSS',
      [
        npm('A-1', {
          database_specific: { severity: 'LOW' },
          severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
        }),
      ],
      left,
      ['A-1 low'],
    ],
    [
      'CVSS grades where no word is',
      [
        npm('A-1', {
          severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
        }),
      ],
      left,
      ['A-1 critical'],
    ],
  ])('%s', async (_, records, one, expected) => {
    expect(await rules('npm', records, [one])).toEqual(expected);
  });

  test('PyPI and Go names and versions are compared as their ecosystems write them', async () => {
    const py = record('PYSEC-1', 'PyPI', 'zope-interface');
    expect(await rules('PyPI', [py], [pkg('pypi', 'Zope.Interface', '1.0')])).toEqual(['PYSEC-1 unknown']);
    expect(
      await rules('Go', [record('GO-1', 'Go', 'stdlib')], [pkg('golang', 'stdlib', 'go1.21rc2')]),
    ).toEqual(['GO-1 unknown']);
  });
});

describe('store and API', () => {
  const records = ['A-1', 'A-2', 'A-3'].map((id) => record(id, 'npm', 'left'));
  const packages = [pkg('npm', 'left', '1.0.0')];
  const client = openHttpClient();
  let server: OsvServer;
  beforeAll(async () => {
    server = await startOsvServer({ records, pageSize: 1 });
  });
  afterAll(async () => {
    client.close();
    await server.stop();
  });

  test('the API answers page by page with the same findings as dump and store', async () => {
    const dump = dumpOf({ npm: records });
    const place = mkdtempSync(join(tmpdir(), 'seaworthy-store-'));
    buildStore(dump, place);
    const now = options.asOf;
    const api = openOsvDev({ client, base: server.base, now });
    const all = await Promise.all(
      [openDump(dump), openStore(place), api].map((one) => matchPackages(packages, undefined, one, options)),
    );
    expect(all[0]?.findings).toHaveLength(3);
    expect(all[1]?.findings).toEqual(all[0]?.findings);
    expect(all[2]?.findings).toEqual(all[0]?.findings);
    expect(all[1]?.snapshot.digest).toBe(all[0]?.snapshot.digest);
    expect(server.batches).toEqual([1, 1, 1]);
  });

  test('of OSV.dev only what it knows is covered, and a detail that cannot be read leaves its package uncovered', async () => {
    const broken = { ...record('B-1', 'npm', 'broken'), severity: 'high' };
    const other = await startOsvServer({ records: [...records, broken] });
    const api = openOsvDev({ client, base: other.base, now: options.asOf });
    const asked = [...packages, pkg('npm', 'broken', '1.0.0'), pkg('conan', 'zlib', '1.0.0')];
    const matching = await matchPackages(asked, undefined, api, options);
    await other.stop();
    expect(matching.findings).toHaveLength(3);
    expect(matching.uncovered.map(({ name }) => name)).toEqual(['broken', 'zlib']);
    expect(matching.warnings.join()).toMatch(/B-1 severity is no list/);
    expect(other.batches).toEqual([2]);
  });

  test('a store that is open goes on through updates; a damaged one is refused', async () => {
    const place = mkdtempSync(join(tmpdir(), 'seaworthy-store-'));
    buildStore(dumpOf({ npm: records }), place);
    const open = openStore(place);
    buildStore(dumpOf({ npm: [] as SampleRecord[], PyPI: [record('P-1', 'PyPI', 'x')] }), place);
    const { generation } = buildStore(dumpOf({ npm: [records[0] ?? record('A', 'npm', 'left')] }), place);
    expect((await matchPackages(packages, undefined, open, options)).findings).toHaveLength(3);
    await open.close();
    writeFileSync(join(place, generation, '0.data'), 'damaged');
    await expect(matchPackages(packages, undefined, openStore(place), options)).rejects.toThrow(
      /cannot be read/,
    );
  });
});
