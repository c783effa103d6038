// How an image is set up: each rule is broken by one case and kept by another.
import { describe, expect, test } from '@jest/globals';
import { capabilityNames } from '../../../src/inspection/hardening/capabilities.ts';
import { hardeningRules } from '../../../src/inspection/hardening/rules.ts';
import type { ImageConfig } from '../../../src/terms/image.ts';
import type { TarItem } from '../../image/tar-writer.ts';
import { inspectImage, rulesOf } from '../inspected.ts';

interface Case {
  readonly rule: string;
  readonly why: string;
  readonly files?: readonly TarItem[];
  readonly config?: Partial<ImageConfig>;
  readonly history?: string;
  readonly kept?: true;
}

const passwd = {
  path: 'etc/passwd',
  body: 'root:x:0:0::/root:/bin/sh\nadmin:x:0:0::/:/bin/sh\napp:x:1000:1000::/:\n',
};
const elf = (level: number): Buffer => {
  const bytes = Buffer.alloc(256);
  bytes.writeUInt32BE(0x7f454c46, 0);
  bytes[4] = 2;
  bytes[5] = 1;
  bytes.writeUInt16LE(62, 18);
  bytes.writeBigUInt64LE(64n, 32);
  bytes.writeUInt16LE(56, 54);
  bytes.writeUInt16LE(1, 56);
  bytes.writeUInt32LE(0x6474e553, 64);
  bytes.writeBigUInt64LE(128n, 72);
  bytes.writeBigUInt64LE(32n, 96);
  bytes.writeUInt32LE(0xc0008002, 128 + 16);
  bytes.writeUInt32LE(4, 128 + 20);
  bytes.writeUInt32LE(2 ** level - 1, 128 + 24);
  return bytes;
};

