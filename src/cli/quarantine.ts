// `seaworthy quarantine IMAGE`: taken out of use until it is released.

import { amount } from '../report/counts.ts';
import { quarantineImage, releaseImage } from '../run/quarantine.ts';
import { UserError } from '../terms/errors.ts';
import type { CliCommand } from './command.ts';
import { addPlaceOptions, openEvidenceRun, type PlaceOptions } from './evidence-run.ts';

interface QuarantineOptions extends PlaceOptions {
  readonly reason?: string;
  readonly by?: string;
  readonly release?: boolean;
}

export const quarantine: CliCommand = {
  define(command, context) {
    addPlaceOptions(command)
      .option('--reason <text>', 'why; shown wherever the image is refused')
      .option('--by <name>', 'who decided', 'unnamed')
      .option('--release', 'take the mark away')
      .action(async (reference: string, options: QuarantineOptions) => {
        const outside = openEvidenceRun(options, context);
        try {
          if (options.release === true) {
            const lifted = await releaseImage(reference, outside);
            context.print(
              lifted === 0
                ? 'It was not quarantined.\n'
                : `Released: ${amount(lifted, 'mark')} taken away.\n`,
            );
            return;
          }
          const { reason, by = 'unnamed' } = options;
          if (reason === undefined) {
            throw new UserError('usage', 'a quarantine needs a reason', 'Say why with --reason TEXT.');
          }
          const { subjects, indexes } = await quarantineImage(reference, { reason, by }, outside);
          const also =
            indexes.length === 0
              ? ''
              : `, and ${indexes.length === 1 ? '1 index that lists' : `${indexes.length} indexes that list`} it`;
          const marked = `${subjects.length} ${subjects.length === 1 ? 'manifest' : 'manifests'}`;
          context.print(
            `Quarantined: ${marked}${also}. sign, verify, promote and the stack gate refuse it.\n`,
          );
        } finally {
          outside.close();
        }
      });
  },
};
