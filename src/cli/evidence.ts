// `seaworthy evidence IMAGE`: everything attached, by whom, valid or why not, and who will see it.
import { Option } from 'commander';
import { evidenceText } from '../run/evidence/evidence-text.ts';
import type { EvidenceReport } from '../run/evidence.ts';
import { repairEvidence, reportEvidence } from '../run/evidence.ts';
import { shortDigest } from '../terms/digest.ts';
import type { CliCommand } from './command.ts';
import { addPlaceOptions, openEvidenceRun, type PlaceOptions } from './evidence-run.ts';
import { addTrustOptions, type TrustOptions, trustWish } from './trust-options.ts';
import { addTufOptions } from './tuf-options.ts';

interface EvidenceOptions extends PlaceOptions, TrustOptions {
  readonly key?: readonly string[];
  readonly repair?: boolean;
  readonly format: string;
}

export const evidence: CliCommand = {
  define(command, context) {
    addTrustOptions(addTufOptions(addPlaceOptions(command)), '--key <file...>')
      .option('--repair', 'restore what the fallback index of a registry lost')
      .addOption(new Option('--format <format>', 'what to print').choices(['text', 'json']).default('text'))
      .action(async (reference: string, options: EvidenceOptions) => {
        const outside = openEvidenceRun(options, context);
        try {
          if (options.repair === true) {
            for (const { digest, restored } of await repairEvidence(reference, outside)) {
              context.print(
                `${shortDigest(digest)}  ${restored === 0 ? 'nothing was lost' : `${restored} restored`}\n`,
              );
            }
            return;
          }
          const report = await reportEvidence(reference, trustWish(options, options.key ?? []), outside);
          context.print(
            options.format === 'json'
              ? `${JSON.stringify(report, undefined, 2)}\n`
              : evidenceText(report) + adviceOn(report),
          );
        } finally {
          outside.close();
        }
      });
  },
};

/** What nobody was named for holds at most: said where it is so. */
function adviceOn({ subjects }: EvidenceReport): string {
  const unnamed = subjects.some(({ pieces }) => pieces.some(({ state }) => state === 'no-signer'));
  if (!unnamed) return '';
  return '\nWhat a key signed is judged when the key is named: --key FILE.\n';
}
