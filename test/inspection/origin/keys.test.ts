// Keys that apt, apk and rpm trust, and keys that signed what is installed.
import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { trustAll, underTrust } from '../../../src/inspection/origin/trust.ts';
import { keyFingerprints, signerKeyId } from '../../../src/packages/openpgp.ts';
import type { TarItem } from '../../image/tar-writer.ts';
import { database, header, named } from '../../packages/rpm/databases.ts';
import { imageOf, inspectImage } from '../inspected.ts';

/** RFC 9580 §4.2: a packet with a length of one octet. */
const packet = (tag: number, body: Buffer): Buffer =>
  Buffer.concat([Buffer.of(0xc0 | tag, body.length), body]);
const key = Buffer.concat([Buffer.of(4, 0, 0, 0, 1, 22), Buffer.from('0123456789abcdef')]);
const fingerprint = createHash('sha1')
  .update(Buffer.of(0x99, 0, key.length))
  .update(key)
  .digest('hex')
  .toUpperCase();
const ring = packet(6, key);
const armoured = `-----BEGIN PGP PUBLIC KEY BLOCK-----\nComment: x\n\n${ring.toString('base64')}\n=AAAA\n-----END PGP PUBLIC KEY BLOCK-----\n`;

/** A version 4 signature that names its issuer in a subpacket of the second area. */
function signed(id: string): Buffer {
  const issuer = Buffer.concat([Buffer.of(9, 16), Buffer.from(id, 'hex')]);
  return packet(2, Buffer.concat([Buffer.of(4, 0, 1, 8, 0, 0, 0, issuer.length), issuer, Buffer.of(0, 0)]));
}

const own = '0123456789ABCDEF';
const other = 'FEDCBA9876543210';
const vendor = [1011, 'AlmaLinux'] as const;

async function judge(items: readonly TarItem[], keys: readonly string[] = []) {
  const { findings } = await inspectImage({ layers: [items] }, 'origin/');
  const left = underTrust(findings, imageOf({}), { ...trustAll, keys }, new Date('2026-11-01'));
  return left.map(({ rule }) => rule.slice('origin/'.length));
}

const rpms = (...blobs: readonly Buffer[]): readonly TarItem[] => [
  { path: 'etc/os-release', body: 'ID=almalinux\nVERSION_ID=9.4\n' },
  { path: 'var/lib/rpm/rpmdb.sqlite', body: database(blobs) },
];
const release = named('almalinux-release', [vendor, [268, signed(own)]]);

describe('keys', () => {
  test.each([
    ['binary', ring],
    ['armoured', Buffer.from(armoured)],
  ])('a %s ring gives the fingerprints of its keys', (_, bytes) => {
    expect(keyFingerprints(bytes)).toEqual([fingerprint]);
  });

  test('what is no ring holds no key, and what is no signature names no key', () => {
    expect(keyFingerprints(Buffer.from('hello'))).toEqual([]);
    expect(keyFingerprints(ring.subarray(0, 9))).toEqual([]);
    expect(signerKeyId(ring)).toBeUndefined();
  });

  test('a version 3 signature names its key too', () => {
    const body = Buffer.concat([
      Buffer.of(3, 5, 0, 0, 0, 0, 1),
      Buffer.from(own, 'hex'),
      Buffer.of(1, 8, 0, 0),
    ]);
    expect(signerKeyId(packet(2, body))).toBe(own);
  });

  test.each(['etc/apt/trusted.gpg', 'etc/apt/trusted.gpg.d/x.gpg', 'etc/apk/keys/x.rsa.pub'])(
    '%s that no package brought is told, unless the policy allows the key',
    async (path) => {
      const items = [{ path, body: ring }];
      expect(await judge(items)).toEqual(['third-party-key']);
      const digest = createHash('sha256').update(ring).digest('hex').toUpperCase();
      expect(await judge(items, [path.startsWith('etc/apk') ? digest : fingerprint.slice(-16)])).toEqual([]);
      expect(await judge(items, [other])).toEqual(['third-party-key']);
    },
  );

  test('a key of a package, and one for the sources that name it, are none', async () => {
    const path = 'etc/apt/trusted.gpg.d/x.gpg';
    const status = 'Package: keys\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n\n';
    const items = [
      { path: 'etc/os-release', body: 'ID=debian\nVERSION_ID=12\n' },
      { path, body: ring },
      { path: 'etc/apt/keyrings/y.gpg', body: ring },
      { path: 'var/lib/dpkg/status', body: status },
      { path: 'var/lib/dpkg/info/keys.list', body: `/.\n/etc\n/etc/apt\n/etc/apt/trusted.gpg.d\n/${path}\n` },
    ];
    expect(await judge(items)).toEqual([]);
  });
});

