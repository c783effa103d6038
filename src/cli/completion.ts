// `seaworthy completion SHELL`: a completion script, made from the commands' own declarations.
import { Argument, Command } from 'commander';
import type { CliCommand, CliContext } from './command.ts';

/** Words that may follow, by the command path (`''` is the program, `db`, `db update`, …). */
export type CompletionTree = ReadonlyMap<string, readonly string[]>;

export const completion: CliCommand = {
  define(command, context) {
    command
      .addArgument(new Argument('<shell>', 'the shell to complete in').choices(['bash', 'zsh', 'fish']))
      .addHelpText(
        'after',
        `
Install:
  bash  seaworthy completion bash > /etc/bash_completion.d/seaworthy
  zsh   source <(seaworthy completion zsh)          in ~/.zshrc, after compinit
  fish  seaworthy completion fish > ~/.config/fish/completions/seaworthy.fish
`,
      )
      .action(async (shell: string) => {
        const tree = await completionTree(context);
        context.print(shell === 'fish' ? fish(tree) : shell === 'zsh' ? zsh(tree) : bash(tree));
      });
  },
};

export async function completionTree(context: CliContext): Promise<CompletionTree> {
  const tree = new Map<string, readonly string[]>();
  const visit = (command: Command, path: string): void => {
    const names = command.commands.map((child) => child.name());
    const flags = command.options.flatMap((option) => (option.long == null ? [] : [option.long]));
    tree.set(path, [...names, ...flags, '--help'].sort());
    for (const child of command.commands)
      visit(child, path === '' ? child.name() : `${path} ${child.name()}`);
  };
  const program = new Command('seaworthy').option('--version');
  for (const entry of context.commands) {
    const loaded = await entry.load();
    loaded.define(program.command(entry.name), context, () => undefined);
  }
  visit(program, '');
  return tree;
}

function cases(tree: CompletionTree): string {
  return [...tree].map(([path, words]) => `    '${path}') words='${words.join(' ')}' ;;`).join('\n');
}

/** The command path is what stands before the cursor, as long as it names commands. */
function bash(tree: CompletionTree): string {
  const known = [...tree.keys()].filter((path) => path !== '').map((path) => `'${path}'`);
  return `# bash completion for seaworthy
_seaworthy() {
  local path='' next word words=''
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    next="$path\${path:+ }$word"
    case "$next" in ${known.join('|')}) path="$next" ;; esac
  done
  case "$path" in
${cases(tree)}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _seaworthy seaworthy
`;
}

function zsh(tree: CompletionTree): string {
  return `#compdef seaworthy
autoload -U +X bashcompinit && bashcompinit
${bash(tree)}`;
}

/** Every word of the path was typed, and none that leads further. */
function conditionOf(path: string, paths: readonly string[]): string {
  if (path === '') return '__fish_use_subcommand';
  const further = paths
    .filter((other) => other.startsWith(`${path} `))
    .map((other) => other.slice(path.length + 1));
  const typed = path.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`);
  const not = further.length === 0 ? [] : [`not __fish_seen_subcommand_from ${further.join(' ')}`];
  return [...typed, ...not].join('; and ');
}

function fish(tree: CompletionTree): string {
  const lines = [...tree].flatMap(([path, words]) => {
    const condition = conditionOf(path, [...tree.keys()]);
    const flags = words.filter((word) => word.startsWith('--')).map((word) => `-l ${word.slice(2)}`);
    const names = words.filter((word) => !word.startsWith('--')).map((word) => `-a ${word}`);
    return [...flags, ...names].map((entry) => `complete -c seaworthy -n '${condition}' ${entry}`);
  });
  return `# fish completion for seaworthy\n${lines.join('\n')}\n`;
}
