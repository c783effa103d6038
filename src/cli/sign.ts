// `seaworthy sign IMAGE`: gate it, and when it is fit to run, sign it and attach its certificate.
import { Option } from 'commander';
import { signatureFormats } from '../evidence/publish/sign-image.ts';
import { gateImages } from '../run/gate.ts';
import { openSigning } from '../run/open-signer.ts';
import { findPolicy } from '../run/policy-files.ts';
import { attestationKinds, signGated } from '../run/sign.ts';
import type { CliCommand } from './command.ts';
import { addImageOptions } from './image-options.ts';
import { openRun } from './image-run.ts';
import { showSigned } from './show-signed.ts';
import { addTermsOptions, type SignOptions, signRequest } from './sign-request.ts';
import { addSignerOptions, serviceWish, signerWish } from './signer-options.ts';

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
          const request = signRequest(reference, options, context.environment.github);
          const { signature, attest } = options;
          const answer = await signGated(
            gated,
            { ...request, ...signing, formats: signature, attestations: attest },
            run.outside,
          );
          context.print(showSigned(answer, gated.result.grade));
          exit(answer.kind === 'signed' ? 0 : 1);
        } finally {
          run.outside.close();
        }
      });
  },
};
