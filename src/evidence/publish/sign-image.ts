// Signs one image as it was cleared: signature, certificate and attestations on the index and on every platform.
import type { ContentRepository } from '../../oci/content-repository.ts';
import type { Digest } from '../../terms/digest.ts';
import type { ScannedImage } from '../../terms/verdict.ts';
import { predicateTypes } from '../formats/predicate-types.ts';
import { type Clearance, clearedImage } from '../sign/clearance.ts';
import { signStatement } from '../sign/dsse-bundle.ts';
import type { SignatureFormat } from '../sign/section.ts';
import type { Signer } from '../sign/signer.ts';
import type { Witnesses } from '../sign/witness.ts';
import { type Claim, statementBytes } from '../statements/statement.ts';
import { type Attached, attachBundles } from './attach-bundles.ts';
import { attachLegacySignature } from './attach-legacy.ts';
import { type SignedSubject, subjectsOf } from './subjects.ts';

export interface SigningWish {
  /** `registry/repository`: the name in every subject. */
  readonly name: string;
  readonly signer: Signer;
  readonly witnesses: Witnesses;
  readonly formats: readonly SignatureFormat[];
  /** Claims about one platform's image. */
  readonly perImage: (image: ScannedImage) => readonly Claim[];
  /** Claims about the index or image as a whole, such as the certificate. */
  readonly perSubject: (images: readonly ScannedImage[]) => readonly Claim[];
  readonly now: Date;
}

export interface SignedImage extends Attached {
  readonly digest: Digest;
  /** Whether cosign's legacy signature was written; absent when not asked for. */
  readonly legacy?: boolean;
}

/** Errors: UserError when a part was not cleared; those of the repository, the key and the witnesses. */
export async function signImage(
  repository: ContentRepository,
  tagOrDigest: string,
  clearance: Clearance,
  wish: SigningWish,
): Promise<readonly SignedImage[]> {
  const subjects = await subjectsOf(repository, tagOrDigest);
  // All of it before the first signature: a part that was not looked at stops everything.
  const cleared = subjects.map((subject) => ({
    subject,
    images: subject.images.map((digest) => clearedImage(clearance, digest)),
  }));
  const signed: SignedImage[] = [];
  // Platforms before the index: what the index leads to is signed when the index is.
  for (const { subject, images } of cleared.toReversed()) {
    signed.push(await signSubject(repository, subject, images, wish));
  }
  return signed.toReversed();
}

async function signSubject(
  repository: ContentRepository,
  { descriptor }: SignedSubject,
  images: readonly ScannedImage[],
  wish: SigningWish,
): Promise<SignedImage> {
  const { name, signer, witnesses, formats, now } = wish;
  const subject = { name, digest: descriptor.digest };
  const [image, other] = images;
  const own = image !== undefined && other === undefined && image.digest === descriptor.digest ? [image] : [];
  const claims = [...wish.perSubject(images), ...own.flatMap(wish.perImage)];
  if (formats.includes('bundle'))
    claims.unshift({ predicateType: predicateTypes.cosignSignature, predicate: {} });
  const pending = claims.map((claim) => {
    const payload = statementBytes(subject, claim);
    const { predicateType, stage } = claim;
    return {
      predicateType,
      ...(stage !== undefined && { stage }),
      payload,
      sign: () => signStatement(payload, signer, witnesses.bundle),
    };
  });
  // The legacy signature first: once a bundle is there, cosign 2.6 looks at nothing else.
  const legacy = formats.includes('legacy')
    ? await attachLegacySignature(repository, subject, signer, witnesses.legacy)
    : undefined;
  const attached = await attachBundles(repository, descriptor, pending, signer, now);
  return { digest: descriptor.digest, ...attached, ...(legacy !== undefined && { legacy }) };
}
