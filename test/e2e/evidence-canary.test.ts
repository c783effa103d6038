// No password, token or key shows in what evidence commands print or write, also when they fail.
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type DockerRegistry, startDockerRegistry } from '../servers/docker-registry.ts';
import { type CommandLine, openCommandLine } from './command-line.ts';
import { copyImage } from './push-image.ts';

const sample = resolve(import.meta.dirname, '../../examples/quickstart');
const password = 'canary-password-of-the-key';
const registryPassword = 'canary-password-of-the-registry';
const claims = { iss: 'https://issuer.example', sub: 'canary', aud: 'sigstore', exp: 4_102_444_800 };
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = `${encoded({ alg: 'RS256', kid: 'canary' })}.${encoded(claims)}.canarysignatureofthetoken`;

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const sealed = pair.privateKey.export({
  type: 'pkcs8',
  format: 'pem',
  cipher: 'aes-256-cbc',
  passphrase: password,
});
const plain = createPrivateKey({ key: sealed, passphrase: password }).export({ format: 'jwk' });
const canaries: readonly string[] = [
  password,
  registryPassword,
  Buffer.from(`robot:${registryPassword}`).toString('base64'),
  token,
  'canarysignatureofthetoken',
  String(plain.d),
  Buffer.from(String(plain.d), 'base64url').toString('hex'),
];

let registry: DockerRegistry;
let line: CommandLine;
let image: string;

beforeAll(async () => {
  registry = await startDockerRegistry({ kind: 'basic', username: 'robot', password: registryPassword });
  line = openCommandLine({
    logins: { [registry.host]: { username: 'robot', password: registryPassword } },
    env: { COSIGN_PASSWORD: password, SIGSTORE_ID_TOKEN: token },
  });
  writeFileSync(join(line.home, 'key.pem'), sealed);
  writeFileSync(join(line.home, 'key.pub'), pair.publicKey.export({ type: 'spki', format: 'pem' }));
  image = `${registry.host}/acme/app:1.1`;
  await copyImage(`oci:${sample}/image:1.1`, `docker://${image}`, {
    username: 'robot',
    password: registryPassword,
  });
});
afterAll(async () => registry?.stop());

const judged = ['--advisories', join(sample, 'advisories'), '--as-of', '2026-10-22'];
const own = ['--key', 'key.pem', '--verbose'];
const lost = 'http://127.0.0.1:1';

const calls: readonly (readonly [string, number, () => readonly string[]])[] = [
  ['sign with a sealed key', 0, () => ['sign', image, ...own, ...judged]],
  ['attest', 0, () => ['attest', image, '--kind', 'certificate', 'vulns', ...own, ...judged]],
  ['verify', 0, () => ['verify', image, '--key', 'key.pub', '--verbose', '--as-of', '2026-10-22']],
  ['promote', 0, () => ['promote', image, '--to', 'dev', ...own, '--as-of', '2026-10-22']],
  ['evidence', 0, () => ['evidence', image, '--verbose', '--as-of', '2026-10-22']],
  ['sign by an authority that is away', 3, () => away('--fulcio-url', lost, '--tsa-url', lost)],
  [
    'sign by an authority that answers nonsense',
    3,
    () => away('--fulcio-url', `http://${registry.host}`, '--tsa-url', lost),
  ],
  ['sign with a log that is away', 3, () => ['sign', image, ...own, '--rekor-url', lost, ...judged]],
  [
    'sign with the public key as if it were the private',
    2,
    () => ['sign', image, '--key', 'key.pub', ...judged],
  ],
];

function away(...services: readonly string[]): readonly string[] {
  return ['sign', image, '--keyless', ...services, '--verbose', ...judged];
}

test.each(calls)('%s', async (_, expected, args) => {
  const { code, out, err } = await line.run(...args());
  expect({ code, said: `${out}${err}` }).toMatchObject({ code: expected });
  expect(canaries.filter((canary) => `${out}${err}`.includes(canary))).toEqual([]);
});

test('none stands in a file that the commands left', () => {
  const files = readdirSync(line.home, { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  const written = files
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => !/docker\/config\.json$/.test(path));
  expect(written.length).toBeGreaterThan(2);
  for (const path of written) {
    const text = readFileSync(path, 'latin1');
    expect([path, canaries.filter((canary) => text.includes(canary))]).toEqual([path, []]);
  }
});
