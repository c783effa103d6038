// rpm packages in an image, from databases that SQLite itself wrote.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from '@jest/globals';
import { rpm } from '../../../src/packages/rpm/format.ts';
import { damage, dice } from '../../fuzz/harness.ts';
import { type Files, inventoryOf, packageNamed, refusalLines } from '../image-of.ts';
import { database, named } from './databases.ts';

const os = { 'etc/os-release': 'ID=rhel\nVERSION_ID=9.4\n' };
const path = 'var/lib/rpm/rpmdb.sqlite';

/** A database whose two last changes stand only in its log, that log, and the database with both in it. */
function writeAhead(): { first: Buffer; second: Buffer; wal: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-sqlite-'));
  try {
    const file = join(folder, 'db');
    writeFileSync(file, database([bash]));
    const db = new DatabaseSync(file);
    db.exec('PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0');
    const first = readFileSync(file);
    for (const name of ['late', 'later'])
      db.prepare('INSERT INTO Packages (blob) VALUES (?)').run(named(name));
    const wal = readFileSync(`${file}-wal`);
    db.close();
    return { first, wal, second: readFileSync(file) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const names = Array.from({ length: 300 }, (_, index) => `package-${String(index).padStart(3, '0')}`);
const long = Array.from({ length: 4000 }, (_, index) => `file-${index}`);
const bash = named('bash', [
  [1003, [3]],
  [1011, 'Red Hat, Inc.'],
  [1014, 'GPLv3+'],
  [1044, 'bash-src-5-1.el9.src.rpm'],
  [1049, ['package-001', '/opt/file-1', 'rpmlib(x)']],
  [1029, [0, 2]],
  [1116, [0, 1]],
  [1117, ['bash', 'left-out']],
  [1118, ['/usr/bin/', '/usr/share/doc/']],
]);
const large = named('large', [
  [1116, long.map(() => 0)],
  [1117, long],
  [1118, ['/opt/']],
]);
const all = [bash, large, named('gpg-pubkey'), ...names.map((name) => named(name))];

describe('packages of rpm', () => {
  test.each([512, 1024, 4096, 65_536])(
    'are read from pages of %i bytes, large headers too',
    async (pageSize) => {
      const inventory = await inventoryOf([rpm], { ...os, [path]: database(all, pageSize) });
      expect(refusalLines(inventory)).toEqual([]);
      expect(inventory.packages.map(({ name }) => name)).toEqual(['bash', 'large', ...names]);
      expect(packageNamed(inventory, 'large').files).toHaveLength(4000);
      expect(packageNamed(inventory, 'bash')).toEqual({
        purl: 'pkg:rpm/redhat/bash@1.0-2.el9?arch=x86_64&distro=rhel-9.4&epoch=3&upstream=bash-src-5-1.el9.src.rpm',
        type: 'rpm',
        name: 'bash',
        version: '3:1.0-2.el9',
        architecture: 'x86_64',
        source: { name: 'bash-src', version: '3:5-1.el9' },
        vendor: 'Red Hat, Inc.',
        licenses: ['GPLv3+'],
        files: ['usr/bin/bash'],
        signer: '',
        dependsOn: [packageNamed(inventory, 'large').purl, packageNamed(inventory, 'package-001').purl],
        path,
        layer: 0,
      });
    },
  );

  test('belong to the layer that installed them, whoever wrote the database last', async () => {
    const before = { ...os, [path]: database([named('bash')]) };
    const after = { [path]: database([named('bash'), named('curl')]) };
    const inventory = await inventoryOf([rpm], before, after);
    expect(inventory.packages.map(({ name, layer }) => [name, layer])).toEqual([
      ['bash', 0],
      ['curl', 1],
    ]);
  });

  test('of a module tell its stream, by which errata are chosen', async () => {
    const nodejs = named('nodejs', [[5096, 'nodejs:18:9030:rhel9']]);
    const inventory = await inventoryOf([rpm], { ...os, [path]: database([nodejs]) });
    expect(packageNamed(inventory, 'nodejs').purl).toContain('&rpmmod=nodejs:18:9030:rhel9');
  });

  const whole = database([bash]);
  const cases: [string, Files, RegExp][] = [
    ['Berkeley DB', { 'var/lib/rpm/Packages': 'x' }, /is a Berkeley DB/],
    ['NDB', { 'usr/lib/sysimage/rpm/Packages.db': 'x' }, /is an NDB database/],
    ['a cut file', { [path]: whole.subarray(0, -4096) }, /pages are missing/],
    ['something else', { [path]: 'x'.repeat(500) }, /no SQLite database/],
    ['an empty file', { [path]: '' }, /no readable file/],
    [
      'a header that lies of its size',
      { [path]: database([bash.subarray(1)]) },
      /the size it states|beyond the end/,
    ],
  ];
  test.each(cases)('are refused from %s', async (_, files, words) => {
    const inventory = await inventoryOf([rpm], { ...os, ...files });
    expect(refusalLines(inventory).join('\n')).toMatch(words);
    expect(inventory.refusals.map(({ code }) => code)).toContain('unreadable-database');
  });

  const log = `${path}-wal`;
  const { first, second, wal } = writeAhead();
  const logged: [string, Files[], string[], boolean][] = [
    ['beside the database', [{ [path]: first, [log]: wal }], ['bash', 'late', 'later'], false],
    ['before the database', [{ [log]: wal, [path]: first }], ['bash', 'late', 'later'], false],
    ['cut in its last change', [{ [path]: first, [log]: wal.subarray(0, -1) }], ['bash', 'late'], false],
    ['in a layer above', [{ [path]: first }, { [log]: wal }], ['bash'], true],
    [
      'below a database that holds it',
      [{ [path]: first, [log]: wal }, { [path]: second }],
      ['bash', 'late', 'later'],
      false,
    ],
    ['below a database that is another', [{ [path]: first, [log]: wal }, { [path]: whole }], ['bash'], true],
    ['removed above', [{ [path]: first, [log]: wal }, { [log]: null }], ['bash'], false],
    ['before the database, removed above', [{ [log]: wal, [path]: first }, { [log]: null }], ['bash'], false],
  ];
  test.each(logged)('with a write-ahead log %s', async (_, layers, expected, refused) => {
    const inventory = await inventoryOf([rpm], os, ...layers);
    expect(inventory.packages.map(({ name }) => name)).toEqual(expected);
    expect(refusalLines(inventory).join('\n')).toMatch(refused ? /not in the database yet/ : /^$/);
  });

  test('damaged logs never throw and never loop', async () => {
    for (let seed = 0; seed < 60; seed++) {
      await inventoryOf([rpm], { ...os, [path]: first, [log]: damage(wal, dice(seed)) });
    }
  });

  test('damaged bytes never throw and never loop', async () => {
    const bytes = database(all.slice(0, 40), 512);
    for (let seed = 0; seed < 100; seed++) {
      await inventoryOf([rpm], { ...os, [path]: damage(bytes, dice(seed)) });
    }
  });
});
