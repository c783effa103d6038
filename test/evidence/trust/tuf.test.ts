// The trusted root from a TUF mirror: refreshed, kept, and refused when it is not what was signed.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import {
  fetchSigningConfig,
  fetchTrustedRoot,
  type TufSource,
} from '../../../src/evidence/trust/tuf-root.ts';
import { listen } from '../../oci/loopback-registry.ts';
import { instance } from '../forge/scene.ts';
import { tufFiles } from '../forge/tuf.ts';

const targets = {
  'trusted_root.json': Buffer.from(JSON.stringify(instance.trust)),
  'signing_config.v0.2.json': Buffer.from('{}'),
};

async function withMirror(
  files: (served: Map<string, Buffer>) => void,
  work: (source: TufSource, close: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tuf-'));
  const repository = tufFiles(targets);
  const served = new Map(repository.files);
  files(served);
  const server = await listen((request, response) => {
    const bytes = served.get((request.url ?? '').slice(1));
    response.statusCode = bytes === undefined ? 404 : 200;
    response.end(bytes);
  });
  const root = join(folder, 'root.json');
  try {
    await writeFile(root, repository.root);
    await work({ cache: join(folder, 'cache'), mirror: server.url, root }, server.close);
  } finally {
    await server.close();
    await rm(folder, { recursive: true });
  }
}

test('is fetched, kept in the folder, and read from there without the mirror', async () => {
  await withMirror(
    () => undefined,
    async (source, close) => {
      expect((await fetchTrustedRoot(source)).material.tlogs).toHaveLength(2);
      expect((await fetchSigningConfig(source)).length).toBe(2);
      await close();
      expect((await fetchTrustedRoot({ ...source, offline: true })).origin.kind).toBe('tuf');
    },
  );
});

test('that was changed at the mirror is refused', async () => {
  const outside = { kind: 'outside', code: 'unreachable' };
  await withMirror(
    (served) => served.set('targets/trusted_root.json', Buffer.from('{}')),
    async (source) => expect(fetchTrustedRoot(source)).rejects.toMatchObject(outside),
  );
  const stranger = tufFiles(targets).files.get('timestamp.json') ?? Buffer.alloc(0);
  await withMirror(
    (served) => served.set('timestamp.json', stranger),
    async (source) => expect(fetchTrustedRoot(source)).rejects.toMatchObject(outside),
  );
});
