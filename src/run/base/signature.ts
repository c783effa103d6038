// The signatures of base images, held against `images.trust.bases` of the policy in force.
import { z } from 'zod';
import type { BaseSignature, BaseSigners } from '../../evidence/image/base-trust.ts';
import { signerSchema } from '../../evidence/policy/identity-schema.ts';
import { type AllowedBase, allowedBase } from '../../inspection/origin/base/policy.ts';
import type { ContentRepository } from '../../oci/content-repository.ts';
import type { Digest } from '../../terms/digest.ts';
import type { Outside } from '../outside.ts';
import type { PolicyFiles } from '../stack/trust.ts';

/** `name`: the base's reference as the image states it. Undefined: the policy asks for no signature of it. */
export type BaseSignatureJudge = (
  name: string,
  repository: ContentRepository,
  digests: readonly Digest[],
) => Promise<BaseSignature | undefined>;

const signers = z.union([signerSchema, z.array(signerSchema)]);
const trustSchema = z.looseObject({
  trustedRoot: z.string().optional(),
  bases: z.array(z.looseObject({ match: z.string(), signedBy: signers.optional() })).optional(),
});

/** Whom the policy wants a base signed by; undefined: it asks for no signature of it. */
export type FindBaseSigners = (name: string, digests: readonly Digest[]) => BaseSigners | undefined;

/** Errors: UserError for keys and roots of the policy. */
export async function baseSignersOf(
  sections: ReadonlyMap<string, unknown>,
  files: PolicyFiles,
  outside: Pick<Outside, 'clock' | 'log' | 'home'>,
): Promise<FindBaseSigners> {
  const { trustedRoot, bases = [] } = trustSchema.parse(sections.get('images.trust') ?? {});
  const entries: (AllowedBase & { readonly signers?: BaseSigners })[] = [];
  for (const { match, signedBy } of bases) {
    const entry = { match, proven: false, signed: signedBy !== undefined };
    if (signedBy === undefined) entries.push(entry);
    else {
      const { signersOf, trustedRootFor } = await import('../stack/trust.ts');
      const by = signersOf([signedBy].flat(), files);
      const root = await trustedRootFor(by, trustedRoot, files, outside);
      entries.push({ ...entry, signers: { by, trustedRoot: root } });
    }
  }
  return (name, digests) => {
    const entry = allowedBase(entries, name, digests);
    return entries.find((one) => one === entry)?.signers;
  };
}

/** Errors of the judge: those of the registry. */
export function baseSignatureJudge(
  signersOf: FindBaseSigners,
  { clock }: Pick<Outside, 'clock'>,
): BaseSignatureJudge {
  return async (name, repository, digests) => {
    const wanted = signersOf(name, digests);
    if (wanted === undefined) return undefined;
    const { judgeBaseSignature } = await import('../../evidence/image/base-trust.ts');
    return judgeBaseSignature(repository, digests, wanted, clock.now());
  };
}
