// `seaworthy reach`: who can reach whom, why, why not, and what a change opens or closes.
import { type Command, Option } from 'commander';
import type { Family } from '../../policy-pack/reach/addresses.ts';
import type { ReachOptions } from '../../policy-pack/reach/reachability.ts';
import {
  answerDiff,
  answerReach,
  answerWhy,
  type DiffFormat,
  diffFormats,
  type ReachFormat,
  reachFormats,
} from '../report/reach/answer.ts';
import { manifestFiles } from '../run/stack/files.ts';
import { answer, answerInPieces, fileOf } from './answer.ts';
import type { CliCommand, CliContext } from './command.ts';

interface Manner {
  readonly strict?: boolean;
  readonly ipv6?: boolean;
  readonly ipFamily?: 'IPv4' | 'IPv6';
  readonly output?: string;
}

interface Listing extends Manner {
  readonly format: ReachFormat;
  readonly entrances?: boolean;
}

interface Answering extends Manner {
  readonly format: 'text' | 'json';
}

export const reach: CliCommand = {
  define(command, context, exit) {
    withManner(command.argument('<path...>', 'folders or files of manifests, Pulumi states'))
      .addOption(new Option('--format <format>', 'what to print').choices(reachFormats).default('text'))
      .option('--entrances', 'in CSV and JSON too: rows of what the internet enters, and through what')
      .enablePositionalOptions()
      .addHelpText('after', examples)
      .action((paths: string[], options: Listing) => {
        const files = manifestFiles(paths);
        const { entrances = false } = options;
        answerInPieces(context, fileOf(options), (write) =>
          answerReach(files, options.format, write, { ...manner(options), entrances }),
        );
      });
    defineWhy(command, context, exit, 'why', 'allowed');
    defineWhy(command, context, exit, 'why-not', 'denied');
    withManner(command.command('diff').description('connections that a change opens, closes or changes'))
      .argument('<base>', 'the stack before: a folder, a file or a state')
      .argument('<head...>', 'the stack after')
      .addOption(new Option('--format <format>', 'what to print').choices(diffFormats).default('text'))
      .action((base: string, head: string[], options: Manner & { readonly format: DiffFormat }) => {
        const [before, after] = [manifestFiles([base]), manifestFiles(head)];
        answerInPieces(context, fileOf(options), (write) =>
          write(answerDiff(before, after, options.format, manner(options))),
        );
      });
  },
};

function defineWhy(
  command: Command,
  context: CliContext,
  exit: (code: number) => void,
  name: string,
  expected: 'allowed' | 'denied',
): void {
  withManner(command.command(name))
    .description(`the rules that decide; ends with 0 when the connection is ${expected}, else with 1`)
    .argument('<from>', 'a workload (`name`, `namespace/name`, `namespace/name[Kind]`) or an address')
    .argument('<to>', 'a workload or an address with a port: `db:5432`, `dns:udp/53`, `api:http`')
    .argument('<path...>', 'folders or files of manifests, Pulumi states')
    .addOption(new Option('--format <format>', 'what to print').choices(['text', 'json']).default('text'))
    .action((from: string, to: string, paths: string[], options: Answering) => {
      const why = answerWhy(manifestFiles(paths), from, to, options.format, manner(options));
      answer(context, fileOf(options), why.text);
      exit(why.word === expected ? 0 : 1);
    });
}

function withManner(command: Command): Command {
  return command
    .option('--strict', 'what plug-ins handle differently (host network, nodes) is unknown')
    .option('--ipv6', 'outside addresses of both families')
    .addOption(
      new Option('--ip-family <family>', 'the cluster has addresses of this family alone')
        .choices(['IPv4', 'IPv6'])
        .conflicts('ipv6'),
    )
    .option('--output <file>', 'write there instead of printing');
}

function manner({ strict, ipv6, ipFamily }: Manner): ReachOptions {
  const podFamilies: readonly Family[] = ipFamily === undefined ? [4, 6] : ipFamily === 'IPv4' ? [4] : [6];
  const families: readonly Family[] = ipFamily === undefined && ipv6 !== true ? [4] : podFamilies;
  return { strict: strict === true, families, podFamilies };
}

const examples = `
Examples:
  seaworthy reach deploy/ --format csv
  seaworthy reach why web api:8080 deploy/
  seaworthy reach why-not web db:5432 deploy/
  seaworthy reach diff main/deploy deploy --format markdown

What cannot be told is listed as unknown, never as allowed or denied.`;
