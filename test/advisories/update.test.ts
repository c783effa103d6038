// The bucket is asked once for what has not changed.
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { storeStatus } from '../../src/advisories/store.ts';
import { updateStore } from '../../src/advisories/update.ts';
import { openHttpClient } from '../../src/http/client.ts';
import { startOsvServer } from '../servers/osv.ts';

/** A ZIP with no files: its end record only. */
const emptyZip = Buffer.concat([Buffer.from('504b0506', 'hex'), Buffer.alloc(18)]);

test('an update fetches, the next one is told that nothing changed', async () => {
  const files = mkdtempSync(join(tmpdir(), 'seaworthy-bucket-'));
  mkdirSync(join(files, 'npm'));
  writeFileSync(join(files, 'npm/all.zip'), emptyZip);
  writeFileSync(join(files, 'kev.json'), '{"vulnerabilities":[{"cveID":"CVE-2026-1"}]}');
  const server = await startOsvServer({ records: [], files });
  const client = openHttpClient();
  const store = mkdtempSync(join(tmpdir(), 'seaworthy-store-'));
  const now = new Date('2026-06-01T00:00:00Z');
  const { base } = server;
  const from = {
    kind: 'bucket',
    now,
    client,
    base,
    ecosystems: ['npm'],
    knownExploited: `${base}/kev.json`,
  } as const;
  try {
    await updateStore(store, from);
    await updateStore(store, from);
  } finally {
    client.close();
    await server.stop();
  }
  expect(server.requests.map((one) => one.slice(-3))).toEqual(['200', '200', '304', '304']);
  expect(storeStatus(store)).toMatchObject({ updated: now.toISOString(), knownExploited: true });
  expect(existsSync(join(store, 'dumps/npm/all.zip.part'))).toBe(false);
});
