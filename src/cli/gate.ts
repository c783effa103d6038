// `seaworthy gate IMAGE…`: the verdict.
import { exitCodeOfVerdict } from '../gate/exit-code.ts';
import { gateAndKeep } from '../run/evidence/kept-gate.ts';
import { findPolicy } from '../run/policy/files.ts';
import type { ScanRequest } from '../run/scan.ts';
import { UserError } from '../terms/errors.ts';
import type { CliCommand, CliContext } from './command.ts';
import { addImageOptions, type ImageOptions } from './image-options.ts';
import { openRun } from './image-run.ts';
import { show } from './show.ts';
import { addTrustOptions, type TrustOptions, trustWish } from './trust-options.ts';

/** Read only where they are given: the readers are a part of their own. */
async function baseImports(
  { baseImport }: GateOptions,
  { directory }: CliContext,
): Promise<Pick<ScanRequest, 'baseImports'>> {
  if (baseImport === undefined) return {};
  const { readReports } = await import('../run/imports/reports.ts');
  return { baseImports: readReports(baseImport, directory) };
}

interface GateOptions extends ImageOptions, TrustOptions {
  readonly policy?: string;
  readonly base?: string;
  readonly baseImport?: readonly string[];
  readonly newerBase?: string | false;
}

export const gate: CliCommand = {
  define(command, context, exit) {
    addTrustOptions(
      addImageOptions(command.argument('<image...>', 'what to judge; see seaworthy --help for the forms')),
    )
      .option(
        '--policy <file>',
        'the policy (default: .github/seaworthy.yaml or seaworthy.yaml, else defaults that gate)',
      )
      .option(
        '--base <image|result.json>',
        'what the change starts from: only what it introduces stands in the way; attested:IMAGE reads its signed inventory, by the signers above',
      )
      .option(
        '--base-import <file...>',
        'reports of other tools about the base, as --import has them of the change',
      )
      .option(
        '--newer-base <image>',
        'what the fix plan looks into instead of what the tag of the base leads to',
      )
      .option('--no-newer-base', 'look into no newer base')
      .addHelpText(
        'after',
        `
Examples:
  seaworthy gate registry.example/app:1.2
  seaworthy gate oci:build/image --policy seaworthy.yaml --format sarif --output gate.sarif

Ends with 0 when the change may be merged, with 1 when it may not or when not everything could be looked at.`,
      )
      .action(async (references: string[], options: GateOptions) => {
        refuseIdle(options);
        const run = await openRun(references, options, context);
        try {
          const file = findPolicy(context.directory, options.policy);
          const { result } = await gateAndKeep(
            {
              ...run.request,
              policy: { kind: 'file', file },
              base: options.base,
              newerBase: options.newerBase,
              ...(await baseImports(options, context)),
              baseTrust: trustWish(options),
            },
            run.outside,
          );
          if (file === undefined) {
            run.outside.log.info('No policy file: the defaults gate. `seaworthy policy check` prints them.');
          }
          await show(result, options, context);
          exit(exitCodeOfVerdict(result.verdict));
        } finally {
          run.outside.close();
        }
      });
  },
};

/** Options that would do nothing: whoever gives a key believes that a signature was looked at. Errors: `UserError` usage. */
function refuseIdle(options: GateOptions): void {
  const { base, baseImport, verifyKey, certificateIdentity, certificateIdentityPattern, trustedRoot } =
    options;
  const signers = [verifyKey, certificateIdentity, certificateIdentityPattern, trustedRoot];
  if (signers.some((one) => one !== undefined) && base?.includes('attested:') !== true) {
    throw new UserError(
      'usage',
      'gate looks at no signature of the image: whose signatures count is asked for a base alone',
      'Name --base attested:IMAGE, or use `seaworthy verify` for the image itself.',
    );
  }
  if (baseImport === undefined || base !== undefined) return;
  const fix = 'Name the base, or give the reports of the image itself as --import.';
  throw new UserError('usage', '--base-import without --base: there is nothing to compare with', fix);
}
