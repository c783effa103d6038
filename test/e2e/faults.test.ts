// Pulls through an nginx that fails by lot end well, wait as long as they are told, and resume what was cut.
import { afterAll, describe, expect } from '@jest/globals';
import { startDockerRegistry } from '../servers/docker-registry.ts';
import { startFaultyProxy } from '../servers/faulty-proxy.ts';
import { openCommandLine } from './command-line.ts';
import { debianImage } from './debian-image.ts';
import { dpkgPackages, packageLines, readResult } from './debian-oracle.ts';
import { testWith } from './packages-tools.ts';
import { copyImage } from './push-image.ts';

const stops: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

const scan = ['--advisories', 'none', '--no-layer-cache', '--format', 'json'];

async function openFleet(faults: Parameters<typeof startFaultyProxy>[1]) {
  const registry = await startDockerRegistry();
  stops.push(registry.stop);
  const image = debianImage('security');
  const target = `docker://${registry.host}/fleet/debian:1`;
  await copyImage(`oci:${image.layout}:latest`, target);
  const proxy = await startFaultyProxy(registry.host, faults);
  stops.push(proxy.stop);
  return { proxy, image, reference: `${proxy.host}/fleet/debian:1` };
}

describe('a registry that fails often', () => {
  testWith(
    'docker-registry',
    'skopeo',
    'nginx',
    'umoci',
    'mmdebstrap',
  )('is pulled from all the same; what was cut is resumed, and no one asks before Retry-After', async () => {
    const { proxy, image, reference } = await openFleet({ unavailable: 20, limited: 8, cut: 30 });
    const expected = dpkgPackages(image);
    for (let pull = 0; pull < 8; pull++) {
      const { code, out, err } = await openCommandLine().run('scan', reference, ...scan);
      expect([pull, code, err]).toEqual([pull, 0, expect.not.stringContaining('failed')]);
      expect(packageLines(readResult(out))).toEqual(expected);
    }
    const requests = proxy.requests();
    const cut = requests.filter((one) => one.status === 200 && one.sent < one.promised);
    expect(requests.filter((one) => one.status === 503).length).toBeGreaterThan(0);
    expect(cut.length).toBeGreaterThan(0);
    expect(requests.filter((one) => one.status === 206 && one.range !== '').length).toBeGreaterThan(0);
    const limited = requests.filter((one) => one.status === 429);
    for (const one of limited) {
      const next = requests.find((other) => other.uri === one.uri && other.at > one.at);
      if (next !== undefined) expect(next.at - next.took - one.at).toBeGreaterThan(0.98);
    }
  });

  testWith(
    'docker-registry',
    'skopeo',
    'nginx',
    'umoci',
    'mmdebstrap',
  )('and never answers is said to be busy, with exit code 3, and that it may work later', async () => {
    const { proxy, reference } = await openFleet({ unavailable: 100, limited: 0, cut: 0 });
    const { code, out, err } = await openCommandLine().run('gate', reference, ...scan);
    expect(err).toContain('503');
    expect(err).toContain(proxy.host);
    expect(err).toContain('may succeed later');
    expect(out).toBe('');
    expect(code).toBe(3);
    expect(proxy.requests().length).toBeGreaterThan(2);
  });
});
