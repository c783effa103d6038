// Witness: Rekor v1 (rekor openapi.yaml `createLogEntry`): `dsse` for envelopes, `hashedrekord` for payloads.
import { createHash } from 'node:crypto';
import type { TransparencyLogEntry } from '@sigstore/bundle';
import { z } from 'zod';
import type { HttpClient } from '../../http/message.ts';
import { OutsideError } from '../../terms/errors.ts';
import { getJson, postJson } from './post.ts';
import { slashed } from './rekor-v2.ts';
import { publicPem } from './signing-key.ts';
import type { SignedBytes, Witness } from './witness.ts';

const hex = z.string().regex(/^(?:[0-9a-f]{2})+$/);

const entrySchema = z.object({
  body: z.base64(),
  integratedTime: z.int().nonnegative(),
  logID: hex,
  logIndex: z.int().nonnegative(),
  verification: z.object({
    signedEntryTimestamp: z.base64(),
    inclusionProof: z
      .object({
        logIndex: z.int().nonnegative(),
        treeSize: z.int().positive(),
        rootHash: hex,
        hashes: z.array(hex),
        checkpoint: z.string(),
      })
      .optional(),
  }),
});
const answerSchema = z.record(z.string(), entrySchema);
const bodySchema = z.object({ kind: z.string(), apiVersion: z.string() });

export function rekorV1(client: HttpClient, url: URL): Witness {
  const entries = new URL('api/v1/log/entries', slashed(url));
  return {
    async testify(signed) {
      const what = 'cannot log the signature';
      const posted = await postJson(client, entries, request(signed), { what, also: [409] });
      // The very entry is there already, from a run that was interrupted after this point.
      const answer =
        posted.status === 409
          ? await getJson(client, existing(posted.location, entries), what)
          : posted.value;
      return { entries: [parseEntry(answer, url)], timestamps: [] };
    },
  };
}

function existing(location: string | undefined, entries: URL): URL {
  const uuid = location?.split('/').at(-1) ?? '';
  if (/^[0-9a-f]{64,80}$/.test(uuid)) return new URL(`${entries.href}/${uuid}`);
  throw new OutsideError(
    'protocol',
    `the log at ${entries.host} has the entry already and does not say where`,
    'Run again: a new signature makes a new entry.',
    { retryable: true },
  );
}

function request({ bytes, hash, signature, signer, envelope }: SignedBytes): object {
  const pem = signer.certificate?.leaf ?? publicPem(signer.key.publicKey);
  const verifier = Buffer.from(pem).toString('base64');
  if (envelope === undefined) {
    const value = createHash(hash).update(bytes).digest('hex');
    return {
      apiVersion: '0.0.1',
      kind: 'hashedrekord',
      spec: {
        data: { hash: { algorithm: hash, value } },
        signature: { content: signature.toString('base64'), publicKey: { content: verifier } },
      },
    };
  }
  const { payload, payloadType } = envelope;
  const text = JSON.stringify({
    payload: payload.toString('base64'),
    payloadType,
    signatures: [{ sig: signature.toString('base64') }],
  });
  return {
    apiVersion: '0.0.1',
    kind: 'dsse',
    spec: { proposedContent: { envelope: text, verifiers: [verifier] } },
  };
}

function parseEntry(value: unknown, url: URL): TransparencyLogEntry {
  const parsed = answerSchema.safeParse(value);
  const [entry] = parsed.success ? Object.values(parsed.data) : [];
  const body = entry === undefined ? undefined : Buffer.from(entry.body, 'base64');
  const said = body === undefined ? undefined : bodySchema.safeParse(JSON.parse(body.toString('utf8')));
  if (entry === undefined || body === undefined || said?.success !== true) {
    throw new OutsideError(
      'protocol',
      `the log at ${url.host} answered with something else than an entry`,
      'Check that the address is a Rekor v1 log.',
    );
  }
  const { signedEntryTimestamp, inclusionProof: proof } = entry.verification;
  const bytes = (digits: string): Buffer => Buffer.from(digits, 'hex');
  return {
    logIndex: String(entry.logIndex),
    logId: { keyId: bytes(entry.logID) },
    kindVersion: { kind: said.data.kind, version: said.data.apiVersion },
    integratedTime: String(entry.integratedTime),
    inclusionPromise: { signedEntryTimestamp: Buffer.from(signedEntryTimestamp, 'base64') },
    inclusionProof:
      proof === undefined
        ? undefined
        : {
            logIndex: String(proof.logIndex),
            treeSize: String(proof.treeSize),
            rootHash: bytes(proof.rootHash),
            hashes: proof.hashes.map(bytes),
            checkpoint: { envelope: proof.checkpoint },
          },
    canonicalizedBody: body,
  };
}
