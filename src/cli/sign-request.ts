// What `sign` and `attest` share: their options, and the way from a gate to what is signed.
import { type Command, InvalidArgumentError } from 'commander';
import { type SignSection, signSectionOf } from '../evidence/sign/section.ts';
import { defaultVerifier, type SigningWords, signingTerms } from '../evidence/sign/terms.ts';
import { isTag } from '../oci/reference.ts';
import { gateOnce } from '../run/evidence/kept-gate.ts';
import { evidencePlace } from '../run/evidence/repository.ts';
import { findPolicy } from '../run/policy/files.ts';
import { policySections } from '../run/policy/sections.ts';
import { type SignAnswer, signGated } from '../run/sign.ts';
import type { CliContext } from './command.ts';
import { imageArgument } from './evidence-run.ts';
import { addImageOptions, type ImageOptions } from './image-options.ts';
import type { ImageRun } from './image-run.ts';
import { showSigned } from './show-signed.ts';
import { addSignerOptions, prepareSignerOf, type SignerOptions } from './signer-options.ts';
import { addTufOptions } from './tuf-options.ts';

export interface SigningOptions extends ImageOptions, SignerOptions {
  readonly policy?: string;
  readonly name?: string;
  readonly verifier?: string;
  readonly policyUri?: string;
  readonly owner?: string;
  readonly intendedUse?: string;
  readonly stage?: string;
  readonly anew?: boolean;
}

export function addSigningOptions(command: Command): Command {
  return addSignerOptions(addImageOptions(addTufOptions(imageArgument(command))))
    .option('--policy <file>', 'the policy that decides (default: as for gate)')
    .option('--name <name>', 'name in the subjects, for images in no registry')
    .option('--verifier <uri>', `who judged, in the certificate (default: ${defaultVerifier})`)
    .option('--policy-uri <uri>', 'where the policy can be read')
    .option('--owner <team>', 'who answers for the image')
    .option('--intended-use <text>', 'what the image is certified for')
    .option('--stage <stage>', 'promotion stage that the certificate is for', stageName)
    .option('--anew', 'gate again, whatever was gated in the last two hours');
}

function stageName(text: string): string {
  if (isTag(text)) return text;
  throw new InvalidArgumentError('A stage is a tag, such as prod.');
}

/** Gates unless that was just done, signs what passed, and says so; the exit code. Errors: those of gate and signing. */
export async function gateAndSign(
  reference: string,
  options: SigningOptions,
  what: Pick<SigningWords, 'formats' | 'attestations'>,
  context: CliContext,
  { request, outside }: ImageRun,
): Promise<number> {
  // What signing will need is looked at first: a key that does not open, or a place that holds no evidence, costs no scan.
  await evidencePlace(reference, outside, options.name);
  const sections = await policySections(options.policy, context.directory, outside);
  const signing = await prepareSignerOf(options, signSectionOf(sections), context, outside);
  const file = findPolicy(context.directory, options.policy);
  const asked = { ...request, policy: { kind: 'file' as const, file } };
  const gated = await gateOnce(asked, outside, { anew: options.anew === true });
  const section: SignSection = signSectionOf(gated.policy.policy.sections);
  const { name, verifier, policyUri, owner, intendedUse, stage } = options;
  const words: SigningWords = {
    ...what,
    ...(verifier !== undefined && { verifier }),
    ...(policyUri !== undefined && { policyUri }),
    ...(owner !== undefined && { owner }),
    ...(intendedUse !== undefined && { intendedUse }),
    ...(stage !== undefined && { stage }),
  };
  const answer: SignAnswer = await signGated(
    gated,
    {
      reference,
      ...(name !== undefined && { name }),
      ...signingTerms(section, words),
      ...(await signing()),
      github: context.environment.github,
    },
    outside,
  );
  context.print(showSigned(answer, gated.result.grade, what.formats?.length === 0 ? 'Attested' : 'Signed'));
  return answer.kind === 'signed' ? 0 : 1;
}
