// A TUF repository of one key at a time, as files by name: renewed, rotated, expired.
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { json } from '@sigstore/core';
import { sha256 } from './keys.ts';

export interface TufFiles {
  /** The root to start from. */
  readonly root: Buffer;
  /** By path under the mirror. */
  readonly files: ReadonlyMap<string, Buffer>;
}

export interface TufKey {
  readonly id: string;
  readonly key: object;
  readonly privateKey: KeyObject;
}

export function newTufKey(): TufKey {
  const pair = generateKeyPairSync('ed25519');
  const raw = pair.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('hex');
  const key = { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: raw } };
  const id = sha256(Buffer.from(json.canonicalize(key))).toString('hex');
  return { id, key, privateKey: pair.privateKey };
}

export interface TufOrder {
  /** Of everything but the roots. */
  readonly version?: number;
  readonly expires?: string;
  /** Keys of the roots from the first on; the last signs everything else. */
  readonly keys?: readonly TufKey[];
  /** Signs each root with its own key alone: one that no older key vouches for. */
  readonly unvouched?: boolean;
}

export function tufFiles(targets: Readonly<Record<string, Buffer>>, order: TufOrder = {}): TufFiles {
  const { version = 1, expires = '2035-01-01T00:00:00Z', keys = [newTufKey()], unvouched = false } = order;
  const [first, last] = [keys[0], keys.at(-1)];
  if (first === undefined || last === undefined) throw new Error('no key');
  const signed = (body: Record<string, unknown>, signers: readonly TufKey[]): Buffer => {
    const whole = { spec_version: '1.0.0', version, expires, ...body };
    const bytes = Buffer.from(json.canonicalize(whole));
    const signatures = signers.map(({ id, privateKey }) => ({
      keyid: id,
      sig: sign(null, bytes, privateKey).toString('hex'),
    }));
    return Buffer.from(JSON.stringify({ signatures, signed: whole }));
  };
  const rootOf = (own: TufKey, at: number): Buffer => {
    const role = { keyids: [own.id], threshold: 1 };
    const roles = { root: role, timestamp: role, snapshot: role, targets: role };
    const body = {
      _type: 'root',
      version: at + 1,
      keys: { [own.id]: own.key },
      roles,
      consistent_snapshot: false,
    };
    const before = unvouched ? undefined : keys[at - 1];
    return signed({ ...body, expires: '2035-01-01T00:00:00Z' }, before === undefined ? [own] : [before, own]);
  };
  const listed = Object.entries(targets).map(([name, bytes]) => [
    name,
    { length: bytes.length, hashes: { sha256: sha256(bytes).toString('hex') } },
  ]);
  const own = (body: Record<string, unknown>): Buffer => signed(body, [last]);
  return {
    root: rootOf(first, 0),
    files: new Map([
      ...keys.slice(1).map((key, at) => [`${at + 2}.root.json`, rootOf(key, at + 1)] as const),
      ['timestamp.json', own({ _type: 'timestamp', meta: { 'snapshot.json': { version } } })],
      ['snapshot.json', own({ _type: 'snapshot', meta: { 'targets.json': { version } } })],
      ['targets.json', own({ _type: 'targets', targets: Object.fromEntries(listed) })],
      ...Object.entries(targets).map(([name, bytes]) => [`targets/${name}`, bytes] as const),
    ]),
  };
}
