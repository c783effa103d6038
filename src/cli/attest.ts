// `seaworthy attest IMAGE`: attestations alone, ours from a gate, or a predicate of the user's own.
import { Option } from 'commander';
import {
  type AttestationKind,
  attestationKinds,
  type SignSection,
  signSectionOf,
} from '../evidence/sign/section.ts';
import { attestPredicate } from '../run/attest.ts';
import { gateOnce } from '../run/evidence/kept-gate.ts';
import { openSigning } from '../run/evidence/open-signer.ts';
import { findPolicy } from '../run/policy/files.ts';
import { signGated } from '../run/sign.ts';
import { UserError } from '../terms/errors.ts';
import type { CliCommand } from './command.ts';
import { addImageOptions } from './image-options.ts';
import { openRun } from './image-run.ts';
import { showSigned } from './show-signed.ts';
import { addTermsOptions, type SignOptions, signRequest } from './sign-request.ts';
import { addSignerOptions, serviceWish, signerWish } from './signer-options.ts';
import { addTufOptions } from './tuf-options.ts';

interface AttestOptions extends Omit<SignOptions, 'signature' | 'attest'> {
  readonly kind?: readonly AttestationKind[];
  readonly predicate?: string;
  readonly type?: string;
}

export const attest: CliCommand = {
  define(command, context, exit) {
    addTermsOptions(
      addSignerOptions(
        addImageOptions(addTufOptions(command.argument('<image>', 'an image in a registry, or oci:DIR:TAG'))),
      ),
    )
      .addOption(new Option('--kind <kind...>', 'what our own gate can say of it').choices(attestationKinds))
      .option('--predicate <file>', 'a predicate of your own, as JSON')
      .option('--type <uri>', 'its predicate type')
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
          const open = (section: SignSection) =>
            openSigning(
              signerWish(options, section),
              serviceWish(options, section),
              context.environment,
              run.outside,
            );
          if (predicate !== undefined && type !== undefined && kind === undefined) {
            const own = { file: predicate, type, ...(name !== undefined && { name }) };
            const answer = await attestPredicate(reference, own, await open({}), run.outside);
            context.print(showSigned(answer, undefined));
            return;
          }
          if (kind === undefined || predicate !== undefined || type !== undefined) {
            const fix = 'Give --kind, or --predicate and --type together.';
            throw new UserError('usage', 'it is not said what to attest', fix);
          }
          const file = findPolicy(context.directory, options.policy);
          const asked = { ...run.request, policy: { kind: 'file' as const, file } };
          const gated = await gateOnce(asked, run.outside, { anew: options.anew === true });
          const section = signSectionOf(gated.policy.policy.sections);
          const request = signRequest(reference, options, section, context.environment.github);
          const answer = await signGated(
            gated,
            { ...request, ...(await open(section)), formats: [], attestations: kind },
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
