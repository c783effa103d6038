// The same Debian image from every place an image can come from has the same packages, those of dpkg.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect } from '@jest/globals';
import { startPodman } from '../servers/podman.ts';
import { openCommandLine } from './command-line.ts';
import { debianImage } from './debian-image.ts';
import { dpkgPackages, packageLines, readResult } from './debian-oracle.ts';
import { testWith } from './packages-tools.ts';
import { copyImage } from './push-image.ts';

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-sources-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const scan = ['--advisories', 'none', '--format', 'json'];

describe('an image', () => {
  testWith('skopeo', 'umoci', 'mmdebstrap').each([
    ['oci-archive', 'oci-archive:FILE:1.0'],
    ['docker-archive', 'docker-archive:FILE:fleet/debian:1.0'],
  ])('in an archive that skopeo wrote: %s', async (kind, target) => {
    const image = debianImage('security');
    const file = join(folder, `${kind}.tar`);
    await copyImage(`oci:${image.layout}:latest`, target.replace('FILE', file));
    const { code, out, err } = await openCommandLine().run('scan', `${kind}:${file}`, ...scan);
    expect(err).not.toContain('fix:');
    expect(JSON.parse(out).images[0].refusals).toEqual([]);
    expect(packageLines(readResult(out))).toEqual(dpkgPackages(image));
    expect(code).toBe(0);
  });

  testWith(
    'podman',
    'crun',
    'skopeo',
    'umoci',
    'mmdebstrap',
  )("in an engine: podman's service, asked over its socket", async () => {
    const image = debianImage('security');
    const podman = await startPodman();
    try {
      const archive = join(folder, 'engine.tar');
      await copyImage(`oci:${image.layout}:latest`, `docker-archive:${archive}:localhost/fleet/debian:1.0`);
      await podman.load(archive);
      const cli = openCommandLine({ env: { DOCKER_HOST: podman.address } });
      const { code, out, err } = await cli.run('scan', 'docker-daemon:localhost/fleet/debian:1.0', ...scan);
      expect(err).not.toContain('fix:');
      expect(packageLines(readResult(out))).toEqual(dpkgPackages(image));
      expect(code).toBe(0);
      const gone = await cli.run('scan', 'docker-daemon:localhost/fleet/gone:1.0', ...scan);
      expect(gone.err).toContain('fleet/gone');
      expect(gone.code).toBe(2);
    } finally {
      await podman.stop();
    }
  });

  testWith('skopeo')('in an engine that is not there: outside failure, with what to do', async () => {
    const cli = openCommandLine({ env: { DOCKER_HOST: `unix://${folder}/none.sock` } });
    const { code, err } = await cli.run('scan', 'docker-daemon:app:1.0', ...scan);
    expect(err).toContain('none.sock');
    expect(err).toContain('fix:');
    expect(code).toBe(3);
  });
});
