// `seaworthy verify IMAGE`: is it believed?
import { Option } from 'commander';
import { pieceName } from '../evidence/discovery/piece.ts';
import type { ImageJudgement } from '../evidence/image/verify-image.ts';
import { signerName } from '../evidence/verify/signer.ts';
import { forTerminal } from '../report/encoders/terminal.ts';
import { verifyEvidence } from '../run/verify.ts';
import type { CliCommand } from './command.ts';
import {
  addPlaceOptions,
  addWishOptions,
  evidenceWish,
  openEvidenceRun,
  type PlaceOptions,
  type WishOptions,
} from './evidence-run.ts';
import { addTrustOptions, type TrustOptions, trustWish } from './trust-options.ts';
import { addTufOptions } from './tuf-options.ts';

interface VerifyOptions extends PlaceOptions, TrustOptions, WishOptions {
  readonly key?: readonly string[];
  readonly certificate?: boolean;
  readonly format: string;
}

export const verify: CliCommand = {
  define(command, context, exit) {
    addWishOptions(addTrustOptions(addTufOptions(addPlaceOptions(command)), '--key <file...>'))
      .option('--certificate', 'ask for a certificate that passes and has not ended')
      .option('--stage <stage>', 'promotion stage that the certificate must be for')
      .addOption(new Option('--format <format>', 'what to print').choices(['text', 'json']).default('text'))
      .addHelpText(
        'after',
        `
Examples:
  seaworthy verify registry.example/app:1.2 --key cosign.pub --certificate --minimum-grade B
  seaworthy verify registry.example/app:1.2 --certificate-identity https://github.com/acme/app/.github/workflows/build.yaml@refs/heads/main \\
    --certificate-oidc-issuer https://token.actions.githubusercontent.com

Ends with 0 when everything asked for is there and believed, with 1 when not.`,
      )
      .action(async (reference: string, options: VerifyOptions) => {
        const outside = openEvidenceRun(options, context);
        try {
          const { name } = options;
          const wish = evidenceWish(options, options.certificate === true);
          const judgement = await verifyEvidence(
            reference,
            { ...wish, ...(name !== undefined && { name }) },
            trustWish(options, options.key ?? []),
            outside,
          );
          context.print(options.format === 'json' ? asJson(judgement) : asText(judgement));
          exit(judgement.kind === 'accepted' ? 0 : 1);
        } finally {
          outside.close();
        }
      });
  },
};

function asText({ kind, digest, accepted, unmet }: ImageJudgement): string {
  const good = accepted.map(
    ({ use, verified }) => `  ✔ ${forTerminal(use)}  ${forTerminal(signerName(verified.signer))}\n`,
  );
  const bad = unmet.map(
    ({ use, code, message }) => `  ✘ ${forTerminal(use)}  ${code}: ${forTerminal(message)}\n`,
  );
  const head = kind === 'accepted' ? 'Verified' : 'Refused';
  const fix = kind === 'accepted' ? '' : `   fix: ${fixOf(unmet)}\n`;
  return `${head} ${digest}\n${good.join('')}${bad.join('')}${fix}`;
}

function fixOf(unmet: ImageJudgement['unmet']): string {
  if (unmet.some(({ code }) => code === 'quarantined'))
    return 'Take another image; who marked this one ends it with `seaworthy quarantine --release`.';
  if (unmet.every(({ code }) => code === 'missing')) return 'Gate and sign it with `seaworthy sign`.';
  if (unmet.every(({ code }) => code === 'age')) return 'Gate and sign it again with `seaworthy sign`.';
  return '`seaworthy evidence` shows all that is attached, and why it does not count.';
}

function asJson({ kind, digest, accepted, rejected, unmet }: ImageJudgement): string {
  return `${JSON.stringify(
    {
      verdict: kind,
      digest,
      accepted: accepted.map(({ piece, use, verified, certificate }) => ({
        piece: pieceName(piece),
        use,
        signer: signerName(verified.signer),
        ...(certificate !== undefined && { certificate }),
      })),
      rejected: rejected.map(({ piece, use, code, message }) => ({
        piece: pieceName(piece),
        use,
        code,
        message,
      })),
      unmet: unmet.map(({ use, code, message }) => ({ use, code, message })),
    },
    undefined,
    2,
  )}\n`;
}
