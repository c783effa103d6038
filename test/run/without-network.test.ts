// Nobody named advisories and nothing can be fetched: the run says so, keeps the inventory, and never passes.
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { writeAdvisories } from '../cli/advisory-folder.ts';
import { debianFiles, writeSmallImage } from '../cli/small-image.ts';
import { type Ended, openSurroundings } from '../cli/surroundings.ts';

const nobody = 'http://127.0.0.1:1';
const zlibNews = {
  id: 'DEBIAN-CVE-2026-1',
  ecosystem: 'Debian:12',
  name: 'zlib',
  fixed: '1:1.4',
  modified: '2026-09-01T00:00:00Z',
};

async function offline(argv: readonly string[], hasOldStore = false): Promise<Ended> {
  const variables = { SEAWORTHY_OSV_BUCKET: nobody, SEAWORTHY_OSV_API: nobody };
  const { directory, run } = openSurroundings({ variables });
  const image = writeSmallImage(join(directory, 'image'), debianFiles({ zlib: '1:1.3' }));
  if (hasOldStore) {
    await run('db', 'update', '--from', writeAdvisories(join(directory, 'advisories'), [zlibNews]));
  }
  const [command = '', ...more] = argv;
  const { code, out, err } = await run(command, image, ...more);
  return { code, out: more.includes('json') ? out : out.replaceAll(/\s+/g, ' '), err };
}

describe('without network', () => {
  let scan: Ended;
  let gate: Ended;
  let stale: Ended;
  let asked: Ended;

  // Side by side, since each waits until the client gives up.
  beforeAll(async () => {
    [scan, gate, stale, asked] = await Promise.all([
      offline(['scan', '--format', 'json']),
      offline(['gate']),
      offline(['gate', '--as-of', '2026-12-24'], true),
      offline(['gate', '--advisories', 'osv.dev']),
    ]);
  }, 60_000);

  test('a scan still writes the inventory, and says what could not be reached', () => {
    const { images, snapshot, verdict } = JSON.parse(scan.out);
    expect(images[0].packages.map(({ name }: { readonly name: string }) => name)).toEqual(['zlib']);
    expect(snapshot.source).toBe('none');
    expect(verdict).toBeUndefined();
    expect(scan.code).toBe(0);
  });

  test('a gate is incomplete, names the address and the command that helps', () => {
    expect(gate.out).toMatch(/Merge INCOMPLETE/);
    expect(gate.out).toMatch(/no advisories at hand for deb\/debian.*seaworthy db update/);
    expect(gate.out).toMatch(
      /no advisories could be fetched, nothing is known of the packages: .*127\.0\.0\.1:1/,
    );
    expect(gate.code).toBe(1);
  });

  test('an old store is used, counts as stale, and does not pass', () => {
    expect(stale.out).toContain('DEBIAN-CVE-2026-1');
    expect(stale.out).toMatch(/advisories are stale: last updated/);
    expect(stale.out).toContain('the old local store is used');
    expect(stale.code).toBe(1);
  });

  test('a source that was asked for ends the run', () => {
    expect(asked.err).toMatch(/127\.0\.0\.1:1/);
    expect(asked.code).toBe(3);
  });
});
