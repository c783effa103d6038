// Keys in HashiCorp Vault's or OpenBao's transit engine (their HTTP API, «Transit»), in the same contract as plugins.
import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import type { HttpClient } from '../../http/message.ts';
import { OutsideError, UserError } from '../../terms/errors.ts';
import type { RunPlugin } from './plugin-key.ts';
import { getJson, postJson } from './post.ts';

export interface VaultLogin {
  /** `VAULT_ADDR`. */
  readonly address: string | undefined;
  /** `VAULT_TOKEN`; a secret. */
  readonly token: string | undefined;
}

const keySchema = z.object({
  data: z.object({
    type: z.string(),
    latest_version: z.int().positive(),
    keys: z.record(z.string(), z.object({ public_key: z.string() })),
  }),
});
const signatureSchema = z.object({ data: z.object({ signature: z.string() }) });
const hashNames: ReadonlyMap<string, string> = new Map([
  ['sha256', 'sha2-256'],
  ['sha384', 'sha2-384'],
  ['sha512', 'sha2-512'],
]);

/** `key`: `NAME`, or `MOUNT/NAME` where the engine is not mounted at `transit`. UserError `key` without a login. */
export function vaultPlugin(client: HttpClient, { address, token }: VaultLogin): RunPlugin {
  if (address === undefined || token === undefined || !URL.canParse(address)) {
    const fix = 'Set VAULT_ADDR to the address, with https://, and VAULT_TOKEN.';
    throw new UserError(
      'key',
      'a key in Vault needs an address and a login, and one of them is not there',
      fix,
    );
  }
  const authorization = `Bearer ${token}`;
  const what = 'the key in Vault cannot be used';
  return async ([command, key = '', hash = ''], input) => {
    const slash = key.lastIndexOf('/');
    const [mount, name] = [slash < 0 ? 'transit' : key.slice(0, slash), key.slice(slash + 1)];
    const url = (path: string): URL =>
      new URL(`${address.replace(/\/$/, '')}/v1/${mount}/${path}/${encodeURIComponent(name)}`);
    if (command === 'public-key') {
      return Buffer.from(publicKeyOf(await getJson(client, url('keys'), what, authorization)));
    }
    const hashName = hashNames.get(hash);
    const sign = url('sign');
    if (hashName !== undefined) sign.pathname += `/${hashName}`;
    const body = {
      input: Buffer.from(input).toString('base64'),
      ...(hashName !== undefined && { prehashed: true }),
      ...{ marshaling_algorithm: 'asn1', signature_algorithm: 'pkcs1v15' },
    };
    const { value } = await postJson(client, sign, body, { what, authorization });
    const parsed = signatureSchema.safeParse(value);
    // `vault:v1:BASE64`; what verifies it decides, not the version that it names.
    return Buffer.from(parsed.success ? (parsed.data.data.signature.split(':').at(-1) ?? '') : '');
  };
}

/** Prefix of an Ed25519 key in SPKI (RFC 8410 §4): Vault gives the bare 32 bytes. */
const ed25519Prefix = Buffer.from('302a300506032b6570032100', 'hex');

function publicKeyOf(value: unknown): string {
  const parsed = keySchema.safeParse(value);
  const data = parsed.success ? parsed.data.data : undefined;
  const latest = new Map(Object.entries(data?.keys ?? {})).get(`${data?.latest_version}`)?.public_key;
  if (data === undefined || latest === undefined) {
    const fix = 'Name an asymmetric key of the transit engine, such as one of type ecdsa-p256.';
    throw new OutsideError('protocol', 'Vault gave no public key of it', fix);
  }
  if (data.type !== 'ed25519') return latest;
  const der = Buffer.concat([ed25519Prefix, Buffer.from(latest, 'base64')]);
  return createPublicKey({ key: der, format: 'der', type: 'spki' })
    .export({ format: 'pem', type: 'spki' })
    .toString();
}
