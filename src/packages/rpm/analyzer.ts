// What is kept of rpm's database files.
import { crc32 } from 'node:zlib';
import type { Analyzer, FactSink, Json } from '../../image/analyzer.ts';
import { wholeBody } from '../../image/analyzer.ts';
import { ContentError } from '../../terms/refusal.ts';
import { eachRpm } from './database.ts';
import { openSqlite, pageSums } from './sqlite-file.ts';
import { readRollbackJournal } from './sqlite-journal.ts';
import { type PageChanges, putPages, readWriteAheadLog } from './sqlite-log.ts';

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
  version: 6,
  open(entry, sink) {
    const folder = folders.find((each) => entry.path.startsWith(each));
    if (folder === undefined || entry.type !== 'file') return undefined;
    const name = entry.path.slice(folder.length);
    if (otherDatabases.has(name)) sink.fact(name);
    const read = readers.get(name);
    if (read === undefined || entry.size === 0) return undefined;
    return wholeBody(entry, ceiling, sink, (body) => sink.fact(read(body, besideOf(sink, folder))));
  },
};

/** Database, log and journal of one folder of one layer, in whichever order they come. */
interface Beside {
  database?: Buffer;
  log?: PageChanges;
  journal?: PageChanges;
}

/** A larger database is not kept until its log or journal comes: those are then only compared with it. */
const keptCeiling = 32 * 1024 * 1024;

/** By the sink, of which each pass over a layer has its own: nothing outlives the pass or meets another layer. */
const known = new WeakMap<FactSink, Map<string, Beside>>();

function besideOf(sink: FactSink, folder: string): Beside {
  const folders = known.get(sink) ?? new Map<string, Beside>();
  known.set(sink, folders);
  const beside = folders.get(folder) ?? {};
  folders.set(folder, beside);
  return beside;
}

type Read = (body: Buffer, beside: Beside) => Json;

const readers: ReadonlyMap<string, Read> = new Map<string, Read>([
  [sqliteName, readDatabase],
  [`${sqliteName}-wal`, readLog],
  [`${sqliteName}-journal`, readJournal],
]);

/** Its own rows, and those together with what came before it in the layer; kept for what comes after it. */
function readDatabase(body: Buffer, beside: Beside): Json {
  if (body.length <= keptCeiling) beside.database = body;
  return {
    ...rowsOf(body),
    ...(beside.log === undefined ? {} : { logged: rowsOf(body, beside.log) }),
    ...(beside.journal === undefined ? {} : { restored: rowsOf(body, beside.journal) }),
  };
}

/** Check sums of the committed pages and, where the database stands in the same layer, what both say together. */
function readLog(body: Buffer, beside: Beside): Json {
  const log = readWriteAheadLog(body);
  if (log.pages.size === 0) return { pages: [] };
  if (body.length <= keptCeiling) beside.log = log;
  const pages = [...log.pages].map(([page, content]) => `${page} ${crc32(content).toString(36)}`);
  const { database } = beside;
  return database === undefined ? { pages } : { pages, over: crc32(database), merged: rowsOf(database, log) };
}

/** Whether there is anything to take back and, where the database stands in the same layer, what it was before. */
function readJournal(body: Buffer, beside: Beside): Json {
  const journal = readRollbackJournal(body);
  if (journal.kind !== 'hot') return { ...journal };
  if (body.length <= keptCeiling) beside.journal = journal.before;
  const { database } = beside;
  if (database === undefined) return { kind: 'hot' };
  return { kind: 'hot', over: crc32(database), merged: rowsOf(database, journal.before) };
}

/** Rows and, where a write-ahead log may belong to it, check sums: of the bytes as they came, of each page. */
function rowsOf(body: Buffer, changes?: PageChanges): Json & object {
  const rows: string[][] = [];
  try {
    const file = openSqlite(changes === undefined ? body : putPages(body, changes));
    eachRpm(file, (row) => rows.push(row));
    return { rows, sum: crc32(body), sums: file.isWriteAhead ? pageSums(file).join(' ') : '' };
  } catch (error) {
    if (error instanceof ContentError) return { rows, sum: crc32(body), broken: error.message };
    throw error;
  }
}