const cases: readonly Case[] = [
  { rule: 'root-user', why: 'no user is named', config: { user: '' } },
  { rule: 'root-user', why: 'the user is 0 with a group', config: { user: '0:1000' } },
  { rule: 'root-user', why: 'the user is 00', config: { user: '00' } },
  { rule: 'root-user', why: 'the user is root', config: { user: 'root' } },
  { rule: 'root-user', why: 'a name is mapped to 0', config: { user: 'admin' }, files: [passwd] },
  {
    rule: 'root-user',
    why: 'a name is mapped to another number',
    config: { user: 'app' },
    files: [passwd],
    kept: true,
  },
  { rule: 'root-user', why: 'the user is a number', config: { user: '10001' }, kept: true },
  { rule: 'unknown-user', why: 'no account has the name', config: { user: 'nobody-here' }, files: [passwd] },
  { rule: 'second-root', why: 'an account has the id of root', files: [passwd] },
  {
    rule: 'empty-password',
    why: 'a hash stands in shadow',
    files: [{ path: 'etc/shadow', body: 'root:$6$abc$def:1::::::\n' }],
  },
  {
    rule: 'empty-password',
    why: 'accounts are locked',
    files: [{ path: 'etc/shadow', body: 'root:*:1::::::\nb:!:1::::::\n' }],
    kept: true,
  },
  {
    rule: 'foreign-setuid',
    why: 'a program of nobody is setuid',
    files: [{ path: 'usr/bin/x', mode: 0o4755, body: 'x' }],
  },
  {
    rule: 'foreign-setuid',
    why: 'a directory has setgid',
    files: [{ path: 'var/mail/', mode: 0o2775 }],
    kept: true,
  },
  {
    rule: 'file-capabilities',
    why: 'a file has cap_net_raw',
    files: [
      {
        path: 'usr/bin/ping',
        mode: 0o755,
        body: 'x',
        pax: { 'SCHILY.xattr.security.capability': '\x01\0\0\x02\0\x20\0\0\0\0\0\0\0\0\0\0\0\0\0\0' },
      },
    ],
  },
  { rule: 'ssh', why: 'sshd is there', files: [{ path: 'usr/sbin/sshd', mode: 0o755, body: 'x' }] },
  {
    rule: 'ssh',
    why: 'only the client is there',
    files: [{ path: 'usr/bin/ssh', mode: 0o755, body: 'x' }],
    kept: true,
  },
  {
    rule: 'ssh-host-key',
    why: 'a host key is there',
    files: [{ path: 'etc/ssh/ssh_host_ed25519_key', body: 'x' }],
  },
  {
    rule: 'ssh-host-key',
    why: 'only its public half is there',
    files: [{ path: 'etc/ssh/ssh_host_ed25519_key.pub', body: 'x' }],
    kept: true,
  },
  {
    rule: 'authorized-keys',
    why: 'a key is let in',
    files: [{ path: 'root/.ssh/authorized_keys', body: 'ssh-ed25519 AAAA' }],
  },
  {
    rule: 'authorized-keys',
    why: 'the list is empty',
    files: [{ path: 'root/.ssh/authorized_keys', body: '' }],
    kept: true,
  },
  {
    rule: 'agent-socket',
    why: 'the environment points to an agent',
    config: { env: ['SSH_AUTH_SOCK=/agent'] },
  },
  {
    rule: 'world-writable',
    why: 'a file is writable by all',
    files: [{ path: 'etc/app.conf', mode: 0o666, body: 'x' }],
  },
  { rule: 'world-writable', why: 'a directory is writable by all', files: [{ path: 'srv/', mode: 0o777 }] },
  {
    rule: 'world-writable',
    why: 'a directory is sticky',
    files: [{ path: 'tmp/', mode: 0o1777 }],
    kept: true,
  },
  {
    rule: 'world-writable',
    why: 'a link shows all rights',
    files: [{ path: 'a', type: '2', link: 'b', mode: 0o777 }],
    kept: true,
  },
  { rule: 'device-file', why: 'a disk is there', files: [{ path: 'srv/disk', type: '4', mode: 0o600 }] },
  { rule: 'privileged-port', why: 'port 80 is exposed', config: { exposedPorts: ['80/tcp'] } },
  {
    rule: 'privileged-port',
    why: 'port 8080 is exposed',
    config: { exposedPorts: ['8080/tcp'] },
    kept: true,
  },
  { rule: 'ssh-port', why: 'port 22 is exposed', config: { exposedPorts: ['22/tcp'] } },
  { rule: 'docker-socket', why: 'the socket is a volume', config: { volumes: ['/var/run/docker.sock'] } },
  { rule: 'docker-socket', why: 'DOCKER_HOST is set', config: { env: ['DOCKER_HOST=tcp://dind:2375'] } },
  { rule: 'add-url', why: 'ADD names an address', history: 'ADD https://example.com/a.tgz /opt/ # buildkit' },
  {
    rule: 'add-url',
    why: 'ADD has a checksum',
    history: 'ADD --checksum=sha256:00 https://example.com/a.tgz /opt/ # buildkit',
    kept: true,
  },
  {
    rule: 'pipe-to-shell',
    why: 'curl is piped to bash',
    history: 'RUN /bin/sh -c curl -fsSL https://x.example/i.sh | bash - # buildkit',
  },
  {
    rule: 'pipe-to-shell',
    why: 'wget is piped to sudo sh',
    history: 'RUN wget -qO- https://x.example/i.sh | sudo -E sh',
  },
  {
    rule: 'pipe-to-shell',
    why: 'sh reads a download',
    history: 'RUN bash -c "$(curl -fsSL https://x.example/i.sh)"',
  },
  {
    rule: 'pipe-to-shell',
    why: 'a download is unpacked',
    history: 'RUN curl -fsSL https://x.example/a.tgz | tar xz',
    kept: true,
  },
  { rule: 'update-alone', why: 'lists are updated alone', history: 'RUN /bin/sh -c apt-get update' },
  {
    rule: 'update-alone',
    why: 'something is installed too',
    history: 'RUN /bin/sh -c apt-get update && apt-get install -y curl',
    kept: true,
  },
  {
    rule: 'insecure-download',
    why: 'certificates are not checked',
    history: 'RUN curl -k https://x.example/a',
  },
  {
    rule: 'package-cache',
    why: 'package lists are left',
    files: [{ path: 'var/lib/apt/lists/deb.example_dists_Packages', body: 'x' }],
  },
  { rule: 'debug-tools', why: 'gdb is there', files: [{ path: 'usr/bin/gdb', mode: 0o755, body: 'x' }] },
  { rule: 'shell', why: 'a shell is there', files: [{ path: 'bin/bash', mode: 0o755, body: 'x' }] },
  { rule: 'compiler', why: 'gcc is there', files: [{ path: 'usr/bin/gcc-12', mode: 0o755, body: 'x' }] },
  { rule: 'end-of-life-runtime', why: 'Node.js 16 has ended', config: { env: ['NODE_VERSION=16.20.2'] } },
  ...[
    'NODE_VERSION=8.17.0',
    'NODE_VERSION=v0.12.18',
    'PHP_VERSION=5.6.40',
    'PYTHON_VERSION=3.4.10',
    'PYTHON_VERSION=2.7.18',
    'RUBY_VERSION=2.6.10',
    'GOLANG_VERSION=1.9.7',
    'GOLANG_VERSION=1.22.12',
    'DOTNET_VERSION=2.2.8',
    'DOTNET_VERSION=6.0.36',
  ].map((line) => ({ rule: 'end-of-life-runtime', why: `${line} has ended`, config: { env: [line] } })),
  ...['GOLANG_VERSION=1.30.1', 'DOTNET_VERSION=10.0.3', 'PYTHON_VERSION=3.15.0', 'NODE_VERSION=none'].map(
    (line) => ({
      rule: 'end-of-life-runtime',
      why: `nothing says that ${line} has ended`,
      config: { env: [line] },
      kept: true,
    }),
  ),
  {
    rule: 'end-of-life-runtime',
    why: 'Node.js 24 is supported',
    config: { env: ['NODE_VERSION=24.1.0'] },
    kept: true,
  },
  { rule: 'owner-label', why: 'there are no labels', config: { labels: {} } },
  { rule: 'purpose-label', why: 'there are no labels', config: { labels: {} } },
  { rule: 'healthcheck', why: 'there is none', config: {} },
  { rule: 'healthcheck', why: 'there is one', config: { healthcheck: ['CMD', 'true'] }, kept: true },
  {
    rule: 'isa-level',
    why: 'a program needs x86-64-v3',
    files: [{ path: 'usr/bin/fast', mode: 0o755, body: elf(3) }],
  },
  {
    rule: 'isa-level',
    why: 'a program runs everywhere',
    files: [{ path: 'usr/bin/any', mode: 0o755, body: elf(1) }],
    kept: true,
  },
  {
    rule: 'unknown-user',
    why: 'an account has the name',
    config: { user: 'app' },
    files: [passwd],
    kept: true,
  },
  {
    rule: 'second-root',
    why: 'only root has its id',
    files: [{ path: 'etc/passwd', body: 'root:x:0:0::/root:/bin/sh\napp:x:1000:0::/:\n' }],
    kept: true,
  },
  {
    rule: 'setuid',
    why: 'a program runs as who starts it',
    files: [{ path: 'usr/bin/x', mode: 0o755, body: 'x' }],
    kept: true,
  },
  {
    rule: 'file-capabilities',
    why: 'a file has another attribute',
    files: [{ path: 'usr/bin/ping', mode: 0o755, body: 'x', pax: { 'SCHILY.xattr.user.note': 'x' } }],
    kept: true,
  },
  { rule: 'agent-socket', why: 'no agent is named', config: { env: ['SSH_AUTH_SOCKET=/a'] }, kept: true },
  {
    rule: 'device-file',
    why: 'every container has it',
    files: [{ path: 'dev/null', type: '3' }],
    kept: true,
  },
  { rule: 'ssh-port', why: 'port 2222 is exposed', config: { exposedPorts: ['2222/tcp'] }, kept: true },
  { rule: 'docker-socket', why: 'another volume', config: { volumes: ['/var/run/app.sock'] }, kept: true },
  {
    rule: 'insecure-download',
    why: 'certificates are checked',
    history: 'RUN curl --keepalive-time 2 https://x.example/a',
    kept: true,
  },
  {
    rule: 'package-cache',
    why: 'only the folder is left',
    files: [
      { path: 'var/lib/apt/lists/', mode: 0o755 },
      { path: 'var/lib/apt/lists/lock', body: 'x' },
    ],
    kept: true,
  },
  {
    rule: 'debug-tools',
    why: 'a program is called alike',
    files: [{ path: 'usr/bin/gdbus', mode: 0o755, body: 'x' }],
    kept: true,
  },
  { rule: 'shell', why: 'there is none', files: [{ path: 'bin/app', mode: 0o755, body: 'x' }], kept: true },
  {
    rule: 'compiler',
    why: 'its run-time library is there',
    files: [{ path: 'usr/lib/libgcc_s.so.1', mode: 0o755, body: 'x' }],
    kept: true,
  },
  { rule: 'owner-label', why: 'somebody is named', kept: true },
  { rule: 'purpose-label', why: 'a title is given', kept: true },
];

