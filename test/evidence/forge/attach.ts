// Attaches forged evidence to an image in memory, in each format.
import { createHash } from 'node:crypto';
import type { WireDescriptor } from '../../../src/oci/descriptor.ts';
import { digestOf } from '../../../src/oci/verification.ts';
import type { Digest } from '../../../src/terms/digest.ts';
import type { MemorySource } from './memory-source.ts';
import { artifact, instance } from './scene.ts';
import { bytesOf, makeBundle, type Order, type WireBundle } from './sign.ts';

export const image: Digest = digestOf(artifact);
const subject = {
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  digest: image,
  size: artifact.length,
};
const empty = {
  mediaType: 'application/vnd.oci.empty.v1+json',
  digest: digestOf(Buffer.from('{}')),
  size: 2,
};
const v03 = 'application/vnd.dev.sigstore.bundle.v0.3+json';

export interface Attachment {
  readonly predicateType?: string;
  /** Repeats the bundle in the layer's `data`. */
  readonly inline?: boolean;
  readonly subject?: Digest;
  /** Whether its descriptor is listed as it should be. */
  readonly listed?: boolean;
  /** On top of the layer's descriptor. */
  readonly layer?: Partial<WireDescriptor>;
}

export function attachBundle(source: MemorySource, bundle: WireBundle, how: Attachment = {}): WireDescriptor {
  const bytes = bytesOf(bundle);
  const { predicateType, inline = true } = how;
  const layer = source.blobOf(bytes, v03, {
    ...(inline && { data: bytes.toString('base64') }),
    ...how.layer,
  });
  return source.add(
    {
      artifactType: v03,
      config: empty,
      layers: [layer],
      subject: { ...subject, digest: how.subject ?? image },
      ...(predicateType !== undefined && {
        annotations: { 'dev.sigstore.bundle.predicateType': predicateType },
      }),
    },
    undefined,
    how.listed,
  );
}

export function attachReferrer(source: MemorySource, artifactType: string, listed = true): WireDescriptor {
  return source.add({ artifactType, config: empty, layers: [], subject }, undefined, listed);
}

function annotationsOf(bundle: WireBundle, signature: string): Record<string, string> {
  const { certificate, tlogEntries } = bundle.verificationMaterial;
  const [entry] = tlogEntries;
  const raw = certificate?.rawBytes;
  const [stamp] = bundle.verificationMaterial.timestampVerificationData?.rfc3161Timestamps ?? [];
  return {
    'dev.cosignproject.cosign/signature': signature,
    ...(raw !== undefined && {
      'dev.sigstore.cosign/certificate': `-----BEGIN CERTIFICATE-----\n${raw}\n-----END CERTIFICATE-----\n`,
    }),
    ...(stamp !== undefined && {
      'dev.sigstore.cosign/rfc3161timestamp': JSON.stringify({
        SignedRFC3161Timestamp: stamp.signedTimestamp,
      }),
    }),
    ...(entry !== undefined && {
      'dev.sigstore.cosign/bundle': JSON.stringify({
        SignedEntryTimestamp: entry.inclusionPromise?.signedEntryTimestamp,
        Payload: {
          body: entry.canonicalizedBody,
          integratedTime: Number(entry.integratedTime),
          logIndex: Number(entry.logIndex),
          logID: Buffer.from(entry.logId.keyId, 'base64').toString('hex'),
        },
      }),
    }),
  };
}

export function simplePayload(digest: string, type = 'cosign container image signature'): Buffer {
  return Buffer.from(
    JSON.stringify({
      critical: {
        identity: { 'docker-reference': 'registry.test/acme/web' },
        image: { 'docker-manifest-digest': digest },
        type,
      },
      optional: null,
    }),
  );
}

const legacyTag = (suffix: string) =>
  `sha256-${createHash('sha256').update(artifact).digest('hex')}.${suffix}`;

/** cosign's `.sig`: one layer a payload. */
export function attachLegacySignature(
  source: MemorySource,
  payloads: readonly Buffer[],
  order: Partial<Order> = {},
  change: (annotations: Record<string, string>) => Record<string, string> = (same) => same,
): void {
  const layers = payloads.map((payload) => {
    const bundle = makeBundle({ instance, ...order, content: { artifact: payload } });
    const annotations = change(annotationsOf(bundle, bundle.messageSignature?.signature ?? ''));
    return source.blobOf(payload, 'application/vnd.dev.cosign.simplesigning.v1+json', { annotations });
  });
  source.add({ config: empty, layers }, legacyTag('sig'));
}

/** cosign's `.att` with one envelope. */
export function attachLegacyAttestation(source: MemorySource, payload: Buffer, stated: string): void {
  const bundle = makeBundle({ instance, content: { payload } });
  const envelope = Buffer.from(JSON.stringify(bundle.dsseEnvelope));
  const annotations = { ...annotationsOf(bundle, ''), predicateType: stated };
  const layer = source.blobOf(envelope, 'application/vnd.dsse.envelope.v1+json', { annotations });
  source.add({ config: empty, layers: [layer] }, legacyTag('att'));
}
