// Builds the program around the one command that was asked for, runs it, and maps its end to an exit code.
import { Command, CommanderError } from 'commander';
import { exitCodeOf } from '../gate/exit-code.ts';
import { readEnvironment } from '../terms/environment.ts';
import { version } from '../terms/version.ts';
import type { CliContext } from './command.ts';
import { commands } from './commands.ts';
import { describeError } from './failure.ts';
import { openContext } from './terminal.ts';

const epilogue = `
Image references:
  registry.example/app:1.2[@sha256:…]   an image in a registry
  oci:DIR[:TAG]  oci-archive:FILE       an OCI layout, or one in a tar
  docker-archive:FILE                   what docker save wrote
  docker-daemon:NAME                    an image of a local engine (Docker, podman)
  bake:FILE  compose:FILE               the images that a build or a Compose file names

Exit codes: 0 pass · 1 refused or incomplete · 2 wrong input · 3 something outside failed · 4 a bug

Examples:
  seaworthy scan alpine:3.20
  seaworthy gate oci:build/image --policy seaworthy.yaml --format sarif --output gate.sarif
  seaworthy gate --help                 every option of a command
`;

/** Runs one command line in the process's surroundings or those given; returns the exit code and never throws. */
export async function runProgram(argv: readonly string[], given?: CliContext): Promise<number> {
  const context = given ?? openContext(readEnvironment(), commands);
  try {
    return await run(argv, context);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    context.complain(describeError(error, context.terminal.color));
    return exitCodeOf(error);
  }
}

async function run(argv: readonly string[], context: CliContext): Promise<number> {
  const program = new Command('seaworthy')
    .description(
      'Inspects a built image, grades it, and says whether it may go in and whether it is fit to run.',
    )
    .version(`seaworthy ${version}`, '-V, --version')
    .addHelpText('after', epilogue)
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .configureHelp({ minWidthToWrap: 24 })
    .configureOutput({
      writeOut: context.print,
      writeErr: context.complain,
      outputError: (text, write) => write(withAdvice(text, known)),
    })
    .exitOverride();
  const asked = argv.find((argument) => !argument.startsWith('-'));
  const help = asked === 'help' ? argv[argv.indexOf('help') + 1] : asked;
  const known = commands.some(({ name }) => name === help) ? help : undefined;
  let code = 0;
  for (const entry of commands) {
    const command = program.command(entry.name).description(entry.summary).exitOverride();
    if (entry.name !== help) continue;
    const loaded = await entry.load();
    loaded.define(command, context, (value) => {
      code = value;
    });
  }
  if (asked === undefined && !argv.some((argument) => argument.startsWith('-'))) {
    context.print(program.helpInformation() + epilogue);
    return 2;
  }
  await program.parseAsync([...argv], { from: 'user' });
  return code;
}

/** Where to read on, after what was wrong with the line; a suggestion is advice enough. */
function withAdvice(text: string, command: string | undefined): string {
  if (text.includes('Did you mean')) return text;
  const help = ['seaworthy', ...(command === undefined ? [] : [command]), '--help'].join(' ');
  return `${text.trimEnd()}\n   fix: \`${help}\` says what to write.\n`;
}
