// Where packages of npm and PyPI came from, by lock files, settings and what installers leave behind.
import { describe, expect, test } from '@jest/globals';
import { trustAll, underTrust } from '../../../src/inspection/origin/trust.ts';
import { imageOf, inspectImage } from '../inspected.ts';

const json = (value: unknown): string => JSON.stringify(value, undefined, 2);
const elsewhere = 'unexpected-registry';

const rows: readonly (readonly [string, string, string, readonly string[]])[] = [
  [
    'a lock file of the public registry',
    'app/package-lock.json',
    json({ packages: { 'node_modules/a': { resolved: 'https://registry.npmjs.org/a/-/a-1.0.0.tgz' } } }),
    [],
  ],
  [
    'a lock file of another registry',
    'app/package-lock.json',
    json({ packages: { 'node_modules/a': { resolved: 'https://npm.evil.example/a/-/a-1.0.0.tgz' } } }),
    [elsewhere],
  ],
  [
    'what npm installed from a forge',
    'app/node_modules/.package-lock.json',
    json({ packages: { 'node_modules/a': { resolved: 'git+ssh://git@github.com/me/a.git#0123' } } }),
    [elsewhere],
  ],
  [
    'a package of the image’s own folders',
    'app/package-lock.json',
    json({ packages: { 'node_modules/a': { resolved: 'file:../a' } } }),
    [],
  ],
  [
    'the lock file of somebody’s package',
    'app/node_modules/a/package-lock.json',
    json({ packages: { 'node_modules/b': { resolved: 'https://npm.evil.example/b.tgz' } } }),
    [],
  ],
  [
    'a manifest that npm 6 wrote',
    'app/node_modules/a/package.json',
    json({ name: 'a', version: '1.0.0', _resolved: 'https://me:Zk29dkLqp1@npm.evil.example/a.tgz' }),
    [elsewhere],
  ],
  [
    'a manifest that npm 6 wrote, from the public registry',
    'app/node_modules/a/package.json',
    json({ name: 'a', version: '1.0.0', _resolved: 'https://registry.npmjs.org/a/-/a-1.0.0.tgz' }),
    [],
  ],
  [
    'Yarn’s lock file',
    'app/yarn.lock',
    '"a@^1":\n  resolved "https://npm.evil.example/a.tgz#01"\n',
    [elsewhere],
  ],
  [
    'pnpm’s lock file',
    'app/pnpm-lock.yaml',
    'resolution: {tarball: https://npm.evil.example/a.tgz}\n',
    [elsewhere],
  ],
  [
    'npm’s settings',
    'root/.npmrc',
    '@acme:registry=http://npm.evil.example/\n',
    ['unencrypted-source', elsewhere],
  ],
  ['npm without checks', 'root/.npmrc', 'strict-ssl=false\n', ['unsigned-source']],
  ['Yarn’s settings', 'app/.yarnrc.yml', 'npmRegistryServer: "https://npm.evil.example"\n', [elsewhere]],
  [
    'pip’s settings',
    'etc/pip.conf',
    '[global]\nextra-index-url = https://pypi.evil.example/simple\n',
    [elsewhere],
  ],
  ['pip that trusts a host', 'etc/pip.conf', '[global]\ntrusted-host = pypi.org\n', ['unsigned-source']],
  ['pip’s own index', 'etc/pip.conf', '[global]\nindex-url = https://pypi.org/simple\n', []],
  ['requirements', 'app/requirements.txt', '-i https://pypi.evil.example/simple\nflask==3.0\n', [elsewhere]],
  [
    'a distribution that pip took from an address',
    'usr/lib/python3/site-packages/a-1.dist-info/direct_url.json',
    json({ url: 'https://files.evil.example/a.whl', archive_info: {} }),
    [elsewhere],
  ],
  [
    'a distribution that pip took from a folder',
    'usr/lib/python3/site-packages/a-1.dist-info/direct_url.json',
    json({ url: 'file:///app', dir_info: {} }),
    [],
  ],
  [
    'uv’s lock file',
    'app/uv.lock',
    'source = { registry = "https://pypi.evil.example/simple" }\n',
    [elsewhere],
  ],
  [
    'Poetry’s lock file',
    'app/poetry.lock',
    '[package.source]\ntype = "legacy"\nurl = "https://pypi.evil.example/simple"\n',
    [elsewhere],
  ],
  [
    'Pipenv’s lock file',
    'app/Pipfile.lock',
    json({ _meta: { sources: [{ url: 'https://pypi.evil.example' }] } }),
    [elsewhere],
  ],
];

describe('packages of languages', () => {
  test.each(rows)('%s', async (_, path, body, rules) => {
    const { findings } = await inspectImage({ layers: [[{ path, body }]] }, 'origin/');
    expect(findings.map(({ rule }) => rule).sort()).toEqual(rules.map((rule) => `origin/${rule}`));
    expect(JSON.stringify(findings)).not.toContain('Zk29');
    const trust = { ...trustAll, origins: ['.evil.example', 'github.com'] };
    const left = underTrust(findings, imageOf({}), trust, new Date('2026-11-01'));
    expect(left.map(({ rule }) => rule)).toEqual(
      rules.filter((rule) => rule === 'unsigned-source').map(() => 'origin/unsigned-source'),
    );
  });

  test('a lock file says how many packages came from one host', async () => {
    const packages = Object.fromEntries(
      ['a', 'b'].map((name) => [name, { resolved: `https://npm.evil.example/${name}.tgz` }]),
    );
    const body = json({ packages });
    const { findings } = await inspectImage(
      { layers: [[{ path: 'app/package-lock.json', body }]] },
      'origin/',
    );
    expect(findings.map(({ message }) => message)).toEqual([
      '/app/package-lock.json has 2 packages from npm.evil.example, which is none of npm’s own hosts.',
    ]);
  });

  test('variables of the configuration count too', async () => {
    const env = [
      'PIP_INDEX_URL=https://u:Zk29dkLqp1@pypi.evil.example/simple',
      'npm_config_registry=https://registry.npmjs.org',
    ];
    const { findings } = await inspectImage({ config: { env } }, 'origin/');
    expect(findings.map(({ rule, details }) => [rule, details])).toMatchObject([
      ['origin/unexpected-registry', { actual: 'https://pypi.evil.example' }],
    ]);
  });
});
