// `seaworthy stack PATH…`: the verdict on infrastructure as code.
import { Option } from 'commander';
import { exitCodeOfVerdict } from '../gate/exit-code.ts';
import { parseMoment } from '../run/moment.ts';
import { openOutside } from '../run/outside.ts';
import { fetchExtendedPolicy } from '../run/policy/extended.ts';
import { findPolicy, loadPolicy } from '../run/policy/files.ts';
import { parsing } from '../run/policy/parsing.ts';
import { openImageDesk } from '../run/stack/evidence.ts';
import { presets } from '../run/stack/preset.ts';
import { parseRendered } from '../run/stack/releases.ts';
import { stackFormats } from '../run/stack/render.ts';
import { gateStack } from '../run/stack.ts';
import type { CliCommand } from './command.ts';
import { type StackOptions, showStack } from './stack-show.ts';

export const stack: CliCommand = {
  define(command, context, exit) {
    command
      .argument('<path...>', 'folders or files of manifests (YAML, JSON, rendered charts), Pulumi states')
      .option('--base <path...>', 'the stack before: only what the change introduces stands in the way')
      .option('--rendered <release=path...>', 'manifests that a Helm release of the stack was rendered to')
      .option('--base-rendered <release=path...>', 'the same of the stack before')
      .addOption(new Option('--preset <preset>', 'stop nothing, or count everything').choices(presets))
      .option('--policy <file>', 'the policy (default: .github/seaworthy.yaml or seaworthy.yaml)')
      .option('--as-of <date>', 'judge as of this day, YYYY-MM-DD', parseMoment)
      .addOption(new Option('--format <format>', 'what to print').choices(stackFormats).default('text'))
      .option('--output <file>', 'write there, and print only the verdict')
      .addOption(
        new Option(
          '--explain <rule>',
          'everything known about the findings of one rule, patches included',
        ).conflicts(['format', 'quiet', 'matrices']),
      )
      .option('--all', 'list every finding')
      .option('--matrices', 'what each level, control and layer of security answers (text, markdown)')
      .option('--quiet', 'only the verdict')
      .addHelpText(
        'after',
        `
Examples:
  seaworthy stack deploy/
  seaworthy stack deploy/ --base main/deploy --format sarif --output stack.sarif
  pulumi stack export > state.json && seaworthy stack state.json --preset advisory

Ends with 0 when the change may be merged, with 1 when it may not or when not everything could be looked at.`,
      )
      .action(async (paths: string[], options: StackOptions) => {
        const { environment, clock, random } = context;
        const log = context.log({ verbose: false, quiet: options.quiet === true });
        const asOf = options.asOf ?? clock.now();
        const outside = openOutside({
          environment,
          clock: { now: () => asOf },
          log,
          random,
          layerCache: false,
        });
        try {
          const file = findPolicy(context.directory, options.policy);
          const policy = await loadPolicy(file, { ...parsing, now: asOf }, undefined, (reference) =>
            fetchExtendedPolicy(reference, outside),
          );
          if (file === undefined) {
            log.info('No policy file: the defaults gate. `seaworthy policy check` prints them.');
          }
          const gated = await gateStack(
            {
              paths,
              plan: true,
              asOf,
              ...(options.base === undefined ? {} : { base: options.base }),
              ...(options.rendered === undefined ? {} : { rendered: parseRendered(options.rendered) }),
              ...(options.baseRendered === undefined
                ? {}
                : { baseRendered: parseRendered(options.baseRendered, '--base-rendered') }),
              ...(options.preset === undefined ? {} : { preset: options.preset }),
            },
            policy,
            openImageDesk(outside, { directory: context.directory }),
          );
          showStack(gated, options, context);
          exit(exitCodeOfVerdict(gated.result.verdict));
        } finally {
          outside.close();
        }
      });
  },
};
