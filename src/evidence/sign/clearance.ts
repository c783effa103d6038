// What the signer must be handed: the completed gate of the very images, with a passing certificate verdict.
import type { Digest } from '../../terms/digest.ts';
import { Bug, UserError } from '../../terms/errors.ts';
import type { GradeLetter, Result, ScannedImage, VerdictReason } from '../../terms/verdict.ts';

export interface Clearance {
  readonly result: Result;
  /** Every image that was looked at, by the digest of its manifest. */
  readonly images: ReadonlyMap<Digest, ScannedImage>;
  /** Of the policy in force. */
  readonly minimumGrade: GradeLetter;
}

export type ClearanceAnswer =
  | { readonly kind: 'cleared'; readonly clearance: Clearance }
  | { readonly kind: 'refused'; readonly reasons: readonly VerdictReason[] };

const issued = new WeakSet<Clearance>();

/**
 * To be called by `src/run/evidence/clearance.ts` alone, which knows that the gate was completed (a test holds it to that).
 * Refused unless the certificate verdict passes and nothing in the images was refused.
 */
export function issueClearance(result: Result, minimumGrade: GradeLetter): ClearanceAnswer {
  const { verdict, images } = result;
  const incomplete = images.length === 0 || images.some(({ refusals }) => refusals.length > 0);
  if (verdict?.certificate !== 'pass' || incomplete) {
    const reasons = verdict?.reasons.filter(({ question }) => question !== 'merge') ?? [];
    return { kind: 'refused', reasons };
  }
  const clearance = { result, images: new Map(images.map((image) => [image.digest, image])), minimumGrade };
  issued.add(clearance);
  return { kind: 'cleared', clearance };
}

/** The scanned image of a digest. Bug for a value of other origin, UserError for a digest that was not looked at. */
export function clearedImage(clearance: Clearance, digest: Digest): ScannedImage {
  if (!issued.has(clearance)) throw new Bug('a clearance that no completed gate issued');
  const image = clearance.images.get(digest);
  if (image !== undefined) return image;
  throw new UserError(
    'usage',
    `the image ${digest} was not gated, so it is not signed`,
    'Gate every platform of the index: leave --platform out.',
  );
}
