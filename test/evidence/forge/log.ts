// A transparency log of one entry: what Rekor v1 and v2 give back.
import { json } from '@sigstore/core';
import { logId, type Pair, sha256, signBytes } from './keys.ts';

export interface Log {
  readonly pair: Pair;
  /** Host, as the checkpoint names it. */
  readonly name: string;
}

export interface EntryOrder {
  readonly log: Log;
  readonly body: unknown;
  readonly at: Date;
  readonly index?: number;
  /** Rekor v2 promises nothing and states no time. */
  readonly promise?: boolean;
  readonly proof?: boolean;
}

export interface WireEntry {
  logIndex: string;
  logId: { keyId: string };
  kindVersion: { kind: string; version: string };
  integratedTime: string;
  inclusionPromise?: { signedEntryTimestamp: string };
  inclusionProof?: {
    logIndex: string;
    rootHash: string;
    treeSize: string;
    hashes: string[];
    checkpoint: { envelope: string };
  };
  canonicalizedBody: string;
}

function kindOf(body: unknown): { kind: string; version: string } {
  const { kind, apiVersion } = JSON.parse(JSON.stringify(body));
  return { kind, version: apiVersion };
}

export function promiseOf(log: Log, body: Buffer, seconds: number, index: number): string {
  const said = json.canonicalize({
    body: body.toString('base64'),
    integratedTime: seconds,
    logIndex: index,
    logID: logId(log.pair).toString('hex'),
  });
  return signBytes(log.pair, Buffer.from(said)).toString('base64');
}

/** In a tree of one leaf the root is the leaf's hash and the proof is empty (RFC 9162 §2.1). */
export function record({ log, body, at, index = 42, promise = true, proof = true }: EntryOrder): WireEntry {
  const bytes = Buffer.from(json.canonicalize(body));
  const seconds = Math.floor(at.getTime() / 1000);
  const root = sha256(Buffer.of(0), bytes).toString('base64');
  const note = `${log.name}\n1\n${root}\n`;
  const id = logId(log.pair);
  const signature = Buffer.concat([id.subarray(0, 4), signBytes(log.pair, Buffer.from(note))]);
  const envelope = `${note}\n\u2014 ${log.name} ${signature.toString('base64')}\n`;
  return {
    logIndex: `${index}`,
    logId: { keyId: id.toString('base64') },
    kindVersion: kindOf(body),
    integratedTime: promise ? `${seconds}` : '0',
    ...(promise && { inclusionPromise: { signedEntryTimestamp: promiseOf(log, bytes, seconds, index) } }),
    ...(proof && {
      inclusionProof: { logIndex: '0', rootHash: root, treeSize: '1', hashes: [], checkpoint: { envelope } },
    }),
    canonicalizedBody: bytes.toString('base64'),
  };
}

/** `verifier`: PEM of the certificate or key. */
export function hashedRekord(digest: Buffer, signature: Buffer, verifier: string): unknown {
  return {
    apiVersion: '0.0.1',
    kind: 'hashedrekord',
    spec: {
      data: { hash: { algorithm: 'sha256', value: digest.toString('hex') } },
      signature: {
        content: signature.toString('base64'),
        publicKey: { content: Buffer.from(verifier).toString('base64') },
      },
    },
  };
}

export function dsseEntry(payload: Buffer, signature: Buffer, verifier: string): unknown {
  return {
    apiVersion: '0.0.1',
    kind: 'dsse',
    spec: {
      envelopeHash: { algorithm: 'sha256', value: '00'.repeat(32) },
      payloadHash: { algorithm: 'sha256', value: sha256(payload).toString('hex') },
      signatures: [
        { signature: signature.toString('base64'), verifier: Buffer.from(verifier).toString('base64') },
      ],
    },
  };
}

/** Rekor v2, over the digest of what was signed. `certificate`: DER. */
export function hashedRekord2(digest: Buffer, signature: Buffer, certificate: Buffer): unknown {
  return {
    apiVersion: '0.0.2',
    kind: 'hashedrekord',
    spec: {
      hashedRekordV002: {
        data: { algorithm: 'SHA2_256', digest: digest.toString('base64') },
        signature: {
          content: signature.toString('base64'),
          verifier: {
            keyDetails: 'PKIX_ECDSA_P256_SHA_256',
            x509Certificate: { rawBytes: certificate.toString('base64') },
          },
        },
      },
    },
  };
}
