// Tricks to make a scanner see less than a container runs: each is a finding or makes the verdict incomplete.
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
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

const all = paragraph('libssl3') + paragraph('bash');
const wanted = 'secrets/github-token';

/** What each is told by: a rule, or the code of a refusal, which makes the verdict incomplete. */
const told: readonly (readonly [string, readonly (readonly TarItem[])[], string])[] = [
  [
    'os-release comes twice in one layer',
    [[...base, { path: 'etc/os-release', body: 'ID=alpine\n' }]],
    'ambiguous',
  ],
  [
    'the database is of another architecture',
    [[release, ...files, { ...status, body: all.replaceAll('amd64', 'arm64') }]],
    'ambiguous',
  ],
  [
    'the database is written in other letters',
    [[release, ...files, { ...status, path: 'var/lib/dpkg/STATUS' }]],
    'unreadable-database',
  ],
  [
    'the database’s folder is written in other letters',
    [base.map((item) => ({ ...item, path: item.path.replace('var/lib/dpkg', 'var/lib/DPKG') }))],
    'unreadable-database',
  ],
  [
    'the database comes twice in one layer, the honest one first',
    [[...base, { ...status, body: paragraph('bash') }]],
    'unreadable-database',
  ],
  [
    'the database is reached by way of a folder above',
    [base, [{ path: 'srv/../var/lib/dpkg/status', body: paragraph('bash') }]],
    'ambiguous',
  ],
  [
    'the database is named in an extended header',
    [base, [{ path: 'harmless', pax: { path: 'var/lib/dpkg/status' }, body: paragraph('bash') }]],
    'unreadable-database',
  ],
  [
    'the database is a hard link to another file',
    [
      base,
      [
        { path: 'srv/s', body: all },
        { path: 'var/lib/dpkg/status', type: '1', link: 'srv/s' },
      ],
    ],
    'unreadable-database',
  ],
  ['the database is a pipe', [base, [{ path: 'var/lib/dpkg/status', type: '6' }]], 'unreadable-database'],
  ['the database is a folder', [base, [{ path: 'var/lib/dpkg/status/', type: '5' }]], 'unreadable-database'],
  [
    'the database’s folder is a link',
    [
      [
        release,
        ...files.slice(0, 2),
        { path: 'var/lib/dpkg', type: '2', link: '/srv/dpkg' },
        { path: 'srv/dpkg/status', body: all },
      ],
    ],
    'unreadable-database',
  ],
  [
    'a package is said to be removed while its files stay',
    [base, [{ ...status, body: all.replace('install ok installed', 'deinstall ok config-files') }]],
    'integrity/unowned-executables',
  ],
  [
    'a library is diverted and another put in its place',
    [
      base,
      [
        evil,
        { path: 'usr/lib/libssl.so.3.real', body: 'ssl' },
        { path: 'var/lib/dpkg/diversions', body: '/usr/lib/libssl.so.3\n/usr/lib/libssl.so.3.real\n:\n' },
      ],
    ],
    'integrity/diverted-file',
  ],
  [
    'a library is replaced by a link to a place whose files are not digested',
    [
      [{ path: 'usr/lib/', mode: 0o755 }, ...base],
      [
        { path: 'usr/lib/libssl.so.3', type: '2', link: '/usr/share/doc/x' },
        { path: 'usr/share/doc/x', body: 'evil' },
      ],
    ],
    'integrity/changed-file',
  ],
  [
    'a library’s digest is claimed twice',
    [
      base,
      [
        evil,
        {
          path: 'var/lib/dpkg/info/libssl3:amd64.md5sums',
          body: `${md5('evil')}  usr/lib/libssl.so.3\n`,
        },
      ],
    ],
    'integrity/changed-file',
  ],
  [
    'a library is called a configuration file',
    [
      base,
      [
        evil,
        {
          ...status,
          body: all.replace('libssl3\n', `libssl3\nConffiles:\n /usr/lib/libssl.so.3 ${md5('evil')}\n`),
        },
      ],
    ],
    'integrity/unverified-package',
  ],
  ['a token in UTF-16', [[...base, { path: 'srv/a', body: Buffer.from(token, 'utf16le') }]], wanted],
  ['a token in a compressed picture', [[...base, { path: 'srv/a.png', body: gzipSync(token) }]], wanted],
  [
    'a token behind a page of zeros',
    [[...base, { path: 'srv/a', body: Buffer.concat([Buffer.alloc(50_000), Buffer.from(token)]) }]],
    wanted,
  ],
  [
    'a token in a file that a hard link names anew and a later layer deletes',
    [
      [...base, { path: 'srv/a', body: token }, { path: 'srv/b', type: '1', link: 'srv/a' }],
      [{ path: 'srv/.wh.a' }, { path: 'srv/.wh.b' }],
    ],
    wanted,
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

  test.each(told)('%s', async (_, layers, by) => {
    const { findings, refusals } = await inspectImage({ layers });
    const rules = findings.map(({ rule }) => rule).filter((rule) => !ignored.test(rule));
    expect([...rules, ...refusals.map(({ code }) => code)]).toContain(by);
  });
});
