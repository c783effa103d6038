// Attaches cosign's legacy signature to one image, in place of an older one of the same signer.
import { verify } from 'node:crypto';
import type { ContentRepository } from '../../oci/content-repository.ts';
import type { WireDescriptor } from '../../oci/descriptor.ts';
import { digestOf } from '../../oci/verification.ts';
import { legacyAnnotations, simpleSigningMediaType } from '../formats/media-types.ts';
import { signLegacy } from '../sign/legacy-signature.ts';
import { nameOfSigner, type Signer } from '../sign/signer.ts';
import { pemToDer, type Witness } from '../sign/witness.ts';

import { simpleSigningBytes } from '../statements/simple-signing.ts';
import type { Subject } from '../statements/statement.ts';
import { certificateKey } from './held-bundle.ts';
import { legacyLayers, updateLegacy } from './legacy-manifest.ts';
import { signatureTag } from './tags.ts';

/** Whether it wrote; false when the same key's signature over the same payload was there. Errors: repository, key. */
export async function attachLegacySignature(
  repository: ContentRepository,
  subject: Subject,
  signer: Signer,
  witnesses: readonly Witness[],
): Promise<boolean> {
  const tag = signatureTag(subject.digest);
  const payload = simpleSigningBytes(subject);
  const isOurs = (layer: WireDescriptor): boolean => signedBy(layer, payload, signer);
  if (signer.certificate === undefined && witnesses.length === 0) {
    if ((await legacyLayers(repository, tag)).some(isOurs)) return false;
  }
  const signed = await signLegacy(subject, signer, witnesses);
  await updateLegacy(repository, tag, [{ mediaType: simpleSigningMediaType, ...signed }], isOurs);
  return true;
}

/** This signer's, over this payload, and it verifies. */
function signedBy(layer: WireDescriptor, payload: Buffer, signer: Signer): boolean {
  const { annotations } = layer;
  if (layer.digest !== digestOf(payload) || annotations == null) return false;
  const signature = Buffer.from(annotations[legacyAnnotations.signature] ?? '', 'base64');
  const pem = annotations[legacyAnnotations.certificate];
  if (signer.certificate === undefined) {
    return pem === undefined && verify(hashOf(signer), payload, signer.key.publicKey, signature);
  }
  const key = pem === undefined ? undefined : certificateKey(pemToDer(pem), nameOfSigner(signer));
  return key !== undefined && verify('sha256', payload, key, signature);
}

function hashOf({ key }: Signer): string | undefined {
  return key.publicKey.asymmetricKeyType === 'ed25519' ? undefined : 'sha256';
}
