// Files against the digests of their packages: changed, edited, missing, unowned, and databases made up by hand.
import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { TarItem } from '../../image/tar-writer.ts';
import { type InspectedImage, inspectImage, rulesOf } from '../inspected.ts';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const library = 'the library\n';
const setting = 'answer = 42\n';

const status = `Package: libssl3
Status: install ok installed
Version: 3.0.11-1
Architecture: amd64
Conffiles:
 /etc/ssl/openssl.cnf ${md5(setting)}

`;

const base: readonly TarItem[] = [
  { path: 'etc/os-release', body: 'ID=debian\nVERSION_ID=12\n' },
  { path: 'etc/ssl/openssl.cnf', body: setting },
  { path: 'lib', type: '2', link: 'usr/lib' },
  { path: 'usr/lib/libssl.so.3', body: library },
  { path: 'usr/bin/openssl', mode: 0o755, body: 'the program' },
  {
    path: 'var/lib/dpkg/info/libssl3:amd64.list',
    body: '/.\n/lib\n/lib/libssl.so.3\n/etc/ssl/openssl.cnf\n/usr/bin/openssl\n',
  },
  {
    path: 'var/lib/dpkg/info/libssl3:amd64.md5sums',
    body: `${md5(library)}  lib/libssl.so.3\n${md5('the program')}  usr/bin/openssl\n`,
  },
  { path: 'var/lib/dpkg/status', body: status },
];

const apkBase = (body: string): readonly TarItem[] => [
  { path: 'etc/alpine-release', body: '3.20.0\n' },
  { path: 'etc/os-release', body: 'ID=alpine\nVERSION_ID=3.20.0\n' },
  {
    path: 'lib/apk/db/installed',
    body: `P:musl\nV:1.2.5-r0\nA:x86_64\nF:lib\nR:ld-musl.so.1\nZ:Q1${createHash('sha1').update('musl').digest('base64')}\n\n`,
  },
  { path: 'lib/ld-musl.so.1', mode: 0o755, body },
];

const changed = (item: TarItem): InspectedImage => ({ layers: [base, [item]] });

describe('integrity', () => {
  const cases: readonly (readonly [string, InspectedImage, readonly string[]])[] = [
    ['nothing was changed', { layers: [base] }, []],
    [
      'one byte of a library was changed in a later layer',
      changed({ path: 'usr/lib/libssl.so.3', body: 'The library\n' }),
      ['changed-file'],
    ],
    [
      'a library was changed in a flattened image',
      { layers: [base.map((item) => (item.path === 'usr/lib/libssl.so.3' ? { ...item, body: 'x' } : item))] },
      ['changed-file'],
    ],
    [
      'a program was replaced',
      changed({ path: 'usr/bin/openssl', mode: 0o755, body: 'another' }),
      ['changed-file'],
    ],
    ['a program was emptied', changed({ path: 'usr/bin/openssl', mode: 0o755, body: '' }), ['changed-file']],
    [
      'a program was replaced by a link to another',
      {
        layers: [
          base,
          [
            { path: 'usr/bin/openssl', type: '2', link: '/opt/evil' },
            { path: 'opt/evil', mode: 0o755, body: 'evil' },
          ],
        ],
      },
      ['changed-file'],
    ],
    [
      'a configuration file was edited',
      changed({ path: 'etc/ssl/openssl.cnf', body: 'answer = 43\n' }),
      ['changed-configuration'],
    ],
    ['a library was deleted', changed({ path: 'usr/lib/.wh.libssl.so.3' }), ['missing-files']],
    [
      'a program of no package is in a system directory',
      changed({ path: 'usr/sbin/helper', mode: 0o755, body: 'x' }),
      ['unowned-executables'],
    ],
    [
      'a program is in a place of one’s own',
      changed({ path: 'usr/local/bin/app', mode: 0o755, body: 'x' }),
      [],
    ],
    [
      'digests were rewritten along with the file',
      {
        layers: [
          base,
          [
            { path: 'usr/lib/libssl.so.3', body: 'x' },
            { path: 'var/lib/dpkg/info/libssl3:amd64.md5sums', body: `${md5('x')}  lib/libssl.so.3\n` },
          ],
        ],
      },
      ['rewritten-database'],
    ],
    [
      'digests were deleted',
      changed({ path: 'var/lib/dpkg/info/.wh.libssl3:amd64.md5sums' }),
      ['unverified-package'],
    ],
    [
      'a diverted program is where the diversion puts it, and a package brings another in its place',
      {
        layers: [
          [
            ...base.filter(({ path }) => path !== 'usr/bin/openssl'),
            { path: 'usr/bin/openssl.real', mode: 0o755, body: 'the program' },
            { path: 'usr/bin/openssl', mode: 0o755, body: 'the wrapper' },
            {
              path: 'var/lib/dpkg/status',
              body: `${status}${status.replace('libssl3', 'wrapper').replace(/Conffiles:\n .*\n/, '')}`,
            },
            { path: 'var/lib/dpkg/info/wrapper.list', body: '/.\n/usr/bin/openssl\n' },
            { path: 'var/lib/dpkg/info/wrapper.md5sums', body: `${md5('the wrapper')}  usr/bin/openssl\n` },
            { path: 'var/lib/dpkg/diversions', body: '/usr/bin/openssl\n/usr/bin/openssl.real\nwrapper\n' },
          ],
        ],
      },
      [],
    ],
    [
      'a diverted program was changed where it is',
      {
        layers: [
          base,
          [
            { path: 'usr/bin/openssl.real', mode: 0o755, body: 'changed' },
            { path: 'usr/bin/.wh.openssl' },
            { path: 'var/lib/dpkg/diversions', body: '/usr/bin/openssl\n/usr/bin/openssl.real\n:\n' },
          ],
        ],
      },
      ['changed-file'],
    ],
    ...['wrapper', ':', 'libssl3-other'].map(
      (by) =>
        [
          `a library is diverted away by ${by}, and another put in its place`,
          {
            layers: [
              base,
              [
                { path: 'usr/lib/libssl.so.3.real', body: library },
                { path: 'usr/lib/libssl.so.3', body: 'evil' },
                { path: 'var/lib/dpkg/diversions', body: `/lib/libssl.so.3\n/lib/libssl.so.3.real\n${by}\n` },
              ],
            ],
          },
          ['diverted-file'],
        ] as const,
    ),
    ['apk’s file is as installed', { layers: [apkBase('musl')] }, []],
    ['apk’s file was changed', { layers: [apkBase('evil')] }, ['changed-file']],
  ];
  test.each(cases)('%s', async (_, image, rules) => {
    expect(await rulesOf(image, 'integrity/')).toEqual(rules.map((rule) => `integrity/${rule}`));
  });

  test('a changed file names its package, both digests, its layer and the instruction', async () => {
    const { findings } = await inspectImage(
      {
        ...changed({ path: 'usr/lib/libssl.so.3', body: 'x' }),
        instructions: ['FROM debian', 'COPY libssl.so.3 /lib/'],
      },
      'integrity/',
    );
    expect(findings).toMatchObject([
      {
        message: 'The file /usr/lib/libssl.so.3 is not as libssl3 3.0.11-1 installed it.',
        where: { kind: 'layer', layer: 1, instruction: 'COPY libssl.so.3 /lib/' },
        details: { actual: `md5:${md5('x')}`, required: `md5:${md5(library)}` },
      },
    ]);
  });
});
