// Tricks to make a scanner see less than a container runs: each is a finding or makes the verdict incomplete.
import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { TarItem } from '../image/tar-writer.ts';
import { inspectImage } from './inspected.ts';
import { plantedSecrets } from './planted-secrets.ts';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const paragraph = (name: string): string =>
  `Package: ${name}\nStatus: install ok installed\nVersion: 1.0-1\nArchitecture: amd64\n\n`;
const release: TarItem = { path: 'etc/os-release', body: 'ID=debian\nVERSION_ID=12\n' };
const status: TarItem = { path: 'var/lib/dpkg/status', body: paragraph('libssl3') + paragraph('bash') };
const files: readonly TarItem[] = [
  { path: 'usr/lib/libssl.so.3', mode: 0o755, body: 'ssl' },
  { path: 'usr/bin/bash', mode: 0o755, body: 'bash' },
  { path: 'var/lib/dpkg/info/libssl3.list', body: '/.\n/usr\n/usr/lib\n/usr/lib/libssl.so.3\n' },
  { path: 'var/lib/dpkg/info/libssl3.md5sums', body: `${md5('ssl')}  usr/lib/libssl.so.3\n` },
  { path: 'var/lib/dpkg/info/bash.list', body: '/.\n/usr\n/usr/bin\n/usr/bin/bash\n' },
  { path: 'var/lib/dpkg/info/bash.md5sums', body: `${md5('bash')}  usr/bin/bash\n` },
];
const base = [release, ...files, status];
const token = plantedSecrets.find(({ kind }) => kind === 'github-token')?.body ?? '';
const evil: TarItem = { path: 'usr/lib/libssl.so.3', mode: 0o755, body: 'evil' };

const ignored = /^hardening\/(?:healthcheck|shell)$/;

const tricks: readonly (readonly [string, readonly (readonly TarItem[])[]])[] = [
  ['os-release is removed', [base, [{ path: 'etc/.wh.os-release' }]]],
  [
    'os-release lies about the distribution',
    [base, [{ path: 'etc/os-release', body: 'ID=alpine\nVERSION_ID=3.20\n' }]],
  ],
  [
    'os-release is a link that leads nowhere',
    [base, [{ path: 'etc/os-release', type: '2', link: '/nowhere' }]],
  ],
  ['the package database is removed', [base, [{ path: 'var/lib/dpkg/.wh.status' }]]],
  [
    'the package database is moved and linked',
    [
      [release, ...files],
      [
        { path: 'var/lib/dpkg/status', type: '2', link: '/srv/status' },
        { path: 'srv/status', body: paragraph('bash') },
      ],
    ],
  ],
  [
    'the package database is cut',
    [[release, ...files, { ...status, body: paragraph('bash').slice(0, -30) }]],
  ],
  ['the package database is emptied', [base, [{ path: 'var/lib/dpkg/status', body: '' }]]],
  [
    'a package is taken out of the database while its files stay',
    [base, [{ path: 'var/lib/dpkg/status', body: paragraph('bash') }]],
  ],
  [
    'a package, its lists and digests are taken out, the library stays',
    [
      base,
      [
        { path: 'var/lib/dpkg/status', body: paragraph('bash') },
        { path: 'var/lib/dpkg/info/.wh.libssl3.list' },
        { path: 'var/lib/dpkg/info/.wh.libssl3.md5sums' },
      ],
    ],
  ],
  ['the whole database folder is hidden', [base, [{ path: 'var/lib/dpkg/.wh..wh..opq' }]]],
  ['the image is flattened without a database', [[release, ...files.slice(0, 2)]]],
  [
    'a library is changed and its digest rewritten',
    [
      base,
      [evil, { path: 'var/lib/dpkg/info/libssl3.md5sums', body: `${md5('evil')}  usr/lib/libssl.so.3\n` }],
    ],
  ],
  [
    'a library is changed and its digest taken out',
    [base, [evil, { path: 'var/lib/dpkg/info/.wh.libssl3.md5sums' }]],
  ],
  ['a library comes twice in one layer, the good one first', [[release, ...files, status, evil]]],
  [
    'a library is replaced through a hard link',
    [
      base,
      [
        { path: 'srv/evil', mode: 0o755, body: 'evil' },
        { path: 'usr/lib/libssl.so.3', type: '1', link: 'srv/evil' },
      ],
    ],
  ],
  ['a library is replaced under an absolute path', [base, [{ ...evil, path: '/usr/lib/libssl.so.3' }]]],
  [
    'a library’s folder is replaced by a link',
    [
      base,
      [{ path: 'usr/.wh.lib' }, { path: 'opt/lib/libssl.so.3', mode: 0o755, body: 'evil' }],
      [{ path: 'usr/lib', type: '2', link: '/opt/lib' }],
    ],
  ],
  [
    'an rpm database stands beside dpkg’s in another format',
    [base, [{ path: 'var/lib/rpm/Packages', body: 'x' }]],
  ],
  [
    'a token follows zero bytes',
    [[...base, { path: 'srv/data.bin', body: Buffer.concat([Buffer.alloc(100), Buffer.from(token)]) }]],
  ],
  [
    'a token is written twice, the second time without it',
    [[...base, { path: 'srv/a', body: token }, { path: 'srv/a', body: 'clean' }]],
  ],
  [
    'a token’s file is deleted by hiding its folder',
    [[...base, { path: 'srv/a', body: token }], [{ path: 'srv/.wh..wh..opq' }]],
  ],
];

describe('blinding', () => {
  test('without a trick there is nothing to say', async () => {
    const { findings, refusals } = await inspectImage({ layers: [base] });
    expect(findings.map(({ rule }) => rule).filter((rule) => !ignored.test(rule))).toEqual([]);
    expect(refusals).toEqual([]);
  });

  test.each(tricks)('%s', async (_, layers) => {
    const { findings, refusals } = await inspectImage({ layers });
    const told = findings.map(({ rule }) => rule).filter((rule) => !ignored.test(rule));
    expect([...told, ...refusals.map(({ code }) => code)]).not.toEqual([]);
  });
});
