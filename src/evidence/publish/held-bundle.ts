// Bundles that are attached already, and which of them a signer made.
import { type KeyObject, verify, X509Certificate } from 'node:crypto';
import type { Bundle } from '@sigstore/bundle';
import { X509Certificate as Certificate, dsse } from '@sigstore/core';
import { readWhole } from '../../http/chunks.ts';
import type { ContentRepository } from '../../oci/content-repository.ts';
import type { WireDescriptor } from '../../oci/descriptor.ts';
import { ContentError } from '../../terms/refusal.ts';
import { bundleCeiling, parseBundle } from '../formats/bundle.ts';
import { isBundleMediaType } from '../formats/media-types.ts';
import { parseStatement } from '../formats/statement.ts';
import { nameOfSigner, type Signer } from '../sign/signer.ts';
import { keyKind } from '../sign/signing-key.ts';
import { readSigner } from '../verify/certificate.ts';
import { Rejection } from '../verify/rejection.ts';
import { signerName } from '../verify/signer.ts';

/** Bytes of the bundle in a manifest; undefined when the manifest holds none. ContentError, OutsideError. */
export async function readHeldBundle(
  repository: ContentRepository,
  entry: WireDescriptor,
): Promise<Buffer | undefined> {
  const document = await repository.document(entry);
  if (document.kind !== 'manifest') return undefined;
  const [layer, second] = document.layers;
  if (layer === undefined || second !== undefined || !isBundleMediaType(layer.mediaType)) return undefined;
  return readWhole(repository.blob(layer, 'bundle'), bundleCeiling, (ceiling) => {
    const message = `the bundle ${layer.digest} has more than ${ceiling} bytes`;
    return new ContentError({ code: 'ceiling', what: 'bundle', digest: layer.digest, message });
  });
}

export type Relation =
  /** Ours, over these very bytes, and its signature verifies. */
  | 'same'
  /** Ours, and older. */
  | 'older'
  | 'foreign';

/** How an attached bundle relates to what this signer is about to attach. What cannot be read is never ours. */
export function relationOf(bytes: Buffer, payload: Buffer, signer: Signer): Relation {
  let bundle: Bundle;
  try {
    bundle = parseBundle(bytes);
  } catch (error) {
    if (error instanceof Rejection) return 'foreign';
    throw error;
  }
  if (bundle.content.$case !== 'dsseEnvelope') return 'foreign';
  const envelope = bundle.content.dsseEnvelope;
  const [signature] = envelope.signatures;
  const key = keyOf(bundle, signer);
  if (key === undefined || signature === undefined) return 'foreign';
  const encoded = dsse.preAuthEncoding(envelope.payloadType, envelope.payload);
  if (!verifies(key, encoded, signature.sig)) return 'foreign';
  // A listing need not say the type (some registries leave annotations out): the statement does.
  if (typeOf(envelope.payload) !== typeOf(payload)) return 'foreign';
  // A certificate is short-lived and its bundle is judged by its timestamps: a new one is the surer.
  return signer.certificate === undefined && envelope.payload.equals(payload) ? 'same' : 'older';
}

/** The key that the bundle must verify with to be this signer's. */
function keyOf(bundle: Bundle, signer: Signer): KeyObject | undefined {
  const { content } = bundle.verificationMaterial;
  if (content.$case === 'publicKey') {
    return signer.certificate === undefined ? signer.key.publicKey : undefined;
  }
  const der =
    content.$case === 'certificate'
      ? content.certificate.rawBytes
      : content.x509CertificateChain.certificates[0]?.rawBytes;
  return der === undefined ? undefined : certificateKey(der, nameOfSigner(signer));
}

/** The key of a certificate whose holder has this name. */
export function certificateKey(der: Buffer, holder: string): KeyObject | undefined {
  try {
    if (signerName(readSigner(Certificate.parse(Buffer.from(der)))) !== holder) return undefined;
    return new X509Certificate(der).publicKey;
  } catch {
    // Whatever is wrong with somebody's certificate, it is not ours.
    return undefined;
  }
}

export function verifies(key: KeyObject, bytes: Uint8Array, signature: Uint8Array): boolean {
  const hash = key.asymmetricKeyType === 'ed25519' ? undefined : keyKind(key).hash;
  return verify(hash, bytes, key, signature);
}

function typeOf(payload: Buffer): string | undefined {
  try {
    return parseStatement(payload).predicateType;
  } catch (error) {
    if (error instanceof Rejection) return undefined;
    throw error;
  }
}
