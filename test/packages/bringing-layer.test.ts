// Whose layer a package is, when later layers write the database anew.
import { describe, expect, test } from '@jest/globals';
import { apk } from '../../src/packages/apk/format.ts';
import { dpkg } from '../../src/packages/dpkg/format.ts';
import { type Files, inventoryOf } from './image-of.ts';

type Installed = Readonly<Record<string, string>>;

const debian = 'ID=debian\nVERSION_ID=12\n';
const status = (installed: Installed): string =>
  Object.entries(installed)
    .map(
      ([name, version]) =>
        `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\n\n`,
    )
    .join('');
const database = (installed: Installed): string =>
  Object.entries(installed)
    .map(([name, version]) => `P:${name}\nV:${version}\nA:x86_64\n\n`)
    .join('');

const formats = [
  ['dpkg', dpkg, 'var/lib/dpkg/status', status, debian],
  ['apk', apk, 'lib/apk/db/installed', database, 'ID=alpine\nVERSION_ID=3.20.3\n'],
] as const;

describe.each(formats)('%s: a package belongs to the layer that', (_id, format, path, write, os) => {
  test.each<[string, readonly (Installed | undefined)[], Readonly<Record<string, number>>]>([
    ['installed it, whoever wrote the database last', [{ a: '1' }, { a: '1', b: '1' }], { a: 0, b: 1 }],
    [
      'upgraded it',
      [
        { a: '1', b: '1' },
        { a: '2', b: '1' },
      ],
      { a: 1, b: 0 },
    ],
    ['brought it back', [{ a: '1' }, { b: '1' }, { a: '1', b: '1' }], { a: 2, b: 1 }],
    ['holds it, where others write nothing', [{ a: '1' }, undefined, { a: '1', b: '1' }], { a: 0, b: 2 }],
  ])('%s', async (_name, layers, expected) => {
    const files = layers.map(
      (installed, index): Files => ({
        ...(index === 0 ? { 'etc/os-release': os } : {}),
        ...(installed === undefined ? { other: 'x' } : { [path]: write(installed) }),
      }),
    );
    const { packages, refusals } = await inventoryOf([format], ...files);
    expect(refusals).toEqual([]);
    expect(Object.fromEntries(packages.map(({ name, layer }) => [name, layer]))).toEqual(expected);
  });
});
