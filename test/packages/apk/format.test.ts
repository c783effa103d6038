// apk packages in an image.
import { describe, expect, test } from '@jest/globals';
import { apk } from '../../../src/packages/apk/format.ts';
import { inventoryOf, packageNamed, refusalLines } from '../image-of.ts';

const alpine = { 'etc/os-release': 'ID=alpine\nVERSION_ID=3.20.3\n' };
const installed = `C:Q1abc=
P:musl
V:1.2.5-r0
A:x86_64
L:MIT
o:musl
m:Some One <one@example.org>
p:so:libc.musl-x86_64.so.1=1
F:lib
R:ld-musl-x86_64.so.1
a:0:0:755
Z:Q1xyz=

P:ssl_client
V:1.36.1-r29
A:x86_64
o:busybox
D:so:libc.musl-x86_64.so.1 !uclibc
F:
R:top
F:usr/bin
R:ssl_client

`;

describe('packages of apk', () => {
  test.each(['lib/apk/db/installed', 'usr/lib/apk/db/installed'])('are read from %s', async (path) => {
    const inventory = await inventoryOf([apk], { ...alpine, [path]: installed });
    expect(refusalLines(inventory)).toEqual([]);
    expect(inventory.packages).toHaveLength(2);
    expect(packageNamed(inventory, 'ssl_client')).toEqual({
      purl: 'pkg:apk/alpine/ssl_client@1.36.1-r29?arch=x86_64&distro=alpine-3.20.3',
      type: 'apk',
      name: 'ssl_client',
      version: '1.36.1-r29',
      architecture: 'x86_64',
      source: { name: 'busybox', version: '1.36.1-r29' },
      files: ['top', 'usr/bin/ssl_client'],
      dependsOn: ['pkg:apk/alpine/musl@1.2.5-r0?arch=x86_64&distro=alpine-3.20.3'],
      path,
      layer: 0,
    });
    expect(packageNamed(inventory, 'musl')).toMatchObject({
      licenses: ['MIT'],
      files: ['lib/ld-musl-x86_64.so.1'],
    });
  });

  test('are counted once when both places are the same', async () => {
    const inventory = await inventoryOf([apk], {
      ...alpine,
      lib: '->usr/lib',
      'usr/lib/apk/db/installed': installed,
    });
    expect(inventory.packages).toHaveLength(2);
  });

  const cases: [string, string, RegExp][] = [
    ['cut in a paragraph', installed.slice(0, 60), /last paragraph is cut/],
    ['cut before a version', 'P:musl\n\n', /lacks a name or a version/],
    ['no fields', 'hello\n\n', /is no field/],
    ['zero bytes', `${installed}T:\0\n\n`, /zero bytes|lacks/],
    ['empty', '', /only an empty/],
  ];
  test.each(cases)('are refused when %s', async (_, text, words) => {
    const inventory = await inventoryOf([apk], { ...alpine, 'lib/apk/db/installed': text });
    expect(refusalLines(inventory).join('\n')).toMatch(words);
  });
});
