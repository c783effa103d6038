// `seaworthy completion SHELL`: a completion script, made from the commands' own declarations.
import { Argument, Command } from 'commander';
import type { CliCommand, CliContext } from './command.ts';
import { type CompletionTree, completionScripts } from './completion-scripts.ts';

export const completion: CliCommand = {
  define(command, context) {
    command
      .addArgument(
        new Argument('<shell>', 'the shell to complete in').choices(Object.keys(completionScripts)),
      )
      .addHelpText(
        'after',
        `
Install:
  bash  seaworthy completion bash > /etc/bash_completion.d/seaworthy
  zsh   source <(seaworthy completion zsh)          in ~/.zshrc, after compinit
  fish  seaworthy completion fish > ~/.config/fish/completions/seaworthy.fish
`,
      )
      .action(async (shell: keyof typeof completionScripts) => {
        context.print(completionScripts[shell](await completionTree(context)));
      });
  },
};

async function completionTree(context: CliContext): Promise<CompletionTree> {
  const words = new Map<string, readonly string[]>();
  const values = new Map<string, readonly string[]>();
  const visit = (command: Command, path: string): void => {
    const names = command.commands.map((child) => child.name());
    const choices = command.registeredArguments.flatMap((argument) => argument.argChoices ?? []);
    const flags = command.options.flatMap((option) => (option.long == null ? [] : [option.long]));
    words.set(path, [...names, ...choices, ...flags, '--help'].sort());
    for (const { long, argChoices } of command.options) {
      if (long != null && argChoices !== undefined) values.set(`${path} ${long}`, argChoices);
    }
    for (const child of command.commands)
      visit(child, path === '' ? child.name() : `${path} ${child.name()}`);
  };
  const program = new Command('seaworthy').option('--version');
  for (const entry of context.commands) {
    const loaded = await entry.load();
    loaded.define(program.command(entry.name), context, () => undefined);
  }
  visit(program, '');
  return { words, values };
}
