// `seaworthy attest IMAGE`: attestations alone, ours from a gate, or a predicate of the user's own.
import { InvalidArgumentError, Option } from 'commander';
import { isPredicateType } from '../evidence/formats/predicate-types.ts';
import { type AttestationKind, attestationKinds } from '../evidence/sign/section.ts';
import { attestPredicate } from '../run/attest.ts';
import { UserError } from '../terms/errors.ts';
import type { CliCommand } from './command.ts';
import { openRun } from './image-run.ts';
import { showSigned } from './show-signed.ts';
import { addSigningOptions, gateAndSign, type SigningOptions } from './sign-request.ts';
import { openSignerOf } from './signer-options.ts';

interface AttestOptions extends SigningOptions {
  readonly kind?: readonly AttestationKind[];
  readonly predicate?: string;
  readonly type?: string;
}

export const attest: CliCommand = {
  define(command, context, exit) {
    addSigningOptions(command)
      .addOption(new Option('--kind <kind...>', 'what our own gate can say of it').choices(attestationKinds))
      .option('--predicate <file>', 'a predicate of your own, as JSON')
      .option('--type <uri>', 'its predicate type', predicateType)
      .addHelpText(
        'after',
        `
Examples:
  seaworthy attest registry.example/app:1.2 --kind certificate vulns --key cosign.key
  seaworthy attest registry.example/app:1.2 --predicate review.json --type https://acme.example/review/v1 --key cosign.key

Attesting again replaces what the same signer attested before.`,
      )
      .action(async (reference: string, options: AttestOptions) => {
        const { kind, predicate, type, name } = options;
        const run = await openRun([reference], options, context);
        try {
          if (predicate !== undefined && type !== undefined && kind === undefined) {
            const own = { file: predicate, type, ...(name !== undefined && { name }) };
            const signing = await openSignerOf(options, {}, context, run.outside);
            const answer = await attestPredicate(reference, own, signing, run.outside);
            context.print(showSigned(answer, undefined, 'Attested'));
            return;
          }
          if (kind === undefined || predicate !== undefined || type !== undefined) {
            const fix = 'Give --kind, or --predicate and --type together.';
            throw new UserError('usage', 'it is not said what to attest', fix);
          }
          const what = { formats: [], attestations: kind };
          exit(await gateAndSign(reference, options, what, context, run));
        } finally {
          run.outside.close();
        }
      });
  },
};

function predicateType(text: string): string {
  if (isPredicateType(text)) return text;
  throw new InvalidArgumentError('Write a URI, such as https://acme.example/review/v1.');
}
