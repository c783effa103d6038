// Small rpm databases for tests: headers of our own in files that SQLite itself writes.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Tag → texts, numbers or bytes. */
type Tags = readonly (readonly [number, string | readonly string[] | readonly number[] | Buffer])[];

export function header(tags: Tags): Buffer {
  const index: Buffer[] = [];
  const store: Buffer[] = [];
  let offset = 0;
  for (const [tag, value] of tags) {
    const list = typeof value === 'string' ? [value] : Buffer.isBuffer(value) ? [...value] : value;
    const body = Buffer.concat(
      list.map((item) => {
        if (Buffer.isBuffer(value)) return Buffer.of(Number(item));
        if (typeof item === 'string') return Buffer.from(`${item}\0`);
        const bytes = Buffer.alloc(4);
        bytes.writeUInt32BE(item);
        return bytes;
      }),
    );
    const entry = Buffer.alloc(16);
    const type = Buffer.isBuffer(value)
      ? 7
      : typeof value === 'string'
        ? 6
        : typeof list[0] === 'number'
          ? 4
          : 8;
    for (const [at, number] of [tag, type, offset, list.length].entries())
      entry.writeUInt32BE(number, 4 * at);
    index.push(entry);
    store.push(body);
    offset += body.length;
  }
  const start = Buffer.alloc(8);
  start.writeUInt32BE(index.length, 0);
  start.writeUInt32BE(offset, 4);
  return Buffer.concat([start, ...index, ...store]);
}

export function named(name: string, more: Tags = []): Buffer {
  return header([[1000, name], [1001, '1.0'], [1002, '2.el9'], [1022, 'x86_64'], ...more]);
}

export function database(blobs: readonly Buffer[], pageSize = 4096): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-sqlite-'));
  try {
    const file = join(folder, 'db');
    const db = new DatabaseSync(file);
    db.exec(
      `PRAGMA page_size=${pageSize}; CREATE TABLE Name (x); CREATE TABLE Packages (hnum INTEGER PRIMARY KEY, blob BLOB NOT NULL)`,
    );
    const insert = db.prepare('INSERT INTO Packages (blob) VALUES (?)');
    for (const blob of blobs) insert.run(blob);
    db.close();
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
