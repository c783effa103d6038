// No password, token or key shows in what evidence commands print or write, also when they fail.
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { listen } from '../oci/loopback-registry.ts';
import { type DockerRegistry, startDockerRegistry } from '../servers/docker-registry.ts';
import { type CommandLine, openCommandLine } from './command-line.ts';
import { copyImage } from './push-image.ts';
import { type ActionRun, runBuiltActionBeside } from './runner.ts';

const sample = resolve(import.meta.dirname, '../../examples/quickstart');
const password = 'canary-password-of-the-key';
const registryPassword = 'canary-password-of-the-registry';
const claims = { iss: 'https://issuer.example', sub: 'canary', aud: 'sigstore', exp: 4_102_444_800 };
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = `${encoded({ alg: 'RS256', kid: 'canary' })}.${encoded(claims)}.canarysignatureofthetoken`;

const vaultToken = 'hvs.canary-token-of-the-vault';
const requestToken = 'canary-token-that-asks-for-identity';

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
  vaultToken,
  requestToken,
  String(plain.d),
  Buffer.from(String(plain.d), 'base64url').toString('hex'),
];

let handedOut = 0;
const github = await listen((request, response) => {
  if (request.headers.authorization === `Bearer ${requestToken}`) handedOut += 1;
  response.end(JSON.stringify({ value: token }));
});
let registry: DockerRegistry;
let line: CommandLine;
let image: string;

beforeAll(async () => {
  registry = await startDockerRegistry({ kind: 'basic', username: 'robot', password: registryPassword });
  line = openCommandLine({
    logins: { [registry.host]: { username: 'robot', password: registryPassword } },
    env: { COSIGN_PASSWORD: password, SIGSTORE_ID_TOKEN: token, VAULT_ADDR: lost, VAULT_TOKEN: vaultToken },
  });
  writeFileSync(join(line.home, 'key.pem'), sealed);
  writeFileSync(
    join(line.home, 'deploy.yaml'),
    `apiVersion: v1\nkind: Pod\nmetadata: { name: app }\nspec: { containers: [{ name: app, image: "${registry.host}/acme/app:1.1" }] }\n`,
  );
  const signers = 'signedBy: { key: key.pub }, verifier: "urn:seaworthy:gate"';
  writeFileSync(join(line.home, 'stack.yaml'), `version: 1\nstack:\n  certificate: { ${signers} }\n`);
  writeFileSync(join(line.home, 'key.pub'), pair.publicKey.export({ type: 'spki', format: 'pem' }));
  image = `${registry.host}/acme/app:1.1`;
  await copyImage(`oci:${sample}/image:1.1`, `docker://${image}`, {
    username: 'robot',
    password: registryPassword,
  });
});
afterAll(async () => {
  await github.close();
  await registry?.stop();
});

const lost = 'http://127.0.0.1:1';
const judged = ['--advisories', join(sample, 'advisories'), '--as-of', '2026-10-22'];
const own = ['--key', 'key.pem', '--verbose'];

