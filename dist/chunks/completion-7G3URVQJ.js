import{Argument,Command,CommanderError,InvalidArgumentError,Option}from"./chunk-SISJYWHZ.js";import{EventEmitter__7}from"./shared-a2f96576.js";import{accessSync__9,appendFileSync__9,basename__9,chmodSync__9,closeSync__9,constants__9,createWriteStream__9,dirname__9,existsSync__9,fs_default_9,fstatSync__9,globSync__9,isAbsolute__9,join__9,mkdirSync__9,mkdtempSync__9,openSync__9,path_default_9,posix__9,promises__9,readFileSync__9,readSync__9,readdirSync__9,realpathSync__9,relative__9,renameSync__9,resolve__9,rmSync__9,statSync__9,writeFileSync__9,writeSync__9}from"./shared-a2f96576.js";import{child_process_default_4,spawn_4}from"./shared-a2f96576.js";import{__callDispose_1,__commonJS_1,__export_1,__toESM_1,__using_1}from"./shared-5c26f7fd.js";var completionScripts={bash,zsh,fish};function bash(tree){return`# bash completion for seaworthy
_seaworthy() {
  local place='' next word offered=''
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
${walk(tree)}
  done
${choose(tree)}
  COMPREPLY=($(compgen -W "$offered" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _seaworthy seaworthy
`}function zsh(tree){return`#compdef seaworthy
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
`}function walk({words}){return`    next="$place\${place:+ }$word"
    case "$next" in ${[...words.keys()].filter(path=>path!=="").map(path=>`'${path}'`).join("|")}) place="$next" ;; esac`}function choose({words,values}){let cases=entries=>[...entries].map(([path,list])=>`    '${path}') offered='${list.join(" ")}' ;;`).join(`
`);return`  case "$place $word" in
${cases(values)}
    *) case "$place" in
${cases(words)}
    esac ;;
  esac`}function fish({words,values}){return`# fish completion for seaworthy
${[...words].flatMap(([path,list])=>{let condition=conditionOf(path,[...words.keys()]);return list.map(word=>{let choices=values.get(`${path} ${word}`),value=choices===void 0?"":` -x -a '${choices.join(" ")}'`,entry=word.startsWith("--")?`-l ${word.slice(2)}${value}`:`-a ${word}`;return`complete -c seaworthy -n '${condition}' ${entry}`})}).join(`
`)}
`}function conditionOf(path,paths){if(path==="")return"__fish_use_subcommand";let further=paths.filter(other=>other.startsWith(`${path} `)).map(other=>other.slice(path.length+1)),typed=path.split(" ").map(word=>`__fish_seen_subcommand_from ${word}`),not=further.length===0?[]:[`not __fish_seen_subcommand_from ${further.join(" ")}`];return[...typed,...not].join("; and ")}var completion={define(command,context){command.addArgument(new Argument("<shell>","the shell to complete in").choices(Object.keys(completionScripts))).addHelpText("after",`
Install:
  bash  seaworthy completion bash > /etc/bash_completion.d/seaworthy
  zsh   source <(seaworthy completion zsh)          in ~/.zshrc, after compinit
  fish  seaworthy completion fish > ~/.config/fish/completions/seaworthy.fish
`).action(async shell=>{context.print(completionScripts[shell](await completionTree(context)))})}};async function completionTree(context){let words=new Map,values=new Map,visit=(command,path)=>{let names=command.commands.map(child=>child.name()),choices=command.registeredArguments.flatMap(argument=>argument.argChoices??[]),flags=command.options.flatMap(option=>option.long==null?[]:[option.long]);words.set(path,[...names,...choices,...flags,"--help"].sort());for(let{long,argChoices}of command.options)long!=null&&argChoices!==void 0&&values.set(`${path} ${long}`,argChoices);for(let child of command.commands)visit(child,path===""?child.name():`${path} ${child.name()}`)},program=new Command("seaworthy").option("--version");for(let entry of context.commands)(await entry.load()).define(program.command(entry.name),context,()=>{});return visit(program,""),{words,values}}export{completion};
