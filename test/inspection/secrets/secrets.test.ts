// Secrets: each kind is found, what only looks like one is not, and none is ever shown.
import { describe, expect, test } from '@jest/globals';
import { secretPatterns } from '../../../src/inspection/secret-patterns.ts';
import { findSecrets, redactSecrets } from '../../../src/inspection/secret-search.ts';
import { digestOf, inspectImage } from '../inspected.ts';
import { letters } from '../made-up.ts';
import { nearMisses } from '../near-misses.ts';
import { plantedSecrets } from '../planted-secrets.ts';

const kindsOf = (text: string, path = ''): string[] =>
  findSecrets(text, path).map(({ pattern }) => pattern.id);

describe('kinds of secrets', () => {
  test('every kind has a planted secret', () => {
    const kinds = new Set(plantedSecrets.map(({ kind }) => kind));
    expect(secretPatterns.map(({ id }) => id).filter((id) => !kinds.has(id))).toEqual([]);
  });

  test.each(plantedSecrets)('$kind in $path', ({ kind, path, body, secret }) => {
    expect(kindsOf(body, path)).toEqual([kind]);
    const shown = redactSecrets(body, path);
    for (let at = 0; at + 20 < secret.length; at += 7) {
      const piece = secret.slice(at, at + 20);
      if (!/--|PRIV|KEY|services/.test(piece)) expect(shown).not.toContain(piece);
    }
  });

  test('every kind has a near miss, which bears its keyword or stands in its file', () => {
    const near = (kind: string): boolean =>
      nearMisses.some(({ kind: of, path, body }) => {
        const pattern = secretPatterns.find(({ id }) => id === kind);
        return (
          of === kind &&
          (pattern?.files?.test(path) ?? pattern?.keywords.some((word) => body.includes(word))) === true
        );
      });
    expect(secretPatterns.map(({ id }) => id).filter((id) => !near(id))).toEqual([]);
  });

  test.each(nearMisses)('no $kind: $why', ({ path, body }) => {
    expect(kindsOf(body, path)).toEqual([]);
  });

  const harmless: readonly (readonly [string, string, string])[] = [
    ['a GitHub token whose checksum is wrong', `ghp_${letters(36)}`, 'srv/a'],
    ['an npm token whose checksum is wrong', `npm_${letters(36)}`, 'srv/a'],
    ['the access key of the AWS documentation', 'AKIAIOSFODNN7EXAMPLE', 'srv/a'],
    [
      "a join token of Docker's documentation",
      'SWMTKN-1-49nj1cmql0jkz5s954yi3oex3nedyz0fb0xx14ie39trti4wxv-8vxv8rssmk743ojnwacrr2e7c',
      'srv/a',
    ],
    ['a public key', `-----BEGIN PUBLIC KEY-----\n${letters(64)}\n-----END PUBLIC KEY-----`, 'srv/a'],
    ['a certificate', `-----BEGIN CERTIFICATE-----\n${letters(64)}\n-----END CERTIFICATE-----`, 'srv/a'],
    [
      'code that looks for private keys',
      'if "-----BEGIN RSA PRIVATE KEY-----" in text:\n  return True',
      'srv/a',
    ],
    ['a key that is left out', '-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----', 'srv/a'],
    ['a variable in a database address', 'postgres://app:\x24{PASSWORD}@db.internal/x', 'srv/a'],
    ['a placeholder in a database address', 'postgres://user:password@db.internal/x', 'srv/a'],
    ['a database address of an example', `mysql://me:${letters(12)}@db.example.com/x`, 'srv/a'],
    ['a token from the environment in .npmrc', '//r/:_authToken=\x24{NPM_TOKEN}', 'root/.npmrc'],
    ['a password elsewhere than in .pypirc', `password = ${letters(16)}`, 'srv/setup.cfg'],
    ['a word that ends like a token', `my_ghp_${letters(36)}`, 'srv/a'],
    ['a named value that points to a file', 'DB_PASSWORD=/run/secrets/db', 'config:'],
    ['a named value that is a placeholder', 'DB_PASSWORD=changeme-now', 'config:'],
    [
      'the emulator key of Azurite',
      'AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==',
      'srv/a',
    ],
  ];
  test.each(harmless)('not %s', (_, text, path) => {
    expect(kindsOf(text, path)).toEqual([]);
  });
});

