// What `verify` advises where it refuses: to sign, to sign again, or to look at what is attached.
import { generateKeyPairSync } from 'node:crypto';
import { cpSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { openSurroundings } from './surroundings.ts';

const sample = resolve(import.meta.dirname, '../../examples/quickstart');

test('an image without a signature, with an old certificate and of another stage each get their own advice', async () => {
  const { directory, run } = openSurroundings({ now: '2026-10-23T12:00:00Z' });
  const [layout, key, pub] = ['image', 'key.pem', 'key.pub'].map((name) => join(directory, name));
  if (layout === undefined || key === undefined || pub === undefined) throw new Error('no places');
  cpSync(join(sample, 'image'), layout, { recursive: true });
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(key, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(pub, pair.publicKey.export({ type: 'spki', format: 'pem' }));
  const named = [`oci:${layout}:1.1`, '--name', 'registry.example/shop/app'];
  const verify = (...more: readonly string[]) =>
    run('verify', ...named, '--key', pub, '--certificate', ...more);

  const unsigned = await verify();
  expect(unsigned.out).toMatch(/fix: Gate and sign it with `seaworthy sign`\.\n$/);
  const judged = ['--advisories', join(sample, 'advisories'), '--as-of', '2026-10-22'];
  const signed = await run('sign', ...named, ...judged, '--key', key);
  expect(signed.out).toMatch(/legacy signature written, [1-9] bundles written\n$/);
  const believed = await verify();
  expect([believed.code, believed.out]).toEqual([0, expect.not.stringContaining('fix:')]);
  const old = await verify('--as-of', '2027-01-01');
  expect(old.out).toMatch(/fix: Gate and sign it again with `seaworthy sign`\.\n$/);
  const other = await verify('--stage', 'prod');
  expect(other.out).toMatch(/fix: `seaworthy evidence` shows all that is attached/);
  await run('quarantine', `oci:${layout}:1.1`, '--reason', 'withdrawn');
  const marked = await verify();
  expect(marked.out).toMatch(/fix: Take another image; .*`seaworthy quarantine --release`\.\n$/);
  expect((await run('quarantine', `oci:${layout}:1.1`, '--release')).out).toBe(
    'Released: 1 mark taken away.\n',
  );
  expect([unsigned.code, old.code, other.code]).toEqual([1, 1, 1]);
});
