// `seaworthy gate IMAGE…`: the verdict.
import { exitCodeOfVerdict } from '../gate/exit-code.ts';
import { gateAndKeep } from '../run/kept-gate.ts';
import { findPolicy } from '../run/policy-files.ts';
import type { CliCommand } from './command.ts';
import { addImageOptions, type ImageOptions } from './image-options.ts';
import { openRun } from './image-run.ts';
import { show } from './show.ts';
import { addTrustOptions, type TrustOptions, trustWish } from './trust-options.ts';

interface GateOptions extends ImageOptions, TrustOptions {
  readonly policy?: string;
  readonly base?: string;
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
        'what the change starts from: only what it introduces stands in the way; attested:IMAGE reads its signed inventory',
      )
      .addHelpText(
        'after',
        `
Examples:
  seaworthy gate registry.example/app:1.2
  seaworthy gate oci:build/image --policy seaworthy.yaml --format sarif --output gate.sarif

Ends with 0 when the change may be merged, with 1 when it may not or when not everything could be looked at.`,
      )
      .action(async (references: string[], options: GateOptions) => {
        const run = await openRun(references, options, context);
        try {
          const file = findPolicy(context.directory, options.policy);
          const { result } = await gateAndKeep(
            {
              ...run.request,
              policy: { kind: 'file', file },
              base: options.base,
              baseTrust: trustWish(options),
            },
            run.outside,
          );
          if (file === undefined) {
            run.outside.log.info('No policy file: the defaults gate. `seaworthy policy check` prints them.');
          }
          show(result, options, context);
          exit(exitCodeOfVerdict(result.verdict));
        } finally {
          run.outside.close();
        }
      });
  },
};
