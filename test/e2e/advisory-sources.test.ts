// OSV.dev's API, the bucket's dumps and the local store lead to the same findings, and disclose what they say.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type OsvRecord, type OsvServer, startOsvServer } from '../servers/osv.ts';
import { run } from '../tools/tool.ts';
import { type CommandLine, openCommandLine } from './command-line.ts';
import { debianImage } from './debian-image.ts';
import { advisoryData, dpkgFindings, findingLines, readResult } from './debian-oracle.ts';
import { testWith } from './packages-tools.ts';

const testReal = testWith('umoci', 'mmdebstrap', 'python3');
const catalogue = 'known_exploited_vulnerabilities.json';

describe('the advisories of a Debian image', () => {
  let osv: OsvServer;
  let cli: CommandLine;
  const image = () => `oci:${debianImage('main').layout}:latest`;

  beforeAll(async () => {
    if (testReal === test.skip) return;
    osv = await startOsvServer({ records: recordsOf('Debian'), pageSize: 100, files: advisoryData });
    cli = openCommandLine({
      env: {
        SEAWORTHY_OSV_API: osv.base,
        SEAWORTHY_OSV_BUCKET: osv.base,
        SEAWORTHY_KEV_URL: `${osv.base}/kev/${catalogue}`,
      },
    });
  });
  afterAll(() => osv?.stop());

  async function findings(...args: readonly string[]): Promise<readonly string[]> {
    const { out, err } = await cli.run('scan', image(), '--format', 'json', ...args);
    expect(err).not.toContain('fix:');
    return findingLines(readResult(out));
  }

  testReal(
    'are the same from the API, the dump, the bucket and the store: those that dpkg finds',
    async () => {
      const expected = dpkgFindings(debianImage('main'));
      const past = ['--as-of', '2026-11-22'];
      expect(await findings(...past, '--advisories', advisoryData)).toEqual(expected);
      expect(await findings(...past, '--advisories', 'osv.dev')).toEqual(expected);
      expect(osv.batches.every((queries) => queries <= 1000)).toBe(true);
      const details = (): number => osv.requests.filter((line) => line.includes('/v1/vulns/')).length;
      const before = details();
      expect(before).toBeGreaterThanOrEqual(expected.length > 0 ? 1 : 0);
      expect(await findings(...past, '--advisories', 'osv.dev')).toEqual(expected);
      expect(details()).toBe(before);
      const updated = await cli.run('db', 'update', '--ecosystem', 'Debian');
      expect([updated.code, updated.err]).toEqual([0, 'Fetched Debian.\n']);
      expect(updated.out).toMatch(/Debian +16701 advisories/);
      expect(await findings(...past)).toEqual(expected);
      const again = await cli.run('db', 'update');
      expect(again.err).toBe('Nothing has changed since.\n');
      expect((await cli.run('db', 'status')).code).toBe(0);
    },
  );

  testReal(
    'of a private repository are fetched as whole dumps: no package name leaves the machine',
    async () => {
      const fresh = openCommandLine({
        env: {
          SEAWORTHY_OSV_API: osv.base,
          SEAWORTHY_OSV_BUCKET: osv.base,
          SEAWORTHY_KEV_URL: `${osv.base}/kev/${catalogue}`,
        },
      });
      const before = osv.requests.length;
      const { out } = await fresh.run('scan', image(), '--format', 'json');
      expect(findingLines(readResult(out))).toEqual(dpkgFindings(debianImage('main')));
      const sent = osv.requests.slice(before);
      expect(sent.filter((line) => !line.includes('modified_id.csv'))).toEqual([
        'GET /Debian/all.zip 200',
        `GET /kev/${catalogue} 200`,
      ]);
    },
  );

  testReal('cannot be fetched: incomplete, and an outside failure where they were asked for', async () => {
    const nobody = 'http://127.0.0.1:1';
    const cut = openCommandLine({ env: { SEAWORTHY_OSV_BUCKET: nobody, SEAWORTHY_OSV_API: nobody } });
    const { code, out } = await cut.run('gate', image(), '--format', 'json');
    expect(JSON.parse(out).verdict).not.toMatchObject({ merge: 'pass' });
    expect(JSON.parse(out).verdict).not.toMatchObject({ certificate: 'pass' });
    expect(out).toContain('127.0.0.1:1');
    expect(code).toBe(1);
    const asked = await cut.run('gate', image(), '--format', 'json', '--advisories', 'osv.dev');
    expect(asked.out).toBe('');
    expect(asked.err).toContain('127.0.0.1:1');
    expect(asked.code).toBe(3);
  });
});

/** Every record of an ecosystem's zip, by Python's zipfile. */
function recordsOf(family: string): readonly OsvRecord[] {
  const script =
    'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(b",".join(map(z.read, z.namelist())).decode())';
  return JSON.parse(`[${run('python3', ['-c', script, join(advisoryData, family, 'all.zip')])}]`);
}
