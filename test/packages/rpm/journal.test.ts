// rpm databases beside a rollback journal: what SQLite would take back is not installed.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, test } from '@jest/globals';
import { rpm } from '../../../src/packages/rpm/format.ts';
import { damage, dice } from '../../fuzz/harness.ts';
import { type Files, inventoryOf, refusalLines } from '../image-of.ts';
import { database, named } from './databases.ts';

const os = { 'etc/os-release': 'ID=rhel\nVERSION_ID=9.4\n' };
const path = 'var/lib/rpm/rpmdb.sqlite';
const journalPath = `${path}-journal`;
const folder = mkdtempSync(join(tmpdir(), 'seaworthy-journal-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Interrupted {
  readonly database: Buffer;
  readonly journal: Buffer;
}

const names = Array.from({ length: 120 }, (_, index) => `package-${String(index).padStart(3, '0')}`);

/** Both files as a killed process leaves them, in the middle of a change that has reached the database's file. */
function interrupted(pageSize: number, pragmas: string, change: (db: DatabaseSync) => void): Interrupted {
  const file = join(folder, `changed-${pageSize}`);
  writeFileSync(
    file,
    database(
      names.map((name) => named(name, [[1014, 'x'.repeat(Math.max(300, pageSize / 4))]])),
      pageSize,
    ),
  );
  const db = new DatabaseSync(file);
  db.exec(`PRAGMA cache_size=2; ${pragmas}; BEGIN`);
  change(db);
  const state = { database: readFileSync(file), journal: readFileSync(`${file}-journal`) };
  db.exec('ROLLBACK');
  db.close();
  return state;
}

/** The names that SQLite shows, or nothing when it cannot read the file. */
function sqliteNames({ database: body, journal }: Interrupted): string[] | undefined {
  const file = join(folder, 'asked');
  writeFileSync(file, body);
  writeFileSync(`${file}-journal`, journal);
  try {
    const db = new DatabaseSync(file);
    try {
      const rows = db.prepare('SELECT blob FROM Packages ORDER BY hnum').all();
      return rows.map(({ blob }) => nameIn(blob));
    } finally {
      db.close();
    }
  } catch {
    return undefined;
  } finally {
    for (const each of [file, `${file}-journal`]) if (existsSync(each)) rmSync(each);
  }
}

function nameIn(blob: unknown): string {
  if (!(blob instanceof Uint8Array)) throw new Error('no header');
  return /package-\d+|new-\d+/.exec(Buffer.from(blob).toString('latin1'))?.[0] ?? '';
}

function removeMost(db: DatabaseSync): void {
  db.exec('DELETE FROM Packages WHERE hnum > 2');
}

function addMany(db: DatabaseSync): void {
  const insert = db.prepare('INSERT INTO Packages (blob) VALUES (?)');
  for (let index = 0; index < 200; index++) insert.run(named(`new-${index}`));
}

/** Touches the same pages in several turns, each of which spills from the cache: a journal of many segments. */
function changeInTurns(db: DatabaseSync): void {
  for (let turn = 0; turn < 8; turn++) {
    db.exec(`UPDATE Packages SET blob = blob || x'00' WHERE hnum % 8 = ${turn}`);
    db.exec(`DELETE FROM Packages WHERE hnum % 24 = ${turn}`);
  }
}

const states: [string, Interrupted][] = [
  ['of pages of 512 bytes', interrupted(512, 'PRAGMA synchronous=FULL', removeMost)],
  ['of pages of 4096 bytes', interrupted(4096, 'PRAGMA synchronous=FULL', removeMost)],
  ['of pages of 65536 bytes', interrupted(65_536, 'PRAGMA synchronous=FULL', removeMost)],
  ['of a database that grew', interrupted(1024, 'PRAGMA synchronous=NORMAL', addMany)],
  ['written without waiting', interrupted(1024, 'PRAGMA synchronous=OFF', changeInTurns)],
  ['of many segments', interrupted(1024, 'PRAGMA synchronous=FULL', changeInTurns)],
];

async function namesOf(...layers: readonly Files[]) {
  const inventory = await inventoryOf([rpm], os, ...layers);
  return { names: inventory.packages.map(({ name }) => name), refusals: refusalLines(inventory).join('\n') };
}

describe('an rpm database with a rollback journal', () => {
  test.each(states)('%s is read as it was before the change', async (_, state) => {
    expect(sqliteNames(state)).toEqual(names);
    const after = { [path]: state.database, [journalPath]: state.journal };
    const before = { [journalPath]: state.journal, [path]: state.database };
    expect(await namesOf(after)).toEqual({ names, refusals: '' });
    expect(await namesOf(before)).toEqual({ names, refusals: '' });
    // Without it the change is seen: the journal is what brought the packages back.
    expect((await namesOf({ [path]: state.database })).names).not.toEqual(names);
  });

  test('holds several headers where the change was written in turns', () => {
    const journal = states.at(-1)?.[1].journal ?? Buffer.alloc(0);
    expect(journal.toString('latin1').split('\xd9\xd5\x05\xf9\x20\xa1\x63\xd7').length).toBeGreaterThan(2);
  });

  test('that is damaged or cut is read as SQLite reads it', async () => {
    let differing = 0;
    for (const [index, [, state]] of states.entries()) {
      for (let seed = 0; seed < 40; seed++) {
        const random = dice(1000 * index + seed);
        const { length } = state.journal;
        const journal =
          seed % 2 === 0 ? damage(state.journal, random) : state.journal.subarray(0, random.below(length));
        const theirs = sqliteNames({ ...state, journal });
        if (theirs === undefined || theirs.includes('')) continue;
        const ours = await namesOf({ [path]: state.database, [journalPath]: journal });
        if (ours.refusals !== '') continue;
        expect([index, seed, ours.names.filter((name) => name !== '')]).toEqual([index, seed, theirs.sort()]);
        if (theirs.length !== names.length) differing++;
      }
    }
    expect(differing).toBeGreaterThan(0);
  });

  const [, [, hot]] = [states[0], states[1] ?? fail()];
  const wiped = Buffer.concat([Buffer.alloc(28), hot.journal.subarray(28)]);
  const nothing = /^(?!.*journal)/s;
  const rest: [string, Files[], RegExp][] = [
    [
      'is refused in a layer above',
      [{ [path]: hot.database }, { [journalPath]: hot.journal }],
      /in another layer/,
    ],
    [
      'is refused below a later database',
      [{ [journalPath]: hot.journal }, { [path]: hot.database }],
      /another layer/,
    ],
    [
      'is refused when it belongs to several databases',
      [{ [path]: hot.database, [journalPath]: shared(hot.journal) }],
      /stands in \/other-mj1/,
    ],
    ['says nothing when its header is wiped', [{ [path]: hot.database, [journalPath]: wiped }], nothing],
    [
      'says nothing when it was removed above',
      [{ [journalPath]: hot.journal, [path]: hot.database }, { [journalPath]: null }],
      nothing,
    ],
  ];
  test.each(rest)('%s', async (_, layers, words) => {
    const { names: found, refusals } = await namesOf(...layers);
    expect(refusals).toMatch(words);
    expect(found.length).toBeLessThan(names.length);
  });
});

function fail(): never {
  throw new Error('no state');
}

/** With the name of a super-journal at its end, as SQLite writes it. */
function shared(journal: Buffer): Buffer {
  const name = Buffer.from('/other-mj1');
  const end = Buffer.alloc(8);
  end.writeUInt32BE(name.length, 0);
  end.writeUInt32BE(
    name.reduce((sum, byte) => sum + byte, 0),
    4,
  );
  return Buffer.concat([journal, Buffer.alloc(4), name, end, Buffer.from('d9d505f920a163d7', 'hex')]);
}
