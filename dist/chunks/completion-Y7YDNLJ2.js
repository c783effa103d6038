import { createRequire as seaworthyRequire } from 'node:module';const require = seaworthyRequire(import.meta.url);
import{Argument,Command}from"./chunk-VLSJBJ2W.js";import"./chunk-KQ3IDGMG.js";import"./chunk-DSFUW4TD.js";import"./chunk-UVDMQ4AX.js";var completion={define(command,context){command.addArgument(new Argument("<shell>","the shell to complete in").choices(["bash","zsh","fish"])).addHelpText("after",`
Install:
  bash  seaworthy completion bash > /etc/bash_completion.d/seaworthy
  zsh   source <(seaworthy completion zsh)          in ~/.zshrc, after compinit
  fish  seaworthy completion fish > ~/.config/fish/completions/seaworthy.fish
`).action(async shell=>{let tree=await completionTree(context);context.print(shell==="fish"?fish(tree):shell==="zsh"?zsh(tree):bash(tree))})}};async function completionTree(context){let tree=new Map,visit=(command,path)=>{let names=command.commands.map(child=>child.name()),flags=command.options.flatMap(option=>option.long==null?[]:[option.long]);tree.set(path,[...names,...flags,"--help"].sort());for(let child of command.commands)visit(child,path===""?child.name():`${path} ${child.name()}`)},program=new Command("seaworthy").option("--version");for(let entry of context.commands)(await entry.load()).define(program.command(entry.name),context,()=>{});return visit(program,""),tree}function cases(tree){return[...tree].map(([path,words])=>`    '${path}') words='${words.join(" ")}' ;;`).join(`
`)}function bash(tree){return`# bash completion for seaworthy
_seaworthy() {
  local path='' next word words=''
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    next="$path\${path:+ }$word"
    case "$next" in ${[...tree.keys()].filter(path=>path!=="").map(path=>`'${path}'`).join("|")}) path="$next" ;; esac
  done
  case "$path" in
${cases(tree)}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _seaworthy seaworthy
`}function zsh(tree){return`#compdef seaworthy
autoload -U +X bashcompinit && bashcompinit
${bash(tree)}`}function conditionOf(path,paths){if(path==="")return"__fish_use_subcommand";let further=paths.filter(other=>other.startsWith(`${path} `)).map(other=>other.slice(path.length+1)),typed=path.split(" ").map(word=>`__fish_seen_subcommand_from ${word}`),not=further.length===0?[]:[`not __fish_seen_subcommand_from ${further.join(" ")}`];return[...typed,...not].join("; and ")}function fish(tree){return`# fish completion for seaworthy
${[...tree].flatMap(([path,words])=>{let condition=conditionOf(path,[...tree.keys()]),flags=words.filter(word=>word.startsWith("--")).map(word=>`-l ${word.slice(2)}`),names=words.filter(word=>!word.startsWith("--")).map(word=>`-a ${word}`);return[...flags,...names].map(entry=>`complete -c seaworthy -n '${condition}' ${entry}`)}).join(`
`)}
`}export{completion,completionTree};
