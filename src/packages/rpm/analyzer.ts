// What is kept of rpm's database files.
import { crc32 } from 'node:zlib';
import type { Analyzer, FactSink, Json } from '../../image/analyzer.ts';
import { wholeBody } from '../../image/analyzer.ts';
import { ContentError } from '../../terms/refusal.ts';
import { eachRpm } from './database.ts';
import { openSqlite, pageSums } from './sqlite-file.ts';
import { applyLog, type CommittedLog, isHotJournal, readWriteAheadLog } from './sqlite-journals.ts';

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
  version: 3,
  open(entry, sink) {
    const folder = folders.find((each) => entry.path.startsWith(each));
    if (folder === undefined || entry.type !== 'file') return undefined;
    const name = entry.path.slice(folder.length);
    if (otherDatabases.has(name)) sink.fact(name);
    const read = readers.get(name);
    if (read === undefined || entry.size === 0) return undefined;
    return wholeBody(entry, ceiling, sink, (body) => sink.fact(read(body, pairOf(sink, folder))));
  },
};

/** Database and log of one folder of one layer, whichever comes first. */
interface Pair {
  database?: Buffer;
  log?: CommittedLog;
}

/** A larger database is not kept until its log comes: the log is then only compared with it. */
const keptCeiling = 32 * 1024 * 1024;

/** By the sink, of which each pass over a layer has its own: nothing outlives the pass or meets another layer. */
const pairs = new WeakMap<FactSink, Map<string, Pair>>();

function pairOf(sink: FactSink, folder: string): Pair {
  const known = pairs.get(sink) ?? new Map<string, Pair>();
  pairs.set(sink, known);
  const pair = known.get(folder) ?? {};
  known.set(folder, pair);
  return pair;
}

const readers: ReadonlyMap<string, (body: Buffer, pair: Pair) => Json> = new Map<
  string,
  (body: Buffer, pair: Pair) => Json
>([
  [sqliteName, readDatabase],
  [`${sqliteName}-wal`, readLog],
  [`${sqliteName}-journal`, (body) => (isHotJournal(body) ? 'hot' : 'done')],
]);

/** With the log where that came first; kept for the log where not. */
function readDatabase(body: Buffer, pair: Pair): Json {
  if (pair.log !== undefined) return rowsOf(body, pair.log);
  if (body.length <= keptCeiling) pair.database = body;
  return rowsOf(body);
}

/** Check sums of the committed pages and, where the database stands in the same layer, what both say together. */
function readLog(body: Buffer, pair: Pair): Json {
  const log = readWriteAheadLog(body);
  if (body.length <= keptCeiling) pair.log = log;
  const pages = [...log.pages].map(([page, content]) => `${page} ${crc32(content).toString(36)}`);
  const { database } = pair;
  if (database === undefined || log.pages.size === 0) return { pages };
  return { pages, over: crc32(database), merged: rowsOf(database, log) };
}

/** Rows and, where a write-ahead log may belong to it, check sums: of the bytes as they came, of each page. */
function rowsOf(body: Buffer, log?: CommittedLog): Json {
  const rows: string[][] = [];
  try {
    const file = openSqlite(log === undefined ? body : applyLog(body, log));
    eachRpm(file, (row) => rows.push(row));
    return { rows, sum: crc32(body), sums: file.isWriteAhead ? pageSums(file).join(' ') : '' };
  } catch (error) {
    if (error instanceof ContentError) return { rows, broken: error.message };
    throw error;
  }
}
