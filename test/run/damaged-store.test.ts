// A local store that is damaged, as a cache that was cut off leaves it: it counts as none, is said to, and is built anew.
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { writeAdvisories } from '../cli/advisory-folder.ts';
import { debianFiles, writeSmallImage } from '../cli/small-image.ts';
import { openSurroundings } from '../cli/surroundings.ts';

const nobody = 'http://127.0.0.1:1';

async function damaged(damage: (store: string) => void) {
  const variables = { SEAWORTHY_OSV_BUCKET: nobody, SEAWORTHY_OSV_API: nobody };
  const { directory, run } = openSurroundings({ variables });
  const image = writeSmallImage(join(directory, 'image'), debianFiles({ zlib: '1:1.3' }));
  const dump = writeAdvisories(join(directory, 'dump'), [
    { id: 'DEBIAN-CVE-2026-1', ecosystem: 'Debian:12', name: 'zlib', fixed: '1:1.4' },
  ]);
  await run('db', 'update', '--from', dump);
  damage(join(directory, 'home/advisories'));
  return { run, image, dump };
}
const cut = (store: string): void => writeFileSync(join(store, 'store.json'), '{"format": 2, "gen');
const emptied = (store: string): void => {
  for (const name of readdirSync(store).filter((one) => one.startsWith('generation-')))
    rmSync(join(store, name), { recursive: true });
};

describe.each([
  ['its list is cut off', cut],
  ['its files are gone', emptied],
])('%s', (_, damage) => {
  test('a gate is incomplete, and says why and what helps', async () => {
    const { run, image, dump } = await damaged(damage);
    const { code, out, err } = await run('gate', image);
    expect(err).toMatch(
      /advisory store in \S+ cannot be read, and counts as none\. Run `seaworthy db update`/,
    );
    expect(out).toMatch(/Merge +INCOMPLETE/);
    expect(code).toBe(1);
    expect((await run('db', 'update', '--from', dump)).code).toBe(0);
    expect((await run('gate', image, '--advisories', dump)).err).not.toMatch(/cannot be read/);
  }, 60_000);
});

test('its status is that of no store, and an update asks what to fetch', async () => {
  const { run } = await damaged(cut);
  const status = await run('db', 'status');
  expect(status).toMatchObject({
    code: 1,
    out: expect.stringMatching(/cannot be read\. Run `seaworthy db update`/),
  });
  const { code, err } = await run('db', 'update');
  expect(err).toMatch(
    /it is not known which ecosystems to fetch\n +fix: Name them: seaworthy db update --eco/,
  );
  expect(code).toBe(2);
});
