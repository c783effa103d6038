// Signs a statement as a DSSE envelope in a sigstore bundle v0.3, and has it witnessed.
import { createHash } from 'node:crypto';
import { type Bundle, bundleToJSON, toDSSEBundle } from '@sigstore/bundle';
import { dsse } from '@sigstore/core';
import { inTotoMediaType } from '../formats/media-types.ts';
import type { Signer } from './signer.ts';
import { keyKind, spki } from './signing-key.ts';
import { pemToDer, type Testimony, type Witness } from './witness.ts';

export interface SignedBundle {
  /** UTF-8 JSON of the bundle. */
  readonly bytes: Buffer;
  /** The statement that was signed. */
  readonly payload: Buffer;
}

/** Errors: those of the key and of the witnesses. */
export async function signStatement(
  payload: Buffer,
  signer: Signer,
  witnesses: readonly Witness[],
): Promise<SignedBundle> {
  const { key, certificate } = signer;
  const { hash } = keyKind(key.publicKey);
  const encoded = dsse.preAuthEncoding(inTotoMediaType, payload);
  const signature = await key.sign(encoded, hash);
  const bundle = toDSSEBundle({
    artifact: payload,
    artifactType: inTotoMediaType,
    signature,
    ...(certificate === undefined
      ? { keyHint: createHash('sha256').update(spki(key.publicKey)).digest('base64') }
      : { certificate: pemToDer(certificate.leaf) }),
  });
  // The hint names the key; as the envelope's keyid it makes cosign 3 pass the signature over.
  for (const one of bundle.content.dsseEnvelope.signatures) one.keyid = '';
  const signed = { bytes: encoded, hash, signature, signer, envelope: bundle.content.dsseEnvelope };
  for (const witness of witnesses) add(bundle, await witness.testify(signed));
  return { bytes: Buffer.from(JSON.stringify(spelledOut(bundleToJSON(bundle)))), payload };
}

type WireBundle = ReturnType<typeof bundleToJSON>;

/** Zero and nothing are left out of protobuf's JSON; sigstore-python asks for them in the first entry of a log too. */
function spelledOut(bundle: WireBundle): object {
  const { verificationMaterial } = bundle;
  // The types say that they are always there.
  const tlogEntries = verificationMaterial.tlogEntries?.map((entry) => ({
    ...entry,
    logIndex: entry.logIndex ?? '0',
    ...(entry.inclusionProof !== undefined && {
      inclusionProof: {
        ...entry.inclusionProof,
        logIndex: entry.inclusionProof.logIndex ?? '0',
        hashes: entry.inclusionProof.hashes ?? [],
      },
    }),
  }));
  if (tlogEntries === undefined) return bundle;
  return { ...bundle, verificationMaterial: { ...verificationMaterial, tlogEntries } };
}

function add(bundle: Bundle, { entries, timestamps }: Testimony): void {
  const material = bundle.verificationMaterial;
  material.tlogEntries.push(...entries);
  if (timestamps.length === 0) return;
  material.timestampVerificationData = {
    rfc3161Timestamps: [
      ...(material.timestampVerificationData?.rfc3161Timestamps ?? []),
      ...timestamps.map((signedTimestamp) => ({ signedTimestamp })),
    ],
  };
}
