// The signed content of a bundle: what the signature covers and what the log entry must name.
import { createHash, type KeyObject, timingSafeEqual, verify } from 'node:crypto';
import type { Bundle } from '@sigstore/bundle';
import { dsse } from '@sigstore/core';
import { HashAlgorithm } from '@sigstore/protobuf-specs';
import type { SignedEntity } from '@sigstore/verify';
import { type Digest, digestAlgorithm, digestHex } from '../../terms/digest.ts';
import { verifyEcdsaDigest } from './ecdsa.ts';
import { Rejection } from './rejection.ts';
import { verifyRsaDigest } from './rsa.ts';

/** What is verified: the content, or only digests of it. */
export interface Artifact {
  /** Hex digits by in-toto's name of the algorithm: `sha256`, `sha384`, `sha512`. */
  readonly digests: ReadonlyMap<string, string>;
  readonly bytes?: Uint8Array;
}

export function artifactOf(bytes: Uint8Array): Artifact {
  const digests = ['sha256', 'sha384', 'sha512'].map(
    (name) => [name, createHash(name).update(bytes).digest('hex')] as const,
  );
  return { digests: new Map(digests), bytes };
}

export function artifactNamed(digest: Digest): Artifact {
  return { digests: new Map([[digestAlgorithm(digest), digestHex(digest)]]) };
}

type Content = SignedEntity['signature'];

function same(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

/** The curve's own hash (FIPS 186-5 §6.1.1), and SHA-256, which cosign's legacy format takes with every curve. */
const curveHashes: ReadonlyMap<string, readonly string[]> = new Map([
  ['prime256v1', ['sha256']],
  ['secp384r1', ['sha384', 'sha256']],
  ['secp521r1', ['sha512', 'sha256']],
]);

function hashesFor(key: KeyObject): readonly (string | undefined)[] {
  switch (key.asymmetricKeyType) {
    case 'ec':
      return curveHashes.get(key.asymmetricKeyDetails?.namedCurve ?? '') ?? [];
    case 'rsa':
      return ['sha256', 'sha384', 'sha512'];
    case 'ed25519':
      return [undefined];
    default:
      return [];
  }
}

export function verifyBytesSignature(bytes: Uint8Array, key: KeyObject, signature: Uint8Array): boolean {
  return hashesFor(key).some((hash) => verify(hash, bytes, key, signature));
}

function verifyDigestSignature(digest: Buffer, key: KeyObject, signature: Buffer): boolean {
  switch (key.asymmetricKeyType) {
    case 'ec':
      return verifyEcdsaDigest(digest, key, signature);
    case 'rsa':
      return verifyRsaDigest(digest, 'sha256', key, signature);
    default:
      throw new Rejection(
        'unsupported',
        `a signature of a ${key.asymmetricKeyType} key is verified over the content, which is not at hand`,
      );
  }
}

function messageContent(
  message: Extract<Bundle['content'], { $case: 'messageSignature' }>['messageSignature'],
  artifact: Artifact,
): Content {
  const { signature, messageDigest } = message;
  if (messageDigest.algorithm !== HashAlgorithm.SHA2_256) {
    throw new Rejection('unsupported', 'the bundle names its content by another digest than SHA-256');
  }
  const digest = Buffer.from(artifact.digests.get('sha256') ?? '', 'hex');
  if (!same(messageDigest.digest, digest)) {
    throw new Rejection('digest', `the bundle is for sha256:${messageDigest.digest.toString('hex')}`);
  }
  return {
    signature,
    compareSignature: (other) => same(other, signature),
    compareDigest: (other) => same(other, digest),
    compareSignedDigest: (other) => same(other, digest),
    verifySignature: (key) =>
      artifact.bytes === undefined
        ? verifyDigestSignature(digest, key, signature)
        : verifyBytesSignature(artifact.bytes, key, signature),
  };
}

function envelopeContent(
  envelope: Extract<Bundle['content'], { $case: 'dsseEnvelope' }>['dsseEnvelope'],
): Content {
  const [only, second] = envelope.signatures;
  if (only === undefined || second !== undefined) {
    throw new Rejection('malformed', `the envelope has ${envelope.signatures.length} signatures, not one`);
  }
  const encoded = dsse.preAuthEncoding(envelope.payloadType, envelope.payload);
  const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
  return {
    signature: only.sig,
    compareSignature: (other) => same(other, only.sig),
    compareDigest: (other) => same(other, digest(envelope.payload)),
    compareSignedDigest: (other) => same(other, digest(encoded)),
    verifySignature: (key) => verifyBytesSignature(encoded, key, only.sig),
  };
}

/** Rejections `digest`, `malformed`, `unsupported`. */
export function signedContent(bundle: Bundle, artifact: Artifact): Content {
  return bundle.content.$case === 'messageSignature'
    ? messageContent(bundle.content.messageSignature, artifact)
    : envelopeContent(bundle.content.dsseEnvelope);
}
