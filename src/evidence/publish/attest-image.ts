// Attaches a statement of somebody else's making to an image, signed by us: only that, no word about the image.
import type { ContentRepository } from '../../oci/content-repository.ts';
import type { Digest } from '../../terms/digest.ts';
import { UserError } from '../../terms/errors.ts';
import { predicateTypes } from '../formats/predicate-types.ts';
import { signStatement } from '../sign/dsse-bundle.ts';
import type { Signer } from '../sign/signer.ts';
import type { Witnesses } from '../sign/witness.ts';
import { type Claim, statementBytes } from '../statements/statement.ts';
import { type Attached, attachBundles } from './attach-bundles.ts';
import { subjectsOf } from './subjects.ts';

/** Types that only a completed gate may state: a signature, and the certificate with its PASSED. */
const reserved: ReadonlySet<string> = new Set([predicateTypes.vsa, predicateTypes.cosignSignature]);

export interface AttestWish {
  readonly name: string;
  readonly signer: Signer;
  readonly witnesses: Witnesses;
  readonly now: Date;
}

/** On the index and every platform. UserError `usage` for a reserved type; errors of repository, key and witnesses. */
export async function attestImage(
  repository: ContentRepository,
  tagOrDigest: string,
  claim: Claim,
  { name, signer, witnesses, now }: AttestWish,
): Promise<readonly (Attached & { readonly digest: Digest })[]> {
  if (reserved.has(claim.predicateType)) {
    throw new UserError(
      'usage',
      `${claim.predicateType} is stated only by a gate that passed`,
      'Use `seaworthy sign`, which gates the image itself.',
    );
  }
  const attached = [];
  for (const { descriptor } of (await subjectsOf(repository, tagOrDigest)).toReversed()) {
    const payload = statementBytes({ name, digest: descriptor.digest }, claim);
    const sign = () => signStatement(payload, signer, witnesses.bundle);
    const pending = [{ predicateType: claim.predicateType, payload, sign }];
    const done = await attachBundles(repository, descriptor, pending, signer, now);
    attached.push({ ...done, digest: descriptor.digest });
  }
  return attached;
}
