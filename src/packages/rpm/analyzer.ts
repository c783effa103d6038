// What is kept of rpm's database files.
import type { Analyzer, Json } from '../../image/analyzer.ts';
import { wholeBody } from '../../image/analyzer.ts';
import { ContentError } from '../../terms/refusal.ts';
import { eachRpm } from './database.ts';
import { openSqlite, pageSums } from './sqlite-file.ts';
import { isHotJournal, readWriteAheadLog } from './sqlite-journals.ts';

/** Where rpm keeps its database: by default, on SUSE and Fedora, on images made with rpm-ostree. */
export const folders = ['var/lib/rpm/', 'usr/lib/sysimage/rpm/', 'usr/share/rpm/'] as const;
export const sqliteName = 'rpmdb.sqlite';

/** Databases that are recognised but not read, by file name. */
export const otherDatabases: ReadonlyMap<string, string> = new Map([
  ['Packages', 'a Berkeley DB'],
  ['Packages.db', 'an NDB database'],
]);

/** A database must be whole in memory; UBI images have 5–20 MiB. */
const ceiling = 256 * 1024 * 1024;

export const rpmAnalyzer: Analyzer = {
  id: 'rpm',
  version: 2,
  open(entry, sink) {
    const folder = folders.find((each) => entry.path.startsWith(each));
    if (folder === undefined || entry.type !== 'file') return undefined;
    const name = entry.path.slice(folder.length);
    if (otherDatabases.has(name)) sink.fact(name);
    const read = readers.get(name);
    if (read === undefined || entry.size === 0) return undefined;
    return wholeBody(entry, ceiling, sink, (body) => sink.fact(read(body)));
  },
};

const readers: ReadonlyMap<string, (body: Buffer) => Json> = new Map<string, (body: Buffer) => Json>([
  [sqliteName, readDatabase],
  [`${sqliteName}-wal`, (body) => [...readWriteAheadLog(body)].map(([page, sum]) => `${page} ${sum}`)],
  [`${sqliteName}-journal`, (body) => (isHotJournal(body) ? 'hot' : 'done')],
]);

/** Rows and, where a write-ahead log may belong to it, the check sums of pages. */
function readDatabase(body: Buffer): Json {
  const rows: string[][] = [];
  try {
    const file = openSqlite(body);
    eachRpm(file, (row) => rows.push(row));
    return { rows, sums: file.isWriteAhead ? pageSums(file).join(' ') : '' };
  } catch (error) {
    if (error instanceof ContentError) return { rows, broken: error.message };
    throw error;
  }
}
