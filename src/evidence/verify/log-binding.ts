// Whether a log entry is about this very signer: the log's certificate or key is the bundle's.
import { createPublicKey, X509Certificate } from 'node:crypto';
import type { TransparencyLogEntry } from '@sigstore/bundle';
import { isJsonObject, type JsonValue, parseStrictJson } from '../../oci/strict-json.ts';
import { decodeBase64 } from '../formats/base64.ts';
import { Rejection, step } from './rejection.ts';

function at(value: JsonValue | undefined, path: readonly (string | number)[]): JsonValue | undefined {
  let here = value;
  for (const key of path) {
    if (typeof key === 'number') here = Array.isArray(here) ? here[key] : undefined;
    else here = isJsonObject(here) ? here[key] : undefined;
  }
  return here;
}

/** Where each kind of entry keeps the PEM of its verifier, base64 once more (rekor pkg/types). */
const pemPaths: ReadonlyMap<string, readonly (string | number)[]> = new Map([
  ['hashedrekord 0.0.1', ['spec', 'signature', 'publicKey', 'content']],
  ['dsse 0.0.1', ['spec', 'signatures', 0, 'verifier']],
  ['intoto 0.0.2', ['spec', 'content', 'envelope', 'signatures', 0, 'publicKey']],
]);
/** The same for Rekor v2, raw bytes (rekor-tiles api/proto/rekor/v2/verifier.proto). */
const rawPaths: ReadonlyMap<string, readonly (string | number)[]> = new Map([
  ['hashedrekord 0.0.2', ['spec', 'hashedRekordV002', 'signature', 'verifier']],
  ['dsse 0.0.2', ['spec', 'dsseV002', 'signatures', 0, 'verifier']],
]);

function pemBytes(text: string): Buffer {
  if (text.includes('BEGIN CERTIFICATE')) return new X509Certificate(text).raw;
  return createPublicKey(text).export({ type: 'spki', format: 'der' });
}

function verifierOf(entry: TransparencyLogEntry): Buffer | undefined {
  const body = parseStrictJson(entry.canonicalizedBody, { what: 'log entry', bytes: 32 * 1024 * 1024 });
  const kind = `${entry.kindVersion.kind} ${entry.kindVersion.version}`;
  const pemPath = pemPaths.get(kind);
  if (pemPath !== undefined) {
    const content = at(body, pemPath);
    const pem = typeof content === 'string' ? decodeBase64(content) : undefined;
    return pem && pemBytes(pem.toString('latin1'));
  }
  const rawPath = rawPaths.get(kind);
  if (rawPath === undefined)
    throw new Rejection('unsupported', `log entries of the kind ${kind} are not read`);
  const verifier = at(body, rawPath);
  const raw = at(verifier, ['x509Certificate', 'rawBytes']) ?? at(verifier, ['publicKey', 'rawBytes']);
  return typeof raw === 'string' ? decodeBase64(raw) : undefined;
}

/**
 * `expected`: DER of the certificate, or SPKI of the key. An entry about another signer proves nothing about this one
 * (CVE-2022-36056, CVE-2026-22703: cosign took any entry whose body it did not compare).
 */
export function checkLogBinding(entry: TransparencyLogEntry, expected: Buffer): void {
  const verifier = step('log-binding', 'the log entry', () => verifierOf(entry));
  if (verifier === undefined || !verifier.equals(expected)) {
    throw new Rejection('log-binding', 'the log entry was made by another signer');
  }
}