describe('signers of rpm packages', () => {
  test.each<readonly [string, readonly Buffer[], readonly string[]]>([
    ['the release package’s', [release, named('bash', [vendor, [268, signed(own)]])], []],
    ['another', [release, named('bash', [vendor, [268, signed(other)]])], ['third-party-signer']],
    [
      'another, and the vendor says so',
      [
        release,
        named('x', [
          [1011, 'Acme'],
          [259, signed(other)],
        ]),
      ],
      ['third-party-vendor'],
    ],
    ['none', [release, named('bash', [vendor])], ['unsigned-package']],
    [
      'one of rpm 6',
      [release, named('bash', [vendor, [278, [signed(other).toString('base64')]]])],
      ['third-party-signer'],
    ],
  ])('%s', async (_, blobs, rules) => {
    expect(await judge(rpms(...blobs))).toEqual(rules);
  });

  test('openSUSE’s release package vouches for a key too, whatever its letters', async () => {
    const suse = [1011, 'openSUSE'] as const;
    const items: readonly TarItem[] = [
      { path: 'etc/os-release', body: 'ID=opensuse-leap\nVERSION_ID=15.6\n' },
      {
        path: 'var/lib/rpm/rpmdb.sqlite',
        body: database([
          named('openSUSE-release', [suse, [268, signed(own)]]),
          named('bash', [suse, [268, signed(other)]]),
        ]),
      },
    ];
    expect(await judge(items)).toEqual(['third-party-signer']);
  });

  test('a key that the policy allows may sign', async () => {
    expect(await judge(rpms(release, named('bash', [vendor, [268, signed(other)]])), [other])).toEqual([]);
  });
});

const keyEntry = (text: string, id = 'aabbccdd'): Buffer =>
  header([
    [1000, 'gpg-pubkey'],
    [1001, id],
    [1002, '5f0f0f0f'],
    [1005, text],
  ]);
const keyFile: TarItem = { path: 'etc/pki/rpm-gpg/RPM-GPG-KEY-x', body: armoured };
const repository = (gpgkey: string, host = 'repo.almalinux.org'): TarItem => ({
  path: 'etc/yum.repos.d/x.repo',
  body: `[x]\nbaseurl=https://${host}/x\ngpgcheck=1\ngpgkey=${gpgkey}\n`,
});

describe('keys that rpm trusts', () => {
  test('a key in the database that is none of the distribution’s is told, unless the policy allows it', async () => {
    const items = rpms(release, keyEntry(armoured));
    expect(await judge(items)).toEqual(['third-party-key']);
    expect(await judge(items, [fingerprint])).toEqual([]);
    const { findings } = await inspectImage({ layers: [items] }, 'origin/');
    expect(findings[0]?.message).toContain(fingerprint);
  });

  test('an entry without a key that can be read is named by its id', async () => {
    const { findings } = await inspectImage({ layers: [rpms(release, keyEntry('x'))] }, 'origin/');
    expect(findings.map(({ message }) => message)).toEqual([expect.stringContaining('the key AABBCCDD ')]);
  });

  test('a package that is only named somewhat like a release vouches for no key', async () => {
    const like = named('tools-released', [vendor, [268, signed(fingerprint.slice(-16))]]);
    expect(await judge(rpms(release, like, keyEntry(armoured)))).toContain('third-party-key');
  });

  test('the key of the release package, and those in files of the distribution, are its own', async () => {
    const signedBy = named('almalinux-release', [vendor, [268, signed(fingerprint.slice(-16))]]);
    expect(await judge(rpms(signedBy, keyEntry(armoured)))).toEqual([]);
    const bringing = named('almalinux-gpg-keys', [
      vendor,
      [268, signed(own)],
      [1117, ['RPM-GPG-KEY-x']],
      [1116, [0]],
      [1118, ['/etc/pki/rpm-gpg/']],
    ]);
    expect(await judge([...rpms(release, bringing, keyEntry(armoured)), keyFile])).toEqual([]);
  });

  test('keys are no packages', async () => {
    const { findings } = await inspectImage({ layers: [rpms(release, keyEntry(armoured))] });
    expect(findings.filter(({ rule }) => /unsigned-package|third-party-vendor/.test(rule))).toEqual([]);
  });

  test('a key in rpm’s own store', async () => {
    const path = 'usr/lib/sysimage/rpm/pubkeys/x.key';
    expect(await judge([...rpms(release), { path, body: armoured }])).toEqual(['third-party-key']);
  });
});

describe('gpgkey=', () => {
  test.each<readonly [string, TarItem, readonly string[]]>([
    [
      'a file that no package brought',
      repository('file:///etc/pki/rpm-gpg/RPM-GPG-KEY-x'),
      ['third-party-key'],
    ],
    ['the distribution’s host', repository('https://repo.almalinux.org/key'), []],
    ['another host than the packages', repository('https://evil.example/key'), ['third-party-source']],
    ['without TLS', repository('http://repo.almalinux.org/key'), ['unsigned-source']],
    [
      'the host of a third-party source',
      repository('https://a.example/key', 'a.example'),
      ['third-party-source'],
    ],
    [
      'several',
      repository('https://repo.almalinux.org/key https://evil.example/key'),
      ['third-party-source'],
    ],
  ])('%s', async (_, item, rules) => {
    expect(await judge([...rpms(release), keyFile, item])).toEqual(rules);
  });
});
