// rpm's own word on databases that rpm wrote, and SQLite's on states that SQLite leaves behind.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect } from '@jest/globals';
import { rpm } from '../../src/packages/rpm/format.ts';
import { damage, dice } from '../fuzz/harness.ts';
import { type Files, inventoryOf, packageNamed, refusalLines } from '../packages/image-of.ts';
import { run, testWith } from './packages-tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-rpm-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const os = { 'etc/os-release': 'ID=almalinux\nVERSION_ID=9.4\n' };

function spec(index: number, files: number): string {
  const list = Array.from({ length: files }, (_, each) => `/opt/p${index}/file-${each}`);
  return `Name: p${index}
Version: 1.${index}
Release: ${index}.el9
${index > 0 && index % 3 === 0 ? `Epoch: ${index}\n` : ''}Summary: test
License: MIT
Vendor: Acme
BuildArch: noarch
${index > 0 ? 'Requires: p0' : 'Provides: zero = 1'}
%description
test
%install
mkdir -p %{buildroot}/opt/p${index}
for each in $(seq 0 ${files - 1}); do touch %{buildroot}/opt/p${index}/file-$each; done
%files
${list.join('\n')}
`;
}

let built: string | undefined;

/** A root with 40 packages, one of them with 3,000 files: its header flows over many pages. */
function root(): string {
  if (built !== undefined) return built;
  built = join(folder, 'root');
  const specs = join(folder, 'specs');
  mkdirSync(specs);
  run('rpm', ['--root', built, '--initdb']);
  for (let index = 0; index < 40; index++)
    writeFileSync(join(specs, `p${index}.spec`), spec(index, index === 7 ? 3000 : 2));
  const specFiles = readdirSync(specs).map((name) => join(specs, name));
  run('rpmbuild', ['-bb', '--quiet', '--define', `_topdir ${folder}/build`, ...specFiles]);
  const rpms = readdirSync(join(folder, 'build/RPMS/noarch')).map((name) =>
    join(folder, 'build/RPMS/noarch', name),
  );
  run('rpm', ['--root', built, '-i', '--nodeps', '--justdb', '--noscripts', ...rpms]);
  return built;
}

function databaseFiles(): Files {
  const path = readdirSync(root(), { recursive: true, encoding: 'utf8' }).find((name) =>
    name.endsWith('rpmdb.sqlite'),
  );
  if (path === undefined) throw new Error('rpm wrote no SQLite database');
  const files: Record<string, Buffer | string> = { ...os };
  for (const suffix of ['', '-wal', '-journal']) {
    const file = join(root(), path + suffix);
    if (existsSync(file)) files[`var/lib/rpm/rpmdb.sqlite${suffix}`] = readFileSync(file);
  }
  return files;
}

