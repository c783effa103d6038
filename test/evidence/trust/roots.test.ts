// Where trust comes from: the shipped root, files, signing configurations.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readTrustedRoot } from '../../../src/evidence/trust/root-file.ts';
import { ageWarning, shippedRoot } from '../../../src/evidence/trust/shipped-root.ts';
import { parseSigningConfig, servicesAt } from '../../../src/evidence/trust/signing-config.ts';
import { fetchTrustedRoot } from '../../../src/evidence/trust/tuf-root.ts';
import { instance } from '../forge/scene.ts';

test('the shipped root knows both logs, and says when it has grown old', async () => {
  const shipped = await shippedRoot();
  expect(shipped.trustedRoot.material.tlogs.length).toBeGreaterThanOrEqual(2);
  const before = new Date(shipped.expires.getTime() - 1);
  expect(ageWarning(shipped, before)).toBeUndefined();
  expect(ageWarning(shipped, shipped.expires)).toMatch(/vouched for until \d{4}-\d\d-\d\d/);
});

describe('a file', () => {
  test('is read, and what it is not is said', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'root-'));
    try {
      const [good, bad] = [join(folder, 'good.json'), join(folder, 'bad.json')];
      await writeFile(good, JSON.stringify(instance.trust));
      await writeFile(bad, '{"tlogs":[{}]}');
      expect((await readTrustedRoot(good)).material.certificateAuthorities).toHaveLength(1);
      const wrong = expect.objectContaining({ kind: 'user', code: 'policy' });
      await expect(readTrustedRoot(bad)).resolves.toMatchObject({ material: { tlogs: [] } });
      await writeFile(bad, '{"tlogs":');
      await expect(readTrustedRoot(bad)).rejects.toEqual(wrong);
      await expect(readTrustedRoot(join(folder, 'none.json'))).rejects.toEqual(wrong);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

test('a TUF mirror that cannot be reached is an error, never the shipped root', async () => {
  const cache = await mkdtemp(join(tmpdir(), 'tuf-'));
  try {
    const seed = join(cache, 'root.json');
    await writeFile(seed, '{}');
    const source = { cache: join(cache, 'kept'), mirror: 'http://127.0.0.1:9', root: seed };
    await expect(fetchTrustedRoot(source)).rejects.toMatchObject({ kind: 'outside', code: 'unreachable' });
  } finally {
    await rm(cache, { recursive: true });
  }
});

test('of the services of a signing configuration those are used that are in their time, the newest first', () => {
  const service = (url: string, majorApiVersion: number, start: string, end?: string) => ({
    url,
    majorApiVersion,
    operator: 'forge',
    validFor: { start, ...(end !== undefined && { end }) },
  });
  const config = parseSigningConfig(
    Buffer.from(
      JSON.stringify({
        mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json',
        rekorTlogUrls: [
          service('https://old.test', 1, '2020-01-01T00:00:00Z'),
          service('https://over.test', 2, '2020-01-01T00:00:00Z', '2021-01-01T00:00:00Z'),
          service('https://new.test', 2, '2025-01-01T00:00:00Z'),
          service('https://next.test', 3, '2025-01-01T00:00:00Z'),
        ],
      }),
    ),
    'forged',
  );
  const urls = servicesAt(config.rekorTlogUrls, new Date('2026-01-01'), [1, 2]).map(({ url }) => url);
  expect(urls).toEqual(['https://new.test', 'https://old.test']);
  expect(() => parseSigningConfig(Buffer.from('{}'), 'x')).toThrow(
    expect.objectContaining({ code: 'policy' }),
  );
});
