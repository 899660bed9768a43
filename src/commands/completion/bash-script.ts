/**
 * The script for bash: what the grammar is, as data, and one function that finds the place in the line and offers what
 * may stand there.
 *
 * Readline completes only what is behind the last of its word breaks, and the names of ALSA are full of colons and
 * equals signs. So the line is read here as the shell would read it, and of each candidate only the part that is
 * missing is handed back, quoted as the word already is. Nothing is ever given to eval or to `compgen -W`.
 */

import { allCommands, type GrammarCommand, type GrammarOption } from './grammar.js';
import { quoted } from './shell-text.js';
import type { PlaceValue } from './value.js';

/** `live:cards`, `words,:a b`; a comma says that several may stand there. */
function valueText(value: PlaceValue): string {
  switch (value.kind) {
    case 'free':
      return 'free:';
    case 'words':
      return `words${value.isList ? ',' : ''}:${value.words.join(' ')}`;
    case 'live':
      return `live${value.isList ? ',' : ''}:${value.names}`;
    case 'files':
      return `files:${value.extensions.join(' ')}`;
  }
}

function flagsOf({ short, long }: GrammarOption): string[] {
  return short === null ? [long] : [short, long];
}

/** Options that take a value, by what it may be. */
function takersByValue(options: readonly GrammarOption[]): Map<string, string[]> {
  const takers = new Map<string, string[]>();
  for (const option of options) {
    if (option.value === null) continue;
    const text = `${option.isValueOptional ? '?' : ''}${valueText(option.value)}`;
    takers.set(text, [...(takers.get(text) ?? []), ...flagsOf(option)]);
  }
  return takers;
}

function commandCase({ path, options, operands, verbs, defaultVerb }: GrammarCommand): string {
  const flags = options.flatMap(flagsOf);
  const lines = [`flags=(${flags.join(' ')})`];
  for (const [text, takers] of takersByValue(options))
    lines.push(`__alsats_takes ${quoted(text)} ${takers.join(' ')}`);
  if (verbs.length > 0) lines.push(`verbs=(${verbs.map(({ name }) => name).join(' ')})`);
  if (defaultVerb !== null) lines.push(`default_verb=${defaultVerb}`);
  if (operands.length > 0) {
    lines.push(`operands=(${operands.map(({ value }) => quoted(valueText(value))).join(' ')})`);
    if (operands.at(-1)!.repeats) lines.push('more=1');
  }
  return `    ${quoted(path)})\n${lines.map((line) => `      ${line}\n`).join('')}      ;;\n`;
}

/** The whole script. */
export function bashScript(grammar: GrammarCommand): string {
  const cases = [...allCommands(grammar)].map(commandCase).join('');
  const commands = grammar.verbs.map(({ name }) => name).join(' ');
  return `# Completion of alsats for bash, made by "alsats completion bash".

# These options take such a value.
__alsats_takes() {
  local kind=$1 flag
  shift
  for flag in "$@"; do value[$flag]=$kind; done
}

# What may stand behind a command: flags, value, verbs, default_verb, operands, more.
__alsats_grammar() {
  flags=() value=() verbs=() default_verb='' operands=() more=''
  case $1 in
${cases}    help)
      operands=(${quoted(`words:${commands}`)})
      ;;
  esac
}
${machine}`;
}

