// Completion as each shell wants it told: bash and zsh by a function, fish by a line for each word.

export interface CompletionTree {
  /** What may follow, by the command path (`''` is the program, `db`, `db update`, …). */
  readonly words: ReadonlyMap<string, readonly string[]>;
  /** The values that an option has, by command path and option: `gate --format`. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

export const completionScripts = { bash, zsh, fish } as const;

function bash(tree: CompletionTree): string {
  return `# bash completion for seaworthy
_seaworthy() {
  local place='' next word offered=''
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
${walk(tree)}
  done
${choose(tree)}
  COMPREPLY=($(compgen -W "$offered" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _seaworthy seaworthy
`;
}

/** Its own words and arrays: what bash's function says means other things in zsh, where \`path\` is the search path. */
function zsh(tree: CompletionTree): string {
  return `#compdef seaworthy
_seaworthy() {
  local place='' next word offered=''
  for word in "\${(@)words[2,CURRENT-1]}"; do
${walk(tree)}
  done
${choose(tree)}
  [[ -n "$offered" ]] && compadd -- \${(s: :)offered} && return
  _files
}
compdef _seaworthy seaworthy
`;
}

/** \`place\` goes on as long as the words before the cursor name commands. */
function walk({ words }: CompletionTree): string {
  const known = [...words.keys()].filter((path) => path !== '').map((path) => `'${path}'`);
  return `    next="$place\${place:+ }$word"
    case "$next" in ${known.join('|')}) place="$next" ;; esac`;
}

/** After an option that has values of its own those are offered, and nothing else. */
function choose({ words, values }: CompletionTree): string {
  const cases = (entries: ReadonlyMap<string, readonly string[]>): string =>
    [...entries].map(([path, list]) => `    '${path}') offered='${list.join(' ')}' ;;`).join('\n');
  return `  case "$place $word" in
${cases(values)}
    *) case "$place" in
${cases(words)}
    esac ;;
  esac`;
}

function fish({ words, values }: CompletionTree): string {
  const lines = [...words].flatMap(([path, list]) => {
    const condition = conditionOf(path, [...words.keys()]);
    return list.map((word) => {
      const choices = values.get(`${path} ${word}`);
      const value = choices === undefined ? '' : ` -x -a '${choices.join(' ')}'`;
      const entry = word.startsWith('--') ? `-l ${word.slice(2)}${value}` : `-a ${word}`;
      return `complete -c seaworthy -n '${condition}' ${entry}`;
    });
  });
  return `# fish completion for seaworthy\n${lines.join('\n')}\n`;
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