const calls: readonly (readonly [string, number, () => readonly string[]])[] = [
  ['sign with a sealed key', 0, () => ['sign', image, ...own, ...judged]],
  ['attest', 0, () => ['attest', image, '--kind', 'certificate', 'vulns', ...own, ...judged]],
  ['verify', 0, () => ['verify', image, '--key', 'key.pub', '--verbose', '--as-of', '2026-10-22']],
  ['promote', 0, () => ['promote', image, '--to', 'dev', ...own, '--as-of', '2026-10-22']],
  ['evidence', 0, () => ['evidence', image, '--verbose', '--as-of', '2026-10-22']],
  ['evidence in JSON', 0, () => ['evidence', image, '--format', 'json', '--as-of', '2026-10-22']],
  ['evidence --repair', 0, () => ['evidence', image, '--repair', '--verbose']],
  ['gate', 0, () => ['gate', image, '--verbose', ...judged]],
  ['stack', 1, () => ['stack', 'deploy.yaml', '--policy', 'stack.yaml']],
  ['quarantine', 0, () => ['quarantine', image, '--reason', 'rehearsal', '--verbose']],
  ['verify what is marked', 1, () => ['verify', image, '--key', 'key.pub', '--verbose']],
  ['quarantine --release', 0, () => ['quarantine', image, '--release', '--verbose']],
  ['sign by an authority that is away', 3, () => away('--fulcio-url', lost, '--tsa-url', lost)],
  [
    'sign by an authority that answers nonsense',
    3,
    () => away('--fulcio-url', `http://${registry.host}`, '--tsa-url', lost),
  ],
  [
    'attest by an authority that is away',
    3,
    () => [
      'attest',
      image,
      '--kind',
      'vulns',
      '--keyless',
      '--fulcio-url',
      lost,
      '--tsa-url',
      lost,
      ...judged,
    ],
  ],
  [
    'promote by an authority that is away',
    3,
    () => [
      'promote',
      image,
      '--to',
      'test',
      '--keyless',
      '--fulcio-url',
      lost,
      '--tsa-url',
      lost,
      '--verbose',
    ],
  ],
  [
    'sign with a key in a Vault that is away',
    3,
    () => ['sign', image, '--kms', 'hashivault://release', '--verbose', ...judged],
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

/** A job that GitHub hands a token of its identity. */
function act(inputs: Readonly<Record<string, string>>): Promise<ActionRun> {
  return runBuiltActionBeside({
    workspace: line.home,
    inputs: {
      image,
      'as-of': '2026-10-22',
      'registry-username': 'robot',
      'registry-password': registryPassword,
      'verify-key': 'key.pub',
      ...inputs,
    },
    environment: {
      COSIGN_PASSWORD: password,
      ACTIONS_ID_TOKEN_REQUEST_URL: `${github.url}/token`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
      VAULT_ADDR: lost,
      VAULT_TOKEN: vaultToken,
      RUNNER_DEBUG: '1',
    },
  });
}

const advisories = join(sample, 'advisories');
const byKey = 'key: key.pem';
const keyless = `keyless: {}, signingConfig: services.json`;
const modes: readonly (readonly [string, number, string, Readonly<Record<string, string>>])[] = [
  ['gate', 0, byKey, { advisories }],
  ['sign', 0, byKey, { advisories }],
  ['attest', 0, byKey, { advisories }],
  ['verify', 0, byKey, {}],
  ['evidence', 0, byKey, {}],
  ['promote', 0, byKey, { to: 'dev' }],
  ['gate', 3, keyless, { advisories }],
  ['sign', 3, keyless, { advisories }],
  ['attest', 3, keyless, { advisories }],
  ['promote', 3, keyless, { to: 'test' }],
  ['sign', 3, 'kms: { plugin: hashivault, key: //release }', { advisories }],
  ['stack', 1, byKey, { stack: 'deploy.yaml', policy: 'stack.yaml', image: '' }],
];

test.each(modes)(
  'the Action in mode %s, which ends with %i by %s',
  async (mode, expected, signer, inputs) => {
    const services = {
      url: lost,
      majorApiVersion: 1,
      validFor: { start: '2020-01-01T00:00:00Z' },
      operator: 'x',
    };
    const config = {
      mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json',
      ...{ caUrls: [services], tsaUrls: [services], rekorTlogUrls: [services] },
      ...{ tsaConfig: { selector: 'ANY' }, rekorTlogConfig: { selector: 'ANY' } },
    };
    writeFileSync(join(line.home, 'services.json'), JSON.stringify(config));
    writeFileSync(join(line.home, 'seaworthy.yaml'), `version: 1\nimages:\n  sign: { ${signer} }\n`);
    const run = await act({ mode, ...inputs });
    const said = `${run.log}${run.summary}${[...run.outputs.values()].join('')}`;
    expect({ code: run.code, said }).toMatchObject({ code: expected });
    // The runner masks what it was told to: those lines are for it alone.
    const shown = said.replaceAll(/^::add-mask::.*$/gm, '');
    expect(canaries.filter((canary) => shown.includes(canary))).toEqual([]);
  },
);

test('the identity was handed out, and so could have been told', () => {
  expect(handedOut).toBeGreaterThanOrEqual(4);
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
