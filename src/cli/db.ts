// `seaworthy db`: the local advisory store.

import { defaultMaxAge, isStale } from '../advisories/choice.ts';
import { storeStatus } from '../advisories/store.ts';
import { forTerminal } from '../report/encoders/terminal.ts';
import { advisoryPlaces } from '../run/advisories/source.ts';
import { openOutside } from '../run/outside.ts';
import { updateStore } from '../run/update-store.ts';
import { UserError } from '../terms/errors.ts';
import type { CliCommand, CliContext } from './command.ts';

interface UpdateOptions {
  readonly from?: string;
  readonly ecosystem?: readonly string[];
  readonly store?: string;
}

export const db: CliCommand = {
  define(command, context, exit) {
    const place = (options: { readonly store?: string }): string =>
      options.store ?? advisoryPlaces(context.environment.home).store;
    command
      .command('update')
      .description('build the store from a dump: a directory, a .zip, or (without --from) the OSV bucket')
      .option('--from <path>', 'a dump in the layout of the OSV bucket, or one zip')
      .option(
        '--ecosystem <name...>',
        'ecosystems to fetch from the bucket besides those in the store, or to take of the dump',
      )
      .option('--store <directory>', 'the store (default: below SEAWORTHY_HOME)')
      .action(async (options: UpdateOptions) => {
        const { environment, clock, random } = context;
        const log = context.log({ verbose: false, quiet: false });
        const outside = openOutside({ environment, clock, log, random, layerCache: false });
        try {
          await updateStore(place(options), options, outside);
        } finally {
          outside.close();
        }
        context.print(describe(place(options), context));
      });
    command
      .command('status')
      .description('age, digest and contents of the store; ends with 1 when there is none or it is stale')
      .option('--store <directory>', 'the store (default: below SEAWORTHY_HOME)')
      .action((options: { readonly store?: string }) => {
        const directory = place(options);
        const why = damageOf(directory);
        if (why !== undefined) {
          context.print(`${forTerminal(why)}. Run \`seaworthy db update\`.\n`);
          exit(1);
          return;
        }
        context.print(describe(directory, context));
        exit(isFresh(storeStatus(directory)?.updated, context) ? 0 : 1);
      });
  },
};

/** As for whoever would look something up: a store that cannot be read is as good as none. */
function damageOf(directory: string): string | undefined {
  try {
    storeStatus(directory);
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

function isFresh(updated: string | undefined, { clock }: CliContext): boolean {
  return updated !== undefined && !isStale(new Date(updated), clock.now(), defaultMaxAge);
}

function describe(directory: string, context: CliContext): string {
  const status = storeStatus(directory);
  if (status === undefined) return `There is no store at ${directory}. Run \`seaworthy db update\`.\n`;
  const hours =
    status.updated === undefined
      ? undefined
      : Math.max(0, Math.round((context.clock.now().getTime() - Date.parse(status.updated)) / 3_600_000));
  const age =
    hours === undefined
      ? 'of unknown age'
      : `current as of ${status.updated}, ${hours < 72 ? `${hours} h` : `${Math.round(hours / 24)} days`} ago`;
  const rows = status.ecosystems.map(
    ({ family, records, packages }) =>
      `  ${family.padEnd(16)}${String(records).padStart(8)} advisories of ${packages} packages\n`,
  );
  const notes = [
    isFresh(status.updated, context)
      ? ''
      : '  STALE: a run without --advisories does not use it. Run `seaworthy db update`.\n',
    status.knownExploited ? '' : '  no catalogue of known exploited vulnerabilities\n',
    status.malformed === 0 ? '' : `  ${status.malformed} records could not be read\n`,
  ];
  return `Store ${directory}\n  ${age}\n  digest ${status.digest}\n${rows.join('')}${notes.join('')}`;
}
