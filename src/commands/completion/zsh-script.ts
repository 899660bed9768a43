/** The script for zsh: a function a command, which tells `_arguments` what there is. */

import { allCommands, type GrammarCommand, type GrammarOperand, type GrammarOption } from './grammar.js';
import { indented, quoted } from './shell-text.js';
import type { PlaceValue } from './value.js';

/** What completes a value, as `_arguments` calls it. */
function action(value: PlaceValue): string {
  switch (value.kind) {
    case 'free':
      return ' ';
    case 'words':
      return value.isList ? `_alsats_list -- ${value.words.join(' ')}` : `(${value.words.join(' ')})`;
    case 'live':
      return `${value.isList ? '_alsats_live_list' : '_alsats_live'} ${value.names}`;
    case 'files':
      return value.extensions.length === 0
        ? '_files'
        : `_files -g "(#i)*.(${value.extensions.join('|')})(-.)"`;
  }
}

/** Text within a specification, where colons and brackets have a meaning. */
function plain(text: string): string {
  return text.replace(/[\\[\]:]/g, '\\$&');
}

function optionSpecs(option: GrammarOption): string[] {
  const { short, long, description, value, isValueOptional, repeats } = option;
  const flags = short === null ? [long] : [short, long];
  const others = long === '--help' ? '(- *)' : `(${flags.join(' ')})`;
  const front = repeats ? '*' : flags.length > 1 || long === '--help' ? others : '';
  const colons = isValueOptional ? '::' : ':';
  const tail = value === null ? '' : `${colons}${plain(long.slice(2))}:${action(value)}`;
  return flags.map((flag) => {
    const joint = value === null ? '' : flag.startsWith('--') ? '=' : '+';
    return `${front}${flag}${joint}[${plain(description)}]${tail}`;
  });
}

function operandSpecs(operands: readonly GrammarOperand[]): string[] {
  return operands.map(
    ({ name, value, repeats }, index) =>
      // A message in its place would keep zsh from inserting an option there.
      `${repeats ? '*' : index + 1}:${plain(name)}:${value.kind === 'free' ? '_alsats_nothing' : action(value)}`,
  );
}

function specLines(specs: readonly string[]): string {
  return specs.map((spec) => ` \\\n    ${quoted(spec)}`).join('');
}

/** `name:summary` for `_describe`. */
function described(commands: readonly GrammarCommand[]): string {
  return commands.map(({ name, summary }) => `    ${quoted(`${name}:${plain(summary)}`)}\n`).join('');
}

function functionName(path: string): string {
  return `_alsats-${path.replaceAll(' ', '-')}`;
}

function commandFunction(command: GrammarCommand): string {
  const { path, options, operands, verbs } = command;
  const specs = options.flatMap(optionSpecs);
  const body =
    verbs.length === 0
      ? `  _arguments -s -S :${specLines([...specs, ...operandSpecs(operands)])}\n`
      : withVerbs(command, specs);
  return `${functionName(path)}() {\n${body}}\n`;
}

function withVerbs({ path, verbs, defaultVerb }: GrammarCommand, specs: readonly string[]): string {
  const names = verbs.map(({ name }) => name).join('|');
  const shortcut =
    defaultVerb === null
      ? ''
      : `if (( CURRENT > 2 )) && [[ $words[2] != (${names}) ]] || [[ CURRENT -eq 2 && $words[2] == -* ]]; then
  ${functionName(`${path} ${defaultVerb}`)}
  return
fi
`;
  return indented(
    `${shortcut}local curcontext=$curcontext state line ret=1
local -A opt_args
local -a verbs=(
${described(verbs)})
_arguments -s -S -C :${specLines([...specs, '1: :->verb', '*:: :->rest'])} && ret=0
if [[ $state == verb ]]; then
  _describe -t verbs verb verbs && ret=0
elif [[ $state == rest ]] && (( $+functions[${functionName(path)}-$words[1]] )); then
  ${functionName(path)}-$words[1] && ret=0
fi
return ret
`,
    2,
  );
}

/** The whole script. */
export function zshScript(grammar: GrammarCommand): string {
  const commands = [...allCommands(grammar)].filter(({ path }) => path !== '');
  const root = grammar.options.flatMap(optionSpecs);
  return `#compdef alsats
# Completion of alsats for zsh, made by "alsats completion zsh".

${functions}
${commands.map(commandFunction).join('\n')}
_alsats-help() {
  _arguments '1:command:(${grammar.verbs.map(({ name }) => name).join(' ')})'
}

_alsats() {
  local curcontext=$curcontext state line ret=1
  local -A opt_args
  local -a alsats_words=("\${(@Q)words[2,CURRENT]}")
  local -a commands=(
${described(grammar.verbs)}    'help:show help for a command'
  )
  _arguments -S -C :${specLines([...root, '1: :->command', '*:: :->rest'])} && ret=0
  if [[ $state == command ]]; then
    _describe -t commands command commands && ret=0
  elif [[ $state == rest ]] && (( $+functions[_alsats-$words[1]] )); then
    _alsats-$words[1] && ret=0
  fi
  return ret
}

# Read by compinit from a folder of fpath, or by source.
if [[ $funcstack[1] == _alsats ]]; then
  _alsats "$@"
else
  compdef _alsats alsats
fi
`;
}

const functions = `# Names that alsats finds now, with what they are; the last argument is their kind.
_alsats_live() {
  local line
  local -a names shown options=("\${(@)@[1,-2]}")
  for line in "\${(@f)$(command alsats completion --words $@[-1] -- "\${(@)alsats_words}" 2>/dev/null </dev/null)}"; do
    [[ -n $line ]] || continue
    names+=("\${line%%$'\\t'*}")
    shown+=("\${line/$'\\t'/  -- }")
    if [[ $line == *$'\\t'* ]]; then options+=(-l); fi
  done
  (( $#names )) && compadd "$options[@]" -d shown -a names
}

# Several of them, with commas.
_alsats_live_list() {
  compset -P '*,'
  _alsats_live -S '' "$@"
}

# Nothing is known of what may stand here.
_alsats_nothing() { return 1 }

# Several words, with commas.
_alsats_list() {
  compset -P '*,'
  compadd -S '' "$@"
}
`;