/** Written with `@{` for what bash writes with a dollar sign, which would be TypeScript's here. */
const machine = String.raw`
# What a backslash can stand before in double quotes.
__alsats_special='"\$'$'\x60'

# Reads a line as the shell would: words without their quotes, cur is the last. Of cur, readline leaves the first
# "broken" characters alone, and what is added stands in the quote that is open.
__alsats_read_line() {
  local text=$1 char word='' has='' special=$__alsats_special i
  words=() broken=0 quote=''
  for ((i = 0; i < @{#text}; i++)); do
    char=@{text:i:1}
    if [[ $quote == "'" ]]; then
      if [[ $char == "'" ]]; then quote=''; else word+=$char; fi
    elif [[ $quote == '"' ]]; then
      if [[ $char == '"' ]]; then
        quote=''
      elif [[ $char == "\\" && $special == *"@{text:i+1:1}"* ]]; then
        ((++i))
        word+=@{text:i:1}
      else
        word+=$char
      fi
    elif [[ $char == [\"\'] ]]; then
      quote=$char has=1 broken=@{#word}
    elif [[ $char == "\\" ]]; then
      ((++i))
      word+=@{text:i:1} has=1
    elif [[ $char == [[:space:]] ]]; then
      if [[ $has ]]; then words+=("$word"); fi
      word='' has='' broken=0
    else
      word+=$char has=1
      if [[ $COMP_WORDBREAKS == *"$char"* ]]; then broken=@{#word}; fi
    fi
  done
  words+=("$word")
  cur=$word
}

# Offers candidates that go on where cur stops; $1 stands in front of each.
__alsats_offer() {
  local front=$1 candidate rest escaped tilde i
  shift
  for candidate in "$@"; do
    candidate=$front$candidate
    [[ $candidate == "$cur"* ]] || continue
    rest=@{candidate:broken}
    case $quote in
      "'") rest=@{rest//\'/\'\\\'\'} ;;
      '"')
        # Bash would look for it in the history, and nothing keeps it from that.
        [[ $rest != *'!'* ]] || continue
        escaped=''
        for ((i = 0; i < @{#rest}; i++)); do
          if [[ $__alsats_special == *"@{rest:i:1}"* ]]; then escaped+=\\; fi
          escaped+=@{rest:i:1}
        done
        rest=$escaped
        ;;
      *)
        if [[ $rest ]]; then
          tilde=''
          if [[ $broken == 0 && $keep_tilde && $rest == '~/'* ]]; then tilde='~/' rest=@{rest:2}; fi
          if [[ $rest ]]; then printf -v rest %q "$rest"; fi
          # Nothing is expanded at a comma once the braces are quoted.
          rest=$tilde@{rest//\\,/,}
        fi
        ;;
    esac
    COMPREPLY+=("$rest")
  done
}

# Offers the files whose names begin with $2, of the kinds in $3; all where none of them is of that kind.
__alsats_files() {
  local front=$1 begin=$2 kinds=$3 home='' file kind keep_tilde=1
  local found=() others=() folders=()
  if [[ $begin == '~/'* && ! $quote ]]; then home=$HOME/ begin=$HOME/@{begin:2}; fi
  for file in "$begin"*; do
    [[ -e $file || -L $file ]] || continue
    if [[ -d $file ]]; then kind=folder; else kind=@{file##*.} kind=@{kind,,}; fi
    if [[ $home ]]; then file='~/'@{file#"$home"}; fi
    if [[ $kind == folder ]]; then
      folders+=("$file/")
    elif [[ ! $kinds || " $kinds " == *" $kind "* ]]; then
      found+=("$file")
    else
      others+=("$file")
    fi
  done
  if [[ @{#found[@]} == 0 ]]; then found=("@{others[@]}"); fi
  if [[ @{#found[@]} == 0 ]]; then compopt -o nospace 2>/dev/null; fi
  __alsats_offer "$front" "@{found[@]}" "@{folders[@]}"
}

# Offers what $2 tells of; $1 of the word is typed before it.
__alsats_value() {
  local front=$1 spec=@{2#\?} kind line names=()
  local begin=@{cur#"$front"}
  kind=@{spec%%:*}
  spec=@{spec#*:}
  if [[ $kind == *, ]]; then
    if [[ $begin == *,* ]]; then front+=@{begin%,*},; fi
    compopt -o nospace 2>/dev/null
  fi
  case $kind in
    words*)
      read -ra names <<<"$spec"
      __alsats_offer "$front" "@{names[@]}"
      ;;
    live*)
      while IFS= read -r line; do
        names+=("@{line%%$'\t'*}")
      done < <(command alsats completion --words "$spec" -- "@{words[@]:1}" 2>/dev/null </dev/null)
      __alsats_offer "$front" "@{names[@]}"
      ;;
    files)
      __alsats_files "$front" "$begin" "$spec"
      ;;
  esac
}

_alsats() {
  local IFS=$' \t\n' words cur broken quote keep_tilde=''
  local flags verbs default_verb operands more
  local -A value
  COMPREPLY=()
  __alsats_read_line "@{COMP_LINE:0:COMP_POINT}"
  __alsats_grammar ''
  local last=$((@{#words[@]} - 1)) path='' at=1
  if ((last > 1)) && [[ " @{verbs[*]} help " == *" @{words[1]} "* ]]; then
    path=@{words[1]} at=2
    __alsats_grammar "$path"
  fi
  # The verb, which may stand behind the command's own options where it has some.
  local i word anywhere=''
  if [[ $path && @{#verbs[@]} != 0 ]]; then
    # Help alone is no option of its own.
    if ((@{#flags[@]} > 2)); then anywhere=1; fi
    for ((i = 2; i < last; i++)); do
      word=@{words[i]}
      if [[ " @{verbs[*]} " == *" $word "* ]]; then
        path+=" $word" at=$((i + 1))
        __alsats_grammar "$path"
        break
      fi
      if [[ ! $anywhere ]]; then break; fi
    done
    if [[ $default_verb && ($last != 2 || $cur == -*) ]]; then
      __alsats_grammar "$path $default_verb"
    fi
  fi
  # The place: behind an option that wants a value, or the operand of this number.
  local place=0 ended='' wanted='' maybe='' flag letters
  for ((i = at; i < last; i++)); do
    word=@{words[i]} maybe=''
    if [[ $wanted ]]; then
      wanted=''
    elif [[ ! $ended && $word == -- ]]; then
      ended=1
    elif [[ ! $ended && $word == --* ]]; then
      if [[ $word != *=* ]]; then wanted=@{value[$word]-}; fi
    elif [[ ! $ended && $word == -[!0-9.]* ]]; then
      letters=@{word:1}
      while [[ $letters ]]; do
        flag=-@{letters:0:1} letters=@{letters:1}
        if [[ @{value[$flag]-} ]]; then
          if [[ ! $letters ]]; then wanted=@{value[$flag]-}; fi
          break
        fi
      done
    else
      ((place++))
    fi
    if [[ $wanted == \?* ]]; then maybe=$wanted wanted=''; fi
  done
  if [[ $wanted ]]; then
    __alsats_value '' "$wanted"
    return
  fi
  if [[ ! $ended && $cur == --*=* ]]; then
    flag=@{cur%%=*}
    if [[ @{value[$flag]-} ]]; then __alsats_value "$flag=" "@{value[$flag]-}"; fi
    return
  fi
  if [[ ! $ended && $cur == -[!0-9.-]* ]]; then
    letters=@{cur:1}
    while [[ $letters ]]; do
      flag=-@{letters:0:1} letters=@{letters:1}
      if [[ @{value[$flag]-} && $letters ]]; then
        __alsats_value "@{cur%"$letters"}" "@{value[$flag]-}"
        return
      fi
    done
  fi
  if [[ ! $ended && $cur == -* ]]; then
    __alsats_offer '' "@{flags[@]}"
    return
  fi
  if [[ $maybe ]]; then __alsats_value '' "$maybe"; fi
  if [[ ! $path ]] && ((last == 1)); then __alsats_offer '' "@{verbs[@]}" help; fi
  if [[ $path == "@{words[1]}" && ($last == 2 || ($anywhere && $place == 0)) ]]; then __alsats_offer '' "@{verbs[@]}"; fi
  local count=@{#operands[@]}
  if ((count > 0)); then
    if ((place >= count)) && [[ $more ]]; then place=$((count - 1)); fi
    if ((place < count)); then __alsats_value '' "@{operands[place]}"; fi
  fi
}
complete -F _alsats alsats
`.replaceAll('@{', '${');
