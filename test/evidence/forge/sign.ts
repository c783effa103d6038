// Signs with the forge: a good bundle unless the order says what is to be wrong with it.
import { dsse } from '@sigstore/core';
import { type CertificateOrder, codeSigning, issue, type Name, toPem } from './certificate.ts';
import { type Instance, later, signedAt } from './instance.ts';
import { newPair, type Pair, pem, sha256, signBytes } from './keys.ts';
import { dsseEntry, hashedRekord, hashedRekord2, type Log, record, type WireEntry } from './log.ts';
import { stamp } from './timestamp.ts';

export const workflow = 'https://github.com/acme/web/.github/workflows/release.yml@refs/heads/main';
export const issuer = 'https://token.actions.githubusercontent.com';
export const fulcioExtensions: Readonly<Record<number, string>> = {
  1: issuer,
  2: 'push',
  5: 'acme/web',
  6: 'refs/heads/main',
  8: issuer,
  12: 'https://github.com/acme/web',
  14: 'refs/heads/main',
  20: 'push',
};

export interface Order {
  readonly instance: Instance;
  /** A message signature over these bytes, or an envelope around a statement. */
  readonly content:
    | { readonly artifact: Buffer }
    | { readonly payload: Buffer; readonly payloadType?: string };
  readonly names?: readonly Name[];
  readonly certificate?: Partial<CertificateOrder>;
  /** Sign with this key and no certificate. */
  readonly key?: Pair;
  readonly at?: Date;
  readonly logs?: readonly Log[];
  readonly entry?: 'v1' | 'v2';
  /** RFC 3161 timestamp at this time. */
  readonly stampedAt?: Date;
}

export interface WireBundle {
  mediaType: string;
  verificationMaterial: {
    certificate?: { rawBytes: string };
    x509CertificateChain?: { certificates: { rawBytes: string }[] };
    publicKey?: { hint: string };
    tlogEntries: WireEntry[];
    timestampVerificationData?: { rfc3161Timestamps: { signedTimestamp: string }[] };
  };
  messageSignature?: { messageDigest: { algorithm: string; digest: string }; signature: string };
  dsseEnvelope?: { payload: string; payloadType: string; signatures: { sig: string; keyid: string }[] };
}

export function leaf(order: Order, holder: Pair): Buffer {
  const { instance, at = signedAt } = order;
  return issue({
    subject: 'sigstore',
    issuer: instance.issuing.name,
    holder,
    signer: instance.issuing.pair,
    from: at,
    to: new Date(at.getTime() + 10 * 60 * 1000),
    names: order.names ?? [{ kind: 'uri', value: workflow }],
    purposes: [codeSigning],
    fulcio: fulcioExtensions,
    logs: [{ pair: instance.certificateLog, at }],
    ...order.certificate,
  });
}

export function makeBundle(order: Order): WireBundle {
  const { instance, content, at = signedAt, entry = 'v1' } = order;
  const holder = order.key ?? newPair();
  const certificate = order.key === undefined ? leaf(order, holder) : undefined;
  const verifier = certificate === undefined ? pem(holder.publicKey) : toPem(certificate);
  const type = 'payload' in content ? (content.payloadType ?? 'application/vnd.in-toto+json') : '';
  const signed = 'payload' in content ? dsse.preAuthEncoding(type, content.payload) : content.artifact;
  const signature = signBytes(holder, signed);
  const body =
    entry === 'v2'
      ? hashedRekord2(sha256(signed), signature, certificate ?? Buffer.alloc(0))
      : 'payload' in content
        ? dsseEntry(content.payload, signature, verifier)
        : hashedRekord(sha256(content.artifact), signature, verifier);
  const logs = order.logs ?? [instance.log];
  const stampedAt = order.stampedAt ?? (entry === 'v2' ? later(1000) : undefined);
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: {
      ...(certificate === undefined
        ? { publicKey: { hint: 'key' } }
        : { certificate: { rawBytes: certificate.toString('base64') } }),
      tlogEntries: logs.map((log) =>
        record({ log, body, at: new Date(at.getTime() + 1000), promise: entry === 'v1' }),
      ),
      ...(stampedAt !== undefined && {
        timestampVerificationData: {
          rfc3161Timestamps: [{ signedTimestamp: stamped(instance, stampedAt, signature) }],
        },
      }),
    },
    ...('payload' in content
      ? {
          dsseEnvelope: {
            payload: content.payload.toString('base64'),
            payloadType: type,
            signatures: [{ sig: signature.toString('base64'), keyid: '' }],
          },
        }
      : {
          messageSignature: {
            messageDigest: { algorithm: 'SHA2_256', digest: sha256(content.artifact).toString('base64') },
            signature: signature.toString('base64'),
          },
        }),
  };
}

export function stamped(instance: Instance, at: Date, data: Uint8Array): string {
  const { pair, certificate } = instance.stamper;
  return stamp({ authority: pair, certificate, at, data }).toString('base64');
}

export function bytesOf(bundle: unknown): Buffer {
  return Buffer.from(JSON.stringify(bundle));
}
