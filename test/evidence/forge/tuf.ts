// A TUF repository of one key, as files by name.
import { generateKeyPairSync, sign } from 'node:crypto';
import { json } from '@sigstore/core';
import { sha256 } from './keys.ts';

const expires = '2035-01-01T00:00:00Z';

export interface TufFiles {
  /** The root to start from. */
  readonly root: Buffer;
  /** By path under the mirror. */
  readonly files: ReadonlyMap<string, Buffer>;
}

/** `version`: of everything but the root. */
export function tufFiles(targets: Readonly<Record<string, Buffer>>, version = 1): TufFiles {
  const pair = generateKeyPairSync('ed25519');
  const raw = pair.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('hex');
  const key = { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: raw } };
  const keyid = sha256(Buffer.from(json.canonicalize(key))).toString('hex');
  const signed = (body: Record<string, unknown>): Buffer => {
    const whole = { spec_version: '1.0.0', version, expires, ...body };
    const sig = sign(null, Buffer.from(json.canonicalize(whole)), pair.privateKey).toString('hex');
    return Buffer.from(JSON.stringify({ signatures: [{ keyid, sig }], signed: whole }));
  };
  const role = { keyids: [keyid], threshold: 1 };
  const roles = { root: role, timestamp: role, snapshot: role, targets: role };
  const listed = Object.entries(targets).map(([name, bytes]) => [
    name,
    { length: bytes.length, hashes: { sha256: sha256(bytes).toString('hex') } },
  ]);
  return {
    root: signed({ _type: 'root', version: 1, keys: { [keyid]: key }, roles, consistent_snapshot: false }),
    files: new Map([
      ['timestamp.json', signed({ _type: 'timestamp', meta: { 'snapshot.json': { version } } })],
      ['snapshot.json', signed({ _type: 'snapshot', meta: { 'targets.json': { version } } })],
      ['targets.json', signed({ _type: 'targets', targets: Object.fromEntries(listed) })],
      ...Object.entries(targets).map(([name, bytes]) => [`targets/${name}`, bytes] as const),
    ]),
  };
}
