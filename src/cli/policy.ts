// `seaworthy policy check FILE`: is the file right, and what is in force with it?

import { stackInForce } from '../../policy-pack/rules/in-force.ts';
import { stackPolicy } from '../../policy-pack/rules/stack-policy.ts';
import { openOutside } from '../run/outside.ts';
import { fetchExtendedPolicy } from '../run/policy/extended.ts';
import { findPolicy, loadPolicy } from '../run/policy/files.ts';
import { parsing } from '../run/policy/parsing.ts';
import type { CliCommand } from './command.ts';

export const policy: CliCommand = {
  define(command, context) {
    command
      .command('check')
      .description('read a policy file, say what is wrong and where, print what is in force')
      .argument('[file]', 'the file (default: .github/seaworthy.yaml or seaworthy.yaml)')
      .action(async (file: string | undefined) => {
        const { environment, clock, random } = context;
        const log = context.log({ verbose: false, quiet: true });
        const outside = openOutside({ environment, clock, log, random, layerCache: false });
        const found = findPolicy(context.directory, file);
        const loaded = await loadPolicy(found, { ...parsing, now: clock.now() }, undefined, (reference) =>
          fetchExtendedPolicy(reference, outside),
        );
        outside.close();
        for (const warning of loaded.warnings) log.warn(warning);
        const head =
          found === undefined ? 'No policy file: these defaults gate.' : `${found.file} is right. In force:`;
        const stack = stackInForce(stackPolicy(loaded.policy.sections));
        context.print(`${head}\n\n${loaded.text}\nstack: ${stack}\ndigest ${loaded.digest}\n`);
      });
  },
};