describe('hardening', () => {
  test.each(cases)('$rule: $why', async ({ rule, files = [], config, history, kept }) => {
    const rules = await rulesOf({
      layers: [files],
      ...(config === undefined ? {} : { config }),
      ...(history === undefined ? {} : { instructions: [history] }),
    });
    if (kept) expect(rules).not.toContain(`hardening/${rule}`);
    else expect(rules).toContain(`hardening/${rule}`);
  });

  test.each([60, 100, 200, 512])(
    'a program is read whole where its layer comes by %i bytes',
    async (piece) => {
      const files = [{ path: 'usr/bin/fast', mode: 0o755, body: elf(3) }];
      expect(await rulesOf({ layers: [files], piece })).toContain('hardening/isa-level');
    },
  );

  test('every rule is broken by a case', () => {
    const broken = new Set(cases.filter(({ kept }) => !kept).map(({ rule }) => `hardening/${rule}`));
    // `setuid` needs a package that owns the file: it has its own test.
    const rules = Object.values(hardeningRules).map(({ id }) => id);
    expect(rules.filter((id) => !broken.has(id))).toEqual(['hardening/setuid']);
  });

  test('every rule is kept by a case', () => {
    const kept = new Set(cases.filter((one) => one.kept).map(({ rule }) => `hardening/${rule}`));
    expect(Object.values(hardeningRules).flatMap(({ id }) => (kept.has(id) ? [] : [id]))).toEqual([]);
  });

  test('a setuid program of a package names its package', async () => {
    const { findings } = await inspectImage({
      layers: [
        [
          { path: 'etc/os-release', body: 'ID=debian\nVERSION_ID=12\n' },
          {
            path: 'var/lib/dpkg/status',
            body: 'Package: login\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n\n',
          },
          { path: 'var/lib/dpkg/info/login.list', body: '/.\n/bin\n/bin/su\n' },
          { path: 'bin', type: '2', link: 'usr/bin' },
          { path: 'usr/bin/su', mode: 0o4755, body: 'x' },
        ],
      ],
    });
    expect(findings.find(({ rule }) => rule === 'hardening/setuid')?.message).toBe(
      '/usr/bin/su runs with the rights of user 0 and comes from login.',
    );
  });

  test('capabilities are told by their names', () => {
    const bytes = Buffer.alloc(20);
    bytes.writeUInt32LE(0x02000001, 0);
    bytes.writeUInt32LE((1 << 13) | (1 << 21), 4);
    bytes.writeUInt32LE(1 << 7, 12);
    expect(capabilityNames(bytes.toString('latin1'))).toEqual(['CAP_NET_RAW', 'CAP_SYS_ADMIN', 'CAP_BPF']);
    expect(capabilityNames('')).toEqual([]);
  });
});
