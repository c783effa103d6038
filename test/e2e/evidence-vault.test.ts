// Keys in the real transit engine of Vault sign images through the built command line; cosign believes what they signed.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type DockerRegistry, startDockerRegistry } from '../servers/docker-registry.ts';
import { startVault, type Vault } from '../servers/vault.ts';
import { lacks } from '../tools/lacks.ts';
import { cosign2 } from '../tools/sigstore-clients.ts';
import { toolPath } from '../tools/tool.ts';
import { vaultTransit } from '../tools/vault-transit.ts';
import { type CommandLine, openCommandLine } from './command-line.ts';
import { copyImage } from './push-image.ts';

const missing = lacks(vaultTransit, cosign2);
const suite = missing ? describe.skip : describe;
const sample = resolve(import.meta.dirname, '../../examples/quickstart');
const judged = ['--advisories', join(sample, 'advisories'), '--as-of', '2026-10-22'];

let vault: Vault;
let registry: DockerRegistry;
let line: CommandLine;
beforeAll(async () => {
  if (missing) return;
  [vault, registry] = await Promise.all([startVault(), startDockerRegistry()]);
  line = openCommandLine({ env: { VAULT_ADDR: vault.address, VAULT_TOKEN: vault.token } });
});
afterAll(async () => {
  await Promise.all([vault?.stop(), registry?.stop()]);
});

/** The newest version of a key, as Vault shows it, in PEM. */
async function publicKeyOf(name: string): Promise<string> {
  const response = await fetch(`${vault.address}/v1/transit/keys/${name}`, {
    headers: { 'x-vault-token': vault.token },
  });
  const { data } = JSON.parse(await response.text());
  const key: string = data.keys[data.latest_version].public_key;
  if (key.startsWith('-----')) return key;
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(key, 'base64')]);
  return `-----BEGIN PUBLIC KEY-----\n${der.toString('base64')}\n-----END PUBLIC KEY-----\n`;
}

function cosignVerify(image: string, key: string): Promise<boolean> {
  const args = ['verify', '--key', key, '--insecure-ignore-tlog=true', '--allow-http-registry', image];
  const env = { PATH: process.env.PATH ?? '', HOME: line.home };
  return new Promise((done) => {
    execFile(toolPath(cosign2), args, { env }, (error) => done(error === null));
  });
}

suite('a key in Vault', () => {
  test.each(['ecdsa-p256', 'ecdsa-p384', 'ecdsa-p521', 'rsa-2048', 'rsa-3072', 'rsa-4096', 'ed25519'])(
    '%s signs with its newest version, and its public key alone believes',
    async (type) => {
      const image = `${registry.host}/acme/${type}:1.1`;
      await copyImage(`oci:${sample}/image:1.1`, `docker://${image}`);
      await vault.post(`keys/${type}`, { type });
      const before = join(line.home, `${type}-1.pub`);
      writeFileSync(before, await publicKeyOf(type));
      await vault.post(`keys/${type}/rotate`, {});
      const newest = join(line.home, `${type}.pub`);
      writeFileSync(newest, await publicKeyOf(type));
      const signed = await line.run('sign', image, '--kms', `hashivault://${type}`, '--verbose', ...judged);
      expect({ code: signed.code, said: signed.err + signed.out }).toMatchObject({ code: 0 });
      expect(signed.err + signed.out).not.toContain(vault.token);
      const verify = (key: string) =>
        line.run('verify', image, '--key', key, '--certificate', '--as-of', '2026-10-22');
      expect(await verify(newest)).toMatchObject({ code: 0 });
      expect(await verify(before)).toMatchObject({ code: 1 });
      expect(await cosignVerify(image, newest)).toBe(true);
    },
    60_000,
  );

  test('that does not sign, or is not there, is told as such', async () => {
    const image = `${registry.host}/acme/ecdsa-p256:1.1`;
    await vault.post('keys/symmetric', { type: 'aes256-gcm96' });
    const sealed = await line.run('sign', image, '--kms', 'hashivault://symmetric', ...judged);
    expect(sealed).toMatchObject({ code: 3, err: expect.stringContaining('ecdsa-p256') });
    const lost = await line.run('sign', image, '--kms', 'hashivault://nowhere', ...judged);
    expect(lost.code).toBe(3);
  });
});