describe('an rpm database', () => {
  testWith('rpm', 'rpmbuild')(
    'holds what rpm -qa says',
    async () => {
      const format =
        '%{NAME} %|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE} %{ARCH} %{VENDOR} %{LICENSE} %{SOURCERPM}\\n';
      const expected = run('rpm', ['--root', root(), '-qa', '--qf', format]).trim().split('\n').sort();
      const inventory = await inventoryOf([rpm], databaseFiles());
      expect(refusalLines(inventory)).toEqual([]);
      const ours = inventory.packages.map((found) => {
        const source = `${found.source?.name}-${found.source?.version.replace(/^\d+:/, '')}.src.rpm`;
        return `${found.name} ${found.version} ${found.architecture} ${found.vendor} ${found.licenses?.[0]} ${source}`;
      });
      expect(ours.sort()).toEqual(expected);
      const files = run('rpm', ['--root', root(), '-ql', 'p7']).trim().split('\n').sort();
      expect(
        packageNamed(inventory, 'p7')
          .files?.map((file) => `/${file}`)
          .sort(),
      ).toEqual(files);
      expect(packageNamed(inventory, 'p3').purl).toBe(
        'pkg:rpm/almalinux/p3@1.3-3.el9?arch=noarch&distro=almalinux-9.4&epoch=3&upstream=p3-1.3-3.el9.src.rpm',
      );
      expect(packageNamed(inventory, 'p3').dependsOn).toEqual([packageNamed(inventory, 'p0').purl]);
    },
    120_000,
  );

  const script = `
import sqlite3, sys, shutil
source, target, mode = sys.argv[1:]
shutil.copy(source, target)
db = sqlite3.connect(target, isolation_level=None)
db.execute('pragma journal_mode=' + mode)
db.execute('pragma cache_size=1')
db.execute('begin')
db.execute('delete from Packages where hnum > 3')
if mode == 'wal': db.execute('commit')
for suffix in ('', '-wal', '-journal'):
    try: shutil.copy(target + suffix, target + '.seen' + suffix)
    except FileNotFoundError: pass
`;
  /** The database while python's sqlite3 has it open, three packages left of forty. */
  function leftOpen(mode: 'wal' | 'delete'): Files {
    const source = join(folder, `source-${mode}`);
    const target = join(folder, `target-${mode}`);
    writeFileSync(source, databaseFiles()['var/lib/rpm/rpmdb.sqlite'] ?? '');
    run('python3', ['-c', script, source, target, mode]);
    const files: Record<string, Buffer | string> = { ...os };
    for (const suffix of ['', '-wal', '-journal']) {
      const file = `${target}.seen${suffix}`;
      if (existsSync(file)) files[`var/lib/rpm/rpmdb.sqlite${suffix}`] = readFileSync(file);
    }
    return files;
  }

  testWith('rpm', 'rpmbuild', 'python3')(
    'left open with a write-ahead log is read as SQLite reads it',
    async () => {
      const files = leftOpen('wal');
      const inventory = await inventoryOf([rpm], files);
      expect(refusalLines(inventory)).toEqual([]);
      expect(inventory.packages).toHaveLength(3);
      const { 'var/lib/rpm/rpmdb.sqlite-wal': log, ...withoutLog } = files;
      expect(log?.length).toBeGreaterThan(0);
      expect((await inventoryOf([rpm], withoutLog)).packages.length).toBeGreaterThan(3);
    },
    120_000,
  );

  testWith('rpm', 'rpmbuild', 'python3')(
    'left open with a hot journal is read as rpm reads it: the change is taken back',
    async () => {
      const files = leftOpen('delete');
      const inventory = await inventoryOf([rpm], files);
      expect(refusalLines(inventory)).toEqual([]);
      // rpm opens the same three files.
      const other = join(folder, 'reopened');
      mkdirSync(other);
      for (const [path, body] of Object.entries(files)) {
        if (path.startsWith('var/lib/rpm/') && body !== null)
          writeFileSync(join(other, path.slice('var/lib/rpm/'.length)), body);
      }
      // A reader that may not write refuses a hot journal; opened for writing, the change is taken back.
      run('rpm', ['--dbpath', other, '--initdb']);
      const expected = run('rpm', ['--dbpath', other, '-qa', '--qf', '%{NAME}\\n']).trim().split('\n').sort();
      expect(expected).toHaveLength(40);
      expect(inventory.packages.map(({ name }) => name).sort()).toEqual(expected);
      const { 'var/lib/rpm/rpmdb.sqlite-journal': journal, ...withoutJournal } = files;
      expect(journal?.length).toBeGreaterThan(0);
      expect((await inventoryOf([rpm], withoutJournal)).packages.length).toBeLessThan(40);
    },
    120_000,
  );

  testWith('rpm', 'rpmbuild')(
    'that is damaged or cut never throws, and a cut one is refused',
    async () => {
      const whole = databaseFiles()['var/lib/rpm/rpmdb.sqlite'];
      if (!Buffer.isBuffer(whole)) throw new Error('no database');
      for (let seed = 0; seed < 60; seed++) {
        const random = dice(seed);
        const body = seed % 4 === 0 ? whole.subarray(0, random.below(whole.length)) : damage(whole, random);
        const inventory = await inventoryOf([rpm], { ...os, 'var/lib/rpm/rpmdb.sqlite': body });
        if (seed % 4 === 0) expect(inventory.refusals).not.toEqual([]);
      }
    },
    120_000,
  );
});
