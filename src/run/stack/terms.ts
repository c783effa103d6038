// What a stack's policy asks of the evidence of each image.
import type { StackPolicy } from '../../../policy-pack/rules/stack-policy.ts';
import type { ImagePolicy } from '../../evidence/image/image-policy.ts';
import { certificateRequirement } from '../../evidence/policy/certificate-section.ts';
import { resourceUri } from '../../evidence/statements/resource-uri.ts';
import { bareKeyThresholds, strictThresholds } from '../../evidence/verify/thresholds.ts';
import type { RegistryReference } from '../../oci/reference.ts';
import { UserError } from '../../terms/errors.ts';
import type { Outside } from '../outside.ts';
import { type PolicyFiles, signersOf, trustedRootFor } from './trust.ts';

/** What the policy asks of the image with a name. Errors: UserError for keys and roots that cannot be used. */
export async function stackTerms(
  { certificate, images }: StackPolicy,
  outside: Pick<Outside, 'clock' | 'log' | 'home'>,
  files: PolicyFiles,
): Promise<(name: RegistryReference) => ImagePolicy> {
  const { signedBy, threshold } = images;
  const certifiers = certificate === undefined ? [] : signersOf([certificate.signedBy].flat(), files);
  const signers = signersOf(signedBy ?? [], files);
  const root = rootSetting(certificate?.trustedRoot, images.trustedRoot);
  const trustedRoot = await trustedRootFor([...certifiers, ...signers], root, files, outside);
  return ({ registry, repository }) => ({
    trustedRoot,
    now: outside.clock.now(),
    thresholds: strictThresholds,
    keyThresholds: bareKeyThresholds,
    ...(signedBy !== undefined && { signatures: { by: signers, threshold } }),
    ...(certificate !== undefined && {
      certificate: certificateRequirement(certificate, certifiers, resourceUri(`${registry}/${repository}`)),
    }),
  });
}

function rootSetting(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined || one === other) return one ?? other;
  throw new UserError(
    'policy',
    'stack.certificate and stack.images name different trusted roots',
    'Name one for both: join the roots in one file.',
  );
}
