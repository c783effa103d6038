// On a pull request keys and roots are those of the base branch; a change that brings its own is not believed.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openTrust } from '../../../src/run/evidence/trust-options.ts';
import { trustInWorkflow } from '../../../src/run/policy/workflow-trust.ts';
import { outside } from '../../e2e/evidence-outside.ts';
import { instance } from '../../evidence/forge/scene.ts';
import { newSigner } from '../evidence/certified.ts';

const directory = mkdtempSync(join(tmpdir(), 'seaworthy-trust-'));
const ours = newSigner().publicKey;
const theirs = newSigner().publicKey;
const root = JSON.stringify(instance.trust);
writeFileSync(join(directory, 'key.pub'), theirs);
writeFileSync(join(directory, 'root.json'), '{}');
const elsewhere = join(mkdtempSync(join(tmpdir(), 'seaworthy-runner-')), 'key.pub');
writeFileSync(elsewhere, ours);

const base = new Map([
  ['key.pub', ours],
  ['root.json', root],
]);
const change = {
  directory,
  event: { name: 'pull_request', baseSha: 'b'.repeat(40), repository: 'acme/app' },
  readFileAt: async ({ path }: { path: string }) => base.get(path),
};
const push = { ...change, event: { ...change.event, name: 'push', baseSha: undefined } };
const pemOf = async (wish: Parameters<typeof trustInWorkflow>[0], place: typeof change | typeof push) => {
  const { identities, trustedRoot } = await openTrust(await trustInWorkflow(wish, place), outside);
  const [one] = identities;
  const pem = one?.kind === 'key' ? one.key.export({ type: 'spki', format: 'pem' }).toString() : undefined;
  return { pem, logs: trustedRoot.message.tlogs.length };
};

test('a key and a root of the checkout are read at the base commit', async () => {
  const wish = { keys: ['./key.pub'], trustedRoot: 'root.json' };
  expect(await pemOf(wish, change)).toEqual({ pem: ours, logs: instance.trust.tlogs.length });
});

test('what the base branch has not is refused, also where nobody can be asked', async () => {
  writeFileSync(join(directory, 'new.pub'), theirs);
  const refused = {
    kind: 'user',
    code: 'policy',
    message: expect.stringContaining('new.pub is a file of the checkout'),
  };
  await expect(trustInWorkflow({ keys: ['new.pub'] }, change)).rejects.toMatchObject(refused);
  const mute = { ...change, readFileAt: undefined };
  await expect(trustInWorkflow({ keys: ['new.pub'] }, mute)).rejects.toMatchObject(refused);
  await expect(trustInWorkflow({ keys: [], trustedRoot: 'new.json' }, change)).rejects.toMatchObject({
    code: 'policy',
  });
});

test('files of the runner are nobody’s change, and outside changes the checkout is believed', async () => {
  expect((await pemOf({ keys: [elsewhere] }, change)).pem).toBe(ours);
  expect((await pemOf({ keys: [join(directory, 'key.pub')] }, push)).pem).toBe(theirs);
});
