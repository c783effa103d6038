// Keys of trusted bases: on a pull request a file of the checkout is none, since the change may have written it.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { baseSignersOf } from '../../../src/run/base/signature.ts';
import { gateImages } from '../../../src/run/gate.ts';
import { outside } from '../../e2e/evidence-outside.ts';
import { newSigner } from '../evidence/certified.ts';

const directory = mkdtempSync(join(tmpdir(), 'seaworthy-bases-'));
const { publicKey } = newSigner();
writeFileSync(join(directory, 'vendor.pub'), publicKey);
const sections = (signedBy: object, more: object = {}) =>
  new Map([['images.trust', { bases: [{ match: 'registry.example/*', signedBy }], ...more }]]);
const refused = {
  kind: 'user',
  code: 'policy',
  message: expect.stringContaining('is a file of the checkout'),
};

describe('on a pull request', () => {
  const files = { directory, files: 'untrusted' } as const;

  test('a file of a key is refused by name', async () => {
    const judging = baseSignersOf(sections({ key: 'vendor.pub' }), files, outside);
    await expect(judging).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining('vendor.pub'),
    });
  });

  test('a file of a trusted root is', async () => {
    const identity = { subject: 'https://acme.example/build', issuer: 'https://issuer.example' };
    const judging = baseSignersOf(sections(identity, { trustedRoot: 'root.json' }), files, outside);
    await expect(judging).rejects.toMatchObject(refused);
  });

  test('a key that stands in the policy counts', async () => {
    await expect(baseSignersOf(sections({ key: publicKey }), files, outside)).resolves.toEqual(
      expect.any(Function),
    );
  });

  test('the gate itself judges so when the base branch’s policy decides', async () => {
    const text =
      'version: 1\nimages:\n  trust:\n    bases:\n      - { match: "registry.example/*", digest: required, signedBy: { key: vendor.pub } }\n';
    const policy = {
      kind: 'base',
      base: { file: 'seaworthy.yaml', text },
      head: undefined,
      firstRun: false,
    } as const;
    const sample = resolve(import.meta.dirname, '../../../examples/quickstart');
    const gating = gateImages(
      {
        references: [`oci:${sample}/image:1.1`],
        platforms: 'all',
        knowledge: { open: () => Promise.reject(new Error('no advisories are asked for')) } as never,
        asOf: new Date(),
        policy,
      },
      outside,
    );
    await expect(gating).rejects.toMatchObject(refused);
  });
});

test('on the command line the file counts', async () => {
  const files = { directory, files: 'trusted' } as const;
  await expect(baseSignersOf(sections({ key: 'vendor.pub' }), files, outside)).resolves.toEqual(
    expect.any(Function),
  );
});
