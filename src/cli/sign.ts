// `seaworthy sign IMAGE`: gate it, and when it is fit to run, sign it and attach its certificate.
import { Option } from 'commander';
import { attestationKinds, signatureFormats, signSectionOf } from '../evidence/sign/section.ts';
import { gateOnce } from '../run/evidence/kept-gate.ts';
import { openSigning } from '../run/evidence/open-signer.ts';
import { findPolicy } from '../run/policy/files.ts';
import { signGated } from '../run/sign.ts';
import type { CliCommand } from './command.ts';
import { addImageOptions } from './image-options.ts';
import { openRun } from './image-run.ts';
import { showSigned } from './show-signed.ts';
import { addTermsOptions, attestationsOf, formatsOf, type SignOptions, signRequest } from './sign-request.ts';
import { addSignerOptions, serviceWish, signerWish } from './signer-options.ts';
import { addTufOptions } from './tuf-options.ts';

export const sign: CliCommand = {
  define(command, context, exit) {
    addTermsOptions(
      addSignerOptions(
        addImageOptions(addTufOptions(command.argument('<image>', 'an image in a registry, or oci:DIR:TAG'))),
      ),
    )
      .addOption(
        new Option('--signature <format...>', 'formats of the signature (default: both)').choices(
          signatureFormats,
        ),
      )
      .addOption(
        new Option(
          '--attest <kind...>',
          'what is attached besides (default: certificate cyclonedx vulns)',
        ).choices(attestationKinds),
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
          const file = findPolicy(context.directory, options.policy);
          const asked = { ...run.request, policy: { kind: 'file' as const, file } };
          const gated = await gateOnce(asked, run.outside, { anew: options.anew === true });
          const section = signSectionOf(gated.policy.policy.sections);
          // A certificate is good for ten minutes: asked for after the gate.
          const signing = await openSigning(
            signerWish(options, section),
            serviceWish(options, section),
            context.environment,
            run.outside,
          );
          const request = signRequest(reference, options, section, context.environment.github);
          const answer = await signGated(
            gated,
            {
              ...request,
              ...signing,
              formats: formatsOf(options, section),
              attestations: attestationsOf(options, section),
            },
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
