// `seaworthy sign IMAGE`: gate it, and when it is fit to run, sign it and attach its certificate.
import { Option } from 'commander';
import {
  type AttestationKind,
  attestationKinds,
  type SignatureFormat,
  signatureFormats,
} from '../evidence/sign/section.ts';
import type { CliCommand } from './command.ts';
import { openRun } from './image-run.ts';
import { addSigningOptions, gateAndSign, type SigningOptions } from './sign-request.ts';

interface SignOptions extends SigningOptions {
  readonly signature?: readonly SignatureFormat[];
  readonly attest?: readonly AttestationKind[];
}

export const sign: CliCommand = {
  define(command, context, exit) {
    addSigningOptions(command)
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
          const { signature, attest } = options;
          const what = {
            ...(signature !== undefined && { formats: signature }),
            ...(attest !== undefined && { attestations: attest }),
          };
          exit(await gateAndSign(reference, options, what, context, run));
        } finally {
          run.outside.close();
        }
      });
  },
};
