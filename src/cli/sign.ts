// `seaworthy sign IMAGE`: gate it, and when it is fit to run, sign it and attach its certificate.
import { type Command, Option } from 'commander';
import { type SignatureFormat, signatureFormats } from '../evidence/publish/sign-image.ts';
import { gateImages } from '../run/gate.ts';
import { openSigning } from '../run/open-signer.ts';
import { findPolicy } from '../run/policy-files.ts';
import { type AttestationKind, attestationKinds, signGated } from '../run/sign.ts';
import type { CliCommand } from './command.ts';
import { addImageOptions, type ImageOptions } from './image-options.ts';
import { openRun } from './image-run.ts';
import { showSigned } from './show-signed.ts';
import { addSignerOptions, type SignerOptions, serviceWish, signerWish } from './signer-options.ts';

export interface SignOptions extends ImageOptions, SignerOptions {
  readonly policy?: string;
  readonly signature: readonly SignatureFormat[];
  readonly attest: readonly AttestationKind[];
  readonly name?: string;
  readonly verifier: string;
  readonly policyUri?: string;
  readonly owner?: string;
  readonly intendedUse?: string;
  readonly stage?: string;
}

export function addTermsOptions(command: Command): Command {
  return command
    .option('--policy <file>', 'the policy that decides (default: as for gate)')
    .option('--name <name>', 'name in the subjects, for images in no registry')
    .option('--verifier <uri>', 'who judged, in the certificate', 'urn:seaworthy:gate')
    .option('--policy-uri <uri>', 'where the policy can be read')
    .option('--owner <team>', 'who answers for the image')
    .option('--intended-use <text>', 'what the image is certified for')
    .option('--stage <stage>', 'promotion stage that the certificate is for');
}

export const sign: CliCommand = {
  define(command, context, exit) {
    addTermsOptions(
      addSignerOptions(
        addImageOptions(command.argument('<image>', 'an image in a registry, or oci:DIR:TAG')),
      ),
    )
      .addOption(
        new Option('--signature <format...>', 'formats of the signature')
          .choices(signatureFormats)
          .default([...signatureFormats]),
      )
      .addOption(
        new Option('--attest <kind...>', 'what is attached besides')
          .choices(attestationKinds)
          .default(['certificate', 'cyclonedx', 'vulns']),
      )
      .addHelpText(
        'after',
        `
Examples:
  seaworthy sign registry.example/app:1.2 --key cosign.key
  seaworthy sign oci:build/image:1.0 --key key.pem --name registry.example/app

Signs only what its own gate looked at, by digest, and only when the certificate verdict passes; ends with 1 otherwise.`,
      )
      .action(async (reference: string, options: SignOptions) => {
        const run = await openRun([reference], options, context);
        try {
          const wish = signerWish(options);
          const file = findPolicy(context.directory, options.policy);
          const gated = await gateImages({ ...run.request, policy: { kind: 'file', file } }, run.outside);
          // A certificate is good for ten minutes: asked for after the gate.
          const signing = await openSigning(wish, serviceWish(options), context.environment, run.outside);
          const { verifier, policyUri, owner, intendedUse, stage, name } = options;
          const answer = await signGated(
            gated,
            {
              reference,
              ...signing,
              formats: options.signature,
              attestations: options.attest,
              github: context.environment.github,
              ...(name !== undefined && { name }),
              terms: {
                verifier,
                ...(policyUri !== undefined && { policyUri }),
                ...(owner !== undefined && { owner }),
                ...(intendedUse !== undefined && { intendedUse }),
                ...(stage !== undefined && { stage }),
              },
            },
            run.outside,
          );
          context.print(showSigned(answer, gated.result));
          exit(answer.kind === 'signed' ? 0 : 1);
        } finally {
          run.outside.close();
        }
      });
  },
};
