// The bucket is asked for what changed only.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { changedIds, fewChanges } from '../../src/advisories/changed-ids.ts';
import { openStore, storeStatus } from '../../src/advisories/store.ts';
import { updateFromBucket } from '../../src/advisories/update.ts';
import { openHttpClient } from '../../src/http/client.ts';
import { type OsvServer, startOsvServer } from '../servers/osv.ts';
import { record, type SampleRecord } from './records.ts';
import { zipOf } from './zip-of.ts';

const files = mkdtempSync(join(tmpdir(), 'seaworthy-bucket-'));
const now = new Date('2026-06-01T00:00:00Z');
const client = openHttpClient();
let server: OsvServer;

beforeAll(async () => {
  mkdirSync(join(files, 'npm'));
  writeFileSync(join(files, 'kev.json'), '{"vulnerabilities":[{"cveID":"CVE-2026-1"}]}');
  server = await startOsvServer({ records: [], files });
});
afterAll(async () => {
  client.close();
  await server.stop();
});

/** Publishes records the way the bucket does: a zip, a file each, and the list. */
function publish(records: readonly (SampleRecord & { readonly modified: string })[], withList = true): void {
  const texts = records.map((one) => [`${one.id}.json`, JSON.stringify(one)] as const);
  writeFileSync(join(files, 'npm/all.zip'), zipOf(texts));
  for (const [name, text] of texts) writeFileSync(join(files, 'npm', name), text);
  const lines = records.map((one) => `${one.modified},${one.id}\n`);
  if (withList) writeFileSync(join(files, 'npm/modified_id.csv'), lines.join(''));
}

async function update(home: string) {
  const before = server.requests.length;
  const options = { client, base: server.base, ecosystems: ['npm'], now, dumps: join(home, 'dumps') };
  await updateFromBucket(join(home, 'store'), { ...options, knownExploited: `${server.base}/kev.json` });
  const store = openStore(join(home, 'store'));
  const query = { family: 'npm', name: 'left', ecosystem: 'npm', version: '1.0.0' };
  const { records } = await store.lookup([query]);
  await store.close();
  return {
    asked: server.requests.slice(before).map((one) => one.replace(/^GET \/(?:npm\/)?/, '')),
    ids: records[0]?.map(({ id, modified }) => `${id} ${modified.slice(0, 10)}`),
  };
}

const a = record('A-1', 'npm', 'left');
const b = record('B-1', 'npm', 'left');

describe('an update', () => {
  test('fetches the whole once, then what changed, and the whole again when a record is gone', async () => {
    const home = mkdtempSync(join(tmpdir(), 'seaworthy-home-'));
    publish([a, b]);
    expect(await update(home)).toEqual({
      asked: ['modified_id.csv 200', 'all.zip 200', 'kev.json 200'],
      ids: ['A-1 2026-01-02', 'B-1 2026-01-02'],
    });
    expect((await update(home)).asked).toEqual(['modified_id.csv 304', 'kev.json 304']);
    publish([{ ...a, modified: '2026-03-03T00:00:00Z' }, b, record('C-1', 'npm', 'left')]);
    expect(await update(home)).toEqual({
      asked: ['modified_id.csv 200', 'A-1.json 200', 'C-1.json 200', 'kev.json 304'],
      ids: ['A-1 2026-03-03', 'B-1 2026-01-02', 'C-1 2026-01-02'],
    });
    publish([b]);
    expect(await update(home)).toEqual({
      asked: ['modified_id.csv 200', 'all.zip 200', 'kev.json 304'],
      ids: ['B-1 2026-01-02'],
    });
    expect(storeStatus(join(home, 'store'))).toMatchObject({
      updated: now.toISOString(),
      knownExploited: true,
    });
    expect(existsSync(join(home, 'dumps/npm/all.zip.part'))).toBe(false);
  });

  test('that failed half-way is made good by the next one', async () => {
    const home = mkdtempSync(join(tmpdir(), 'seaworthy-home-'));
    publish([a]);
    await update(home);
    const changed = { ...a, modified: '2026-04-04T00:00:00Z' };
    writeFileSync(
      join(files, 'npm/modified_id.csv'),
      `${changed.modified},A-1\n2026-04-04T00:00:00Z,GONE-1\n`,
    );
    await expect(update(home)).rejects.toThrow(/404/);
    writeFileSync(join(files, 'npm/A-1.json'), JSON.stringify(changed));
    writeFileSync(join(files, 'npm/GONE-1.json'), JSON.stringify(record('GONE-1', 'npm', 'left')));
    const again = await update(home);
    expect(again.ids).toEqual(['A-1 2026-04-04', 'GONE-1 2026-01-02']);
    expect(readFileSync(join(home, 'dumps/npm/held_id.csv'), 'utf8')).toContain('GONE-1');
  });
});

test.each([
  ['the same', ['1,A'], ['1,A'], []],
  ['a newer and a new one', ['1,A', '1,B'], ['2,A', '1,B', '1,C'], ['A', 'C']],
  ['one that is gone', ['1,A', '1,B'], ['1,A'], undefined],
  ['an id that is a path', ['1,A'], ['1,A', '1,../B'], undefined],
  ['too many', [], Array.from({ length: fewChanges + 1 }, (_, index) => `1,A${index}`), undefined],
])('changes: %s', (_, before, after, ids) => {
  const expected = ids === undefined ? { kind: 'many' } : { kind: 'few', ids };
  expect(changedIds(before.join('\n'), after.join('\n'))).toEqual(expected);
});