describe('secrets of an image', () => {
  const github = plantedSecrets.find(({ kind }) => kind === 'github-token');
  const token = github?.secret ?? '';

  test('a secret is found in the layer, with the instruction that brought it, and is not shown', async () => {
    const { findings } = await inspectImage(
      {
        layers: [
          [{ path: 'etc/hello', body: 'hello' }],
          [{ path: 'srv/a.txt', body: `x\ny\ntoken: ${token}\n` }],
        ],
        instructions: ['FROM scratch', 'COPY a.txt /srv/ # buildkit'],
      },
      'secrets/',
    );
    expect(findings).toMatchObject([
      {
        rule: 'secrets/github-token',
        subject: '/srv/a.txt',
        where: {
          kind: 'layer',
          path: 'srv/a.txt',
          layer: 1,
          digest: digestOf(1),
          instruction: 'COPY a.txt /srv/ # buildkit',
        },
      },
    ]);
    expect(findings[0]?.message).toMatch(/\/srv\/a\.txt, line 3/);
    expect(JSON.stringify(findings)).not.toContain(token.slice(5, -5));
  });

  test('a deleted, a replaced and a twice written file can still be downloaded', async () => {
    const body = `token: ${token}\n`;
    const { findings } = await inspectImage(
      {
        layers: [
          [
            { path: 'a', body },
            { path: 'b', body },
            { path: 'c', body },
            { path: 'c', body: 'clean' },
          ],
          [{ path: '.wh.a' }, { path: 'b', body: 'clean text' }],
        ],
      },
      'secrets/',
    );
    expect(findings.map(({ subject }) => subject)).toEqual(['/a', '/b', '/c']);
    for (const { because } of findings) expect(because).toContain('still download');
  });

  test.each([[700], [65536], [1 << 20]])(
    'a secret is found in a long file wherever it stands, read %i bytes at a time',
    async (piece) => {
      const line = `${'some text that goes on '.repeat(4)}\n`;
      const long = line.repeat(14_000);
      for (const at of [1024 * 1024 - 20, 1024 * 1024 - 24 * 1024 - 20, 1024 * 1024 + 10, 100]) {
        const body = `${long.slice(0, at)}\n${token}\n${long.slice(at)}`;
        const { findings } = await inspectImage(
          { layers: [[{ path: 'long.txt', body }]], piece },
          'secrets/',
        );
        expect(findings.map(({ rule }) => rule)).toEqual(['secrets/github-token']);
        expect(findings[0]?.message).toContain(`line ${long.slice(0, at).split('\n').length + 1} `.trim());
      }
    },
  );

  test('history, environment, labels and build arguments are searched, each secret told once', async () => {
    const { findings } = await inspectImage(
      {
        config: {
          env: ['PATH=/bin', 'DB_PASSWORD=Tr0ub4dor-and-3', 'API_TOKEN=kJ8s0d9fk2lZpq'],
          labels: { note: `uses ${token}` },
          history: [
            { createdBy: 'ENV DB_PASSWORD=Tr0ub4dor-and-3', emptyLayer: true },
            { createdBy: 'RUN |1 NPM_TOKEN=ab12cd34ef56gh /bin/sh -c npm ci # buildkit', emptyLayer: true },
          ],
        },
      },
      'secrets/',
    );
    expect(findings.map(({ rule, where }) => [rule, where.kind === 'image' ? where.field : ''])).toEqual([
      ['secrets/named-secret', 'history[0]'],
      ['secrets/named-secret', 'history[1]'],
      ['secrets/named-secret', 'config.Env[API_TOKEN]'],
      ['secrets/github-token', 'config.Labels[note]'],
    ]);
    expect(JSON.stringify(findings)).not.toMatch(/Tr0ub|kJ8s0|ab12cd/);
  });

  test('a file that the distribution publishes holds no secret, unless a later layer wrote it', async () => {
    const status = 'Package: a\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n\n';
    const base = [
      { path: 'etc/os-release', body: 'ID=debian\nVERSION_ID=12\n' },
      { path: 'var/lib/dpkg/status', body: status },
      { path: 'var/lib/dpkg/info/a.list', body: '/.\n/usr\n/usr/lib\n/usr/lib/a.key\n' },
      { path: 'usr/lib/a.key', body: token },
    ];
    const first = await inspectImage({ layers: [base] }, 'secrets/');
    expect(first.findings.map(({ rule }) => rule)).toEqual([]);
    const later = await inspectImage(
      { layers: [base, [{ path: 'usr/lib/a.key', body: `${token}\n` }]] },
      'secrets/',
    );
    expect(later.findings.map(({ rule }) => rule)).toEqual(['secrets/github-token']);
  });
});
