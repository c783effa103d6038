// A real Debian image in a real docker-registry: open, with basic auth, with tokens; equal to what dpkg says.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type DockerRegistry, type RegistryAuth, startDockerRegistry } from '../servers/docker-registry.ts';
import { startTokenIssuer, type TokenIssuer } from '../servers/token-issuer.ts';
import { run } from '../tools/tool.ts';
import { type CommandLine, openCommandLine } from './command-line.ts';
import { debianImage } from './debian-image.ts';
import {
  advisoryData,
  dpkgFindings,
  dpkgPackages,
  findingLines,
  packageLines,
  readResult,
} from './debian-oracle.ts';
import { testWith } from './packages-tools.ts';
import { copyImage } from './push-image.ts';

const tools = ['docker-registry', 'skopeo', 'umoci', 'mmdebstrap', 'htpasswd', 'openssl'];
const testReal = testWith(...tools);
const account = { username: 'sailor', password: 'a:b c@d' };
/** The test's image starts as root, which is not what it is about. */
const policy = join(mkdtempSync(join(tmpdir(), 'seaworthy-policy-')), 'seaworthy.yaml');
writeFileSync(policy, 'version: 1\nimages: { consider: all, rules: { hardening/root-user: warn } }\n');
const judged = [
  '--advisories',
  advisoryData,
  '--as-of',
  '2026-11-22',
  '--policy',
  policy,
  '--format',
  'json',
];
const stops: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

async function serve(auth?: RegistryAuth): Promise<DockerRegistry> {
  const registry = await startDockerRegistry(auth);
  stops.push(registry.stop);
  const login = auth === undefined ? undefined : account;
  for (const suite of ['main', 'security'] as const) {
    const source = `oci:${debianImage(suite).layout}:latest`;
    const target = `docker://${registry.host}/fleet/debian:${suite}`;
    await copyImage(source, target, login);
  }
  return registry;
}

/** Whether the image is refused, and how, by someone without or with wrong credentials. */
async function expectRefusal(
  registry: DockerRegistry,
  logins: Parameters<typeof openCommandLine>[0],
): Promise<void> {
  const { code, out, err } = await openCommandLine(logins).run(
    'gate',
    `${registry.host}/fleet/debian:main`,
    ...judged,
  );
  expect(err).toContain(registry.host);
  expect(err).toContain('fix:');
  expect(err).toMatch(/log ?in|credential/i);
  expect(err).not.toContain(account.password);
  expect(out).toBe('');
  expect(code).toBe(3);
}

describe('an open registry', () => {
  let registry: DockerRegistry;
  let cli: CommandLine;
  beforeAll(async () => {
    if (testReal === test.skip) return;
    registry = await serve();
    cli = openCommandLine();
  });

  testReal.each(['main', 'security'] as const)(
    '%s: the packages and advisories are those that dpkg finds',
    async (suite) => {
      const image = debianImage(suite);
      const { code, out } = await cli.run('gate', `${registry.host}/fleet/debian:${suite}`, ...judged);
      const read = readResult(out);
      expect(packageLines(read)).toEqual(dpkgPackages(image));
      expect(packageLines(read).length).toBeGreaterThan(50);
      expect(findingLines(read)).toEqual(dpkgFindings(image));
      expect(findingLines(read).length > 0).toBe(suite === 'main');
      expect([suite, code, read.verdict?.merge]).toEqual(
        suite === 'main' ? ['main', 1, 'fail'] : ['security', 0, 'pass'],
      );
    },
  );

  testReal('by digest, and a digest that is not the tag’s is refused', async () => {
    const digest = run('skopeo', [
      'inspect',
      '--tls-verify=false',
      '--format',
      '{{.Digest}}',
      `docker://${registry.host}/fleet/debian:security`,
    ]).trim();
    const { code, out } = await cli.run('gate', `${registry.host}/fleet/debian@${digest}`, ...judged);
    expect(readResult(out).images[0]?.digest).toBe(digest);
    expect(code).toBe(0);
  });

  testReal('an unknown tag and an unknown repository are wrong input', async () => {
    for (const [name, tag] of [
      ['fleet/debian', 'gone'],
      ['fleet/none', '1'],
    ]) {
      const { code, err } = await cli.run('gate', `${registry.host}/${name}:${tag}`, ...judged);
      expect(err).toContain(`${registry.host}/${name}`);
      expect(err).toContain(`"${tag}"`);
      expect(err).toContain('fix:');
      expect(code).toBe(2);
    }
  });
});

describe('a registry with basic auth', () => {
  testReal('opens for the right account, and for nobody else', async () => {
    const registry = await serve({ kind: 'basic', ...account });
    const right = openCommandLine({ logins: { [registry.host]: account } });
    const { code, out } = await right.run('gate', `${registry.host}/fleet/debian:security`, ...judged);
    expect(readResult(out).verdict?.merge).toBe('pass');
    expect(code).toBe(0);
    await expectRefusal(registry, {});
    await expectRefusal(registry, { logins: { [registry.host]: { ...account, password: 'wrong' } } });
    await expectRefusal(registry, { logins: { 'other.example': account } });
  });
});

describe('a registry with token auth', () => {
  testReal('is asked for a token that may only pull this repository', async () => {
    const issuer: TokenIssuer = await startTokenIssuer(account);
    stops.push(issuer.stop);
    const { realm, service, certificate } = issuer;
    const registry = await serve({ kind: 'token', realm, service, issuer: issuer.issuer, certificate });
    const before = issuer.requests.length;
    const right = openCommandLine({ logins: { [registry.host]: account } });
    const { code, out } = await right.run('gate', `${registry.host}/fleet/debian:security`, ...judged);
    expect(readResult(out).verdict?.merge).toBe('pass');
    expect(code).toBe(0);
    const asked = issuer.requests.slice(before);
    expect(asked.map(({ scopes }) => scopes)).toEqual([['repository:fleet/debian:pull']]);
    await expectRefusal(registry, {});
  });
});
