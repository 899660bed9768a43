/** The script for fish: a line an option, an operand or a verb, each under the condition that it may stand there. */

import { allCommands, type GrammarCommand, type GrammarOption } from './grammar.js';
import { fishQuoted } from './shell-text.js';
import type { PlaceValue } from './value.js';

/** Fish's options for what completes a value. */
function argument(value: PlaceValue): string {
  switch (value.kind) {
    case 'free':
      return '';
    case 'words': {
      const words = value.words.join(' ');
      return ` -a ${fishQuoted(value.isList ? `(__alsats_list ${words})` : words)}`;
    }
    case 'live':
      return ` -a ${fishQuoted(`(${value.isList ? '__alsats_live_list' : '__alsats_live'} ${value.names})`)}`;
    case 'files': {
      const suffixes = value.extensions.map((extension) => `.${extension}`).join(' ');
      return suffixes === '' ? ' -F' : ` -k -a ${fishQuoted(`(__alsats_files ${suffixes})`)}`;
    }
  }
}

function line(condition: string, rest: string, description: string | null): string {
  const told = description === null ? '' : ` -d ${fishQuoted(description)}`;
  return `complete -c alsats -n ${fishQuoted(condition)}${rest}${told}\n`;
}

function optionLine(condition: string, option: GrammarOption): string {
  const { short, long, description, value, isValueOptional } = option;
  const flags = `${short === null ? '' : ` -s ${short.slice(1)}`} -l ${long.slice(2)}`;
  const needs = value === null || isValueOptional ? '' : value.kind === 'files' ? ' -r' : ' -x';
  return line(condition, `${flags}${needs}${value === null ? '' : argument(value)}`, description);
}

function at(path: string): string {
  return `__alsats_at ${path}`.trim();
}

function commandLines({ path, options, operands, verbs }: GrammarCommand): string {
  const here = at(path);
  const first = `${here}; and __alsats_operand 1`;
  return [
    ...options.map((option) => optionLine(here, option)),
    ...verbs.map(({ name, summary }) => line(first, ` -a ${name}`, summary)),
    ...operands.map(({ value, repeats }, index) => {
      const place = `${here}; and __alsats_operand ${index + 1}${repeats ? ' more' : ''}`;
      return value.kind === 'free' ? '' : line(place, argument(value), null);
    }),
  ].join('');
}

/** Cases of a switch that put verb to command. */
function pathCases({ path, options, verbs, defaultVerb }: GrammarCommand): string {
  if (verbs.length === 0) return '';
  const names = verbs.map(({ name }) => name).join(' ');
  // A verb may stand behind the command's own options, where it has any but --help.
  const places = options.length > 1 ? '$words[2..]' : '$words[2]';
  const otherwise =
    defaultVerb === null
      ? ''
      : `            if set -q words[2]; or string match -q -- '-*' (commandline -ct)
                printf '%s\\n' ${path} ${defaultVerb}
                return
            end
`;
  return `        case ${path}
            for word in ${places}
                if contains -- $word ${names}
                    printf '%s\\n' ${path} $word
                    return
                end
            end
${otherwise}`;
}

/** Cases of a switch that tell which options take a value. */
function valuedCase({ path, options }: GrammarCommand): string {
  const flags = options
    .filter(({ value, isValueOptional }) => value !== null && !isValueOptional)
    .flatMap(({ short, long }) => (short === null ? [long] : [short, long]));
  return flags.length === 0
    ? ''
    : `        case ${fishQuoted(path)}\n            set valued ${flags.join(' ')}\n`;
}

/** The whole script. */
export function fishScript(grammar: GrammarCommand): string {
  const commands = [...allCommands(grammar)];
  const names = grammar.verbs.map(({ name }) => name).join(' ');
  return `# Completion of alsats for fish, made by "alsats completion fish".

# The command and the verb that the line has so far, a line each.
function __alsats_path
    set -l words (commandline -opc)
    set -e words[1]
    switch "$words[1]"
${grammar.verbs.map(pathCases).join('')}    end
    set -q words[1]; and printf '%s\\n' $words[1]
end

# Whether the line has come to this command and verb.
function __alsats_at
    test "$(__alsats_path)" = "$(string join -- \\n $argv)"
end

# Whether the operand of this number is being typed, or with "more" one behind it.
function __alsats_operand -a wanted more
    set -l path (__alsats_path)
    set -l words (commandline -opc)
    set -e words[1]
    set -l valued
    switch "$path"
${commands.map(valuedCase).join('')}    end
    set -l seen 0
    set -l skip
    set -l ended
    for word in $words
        if test -n "$skip"
            set skip
        else if test -n "$ended"; or not string match -qr -- '^-[^0-9.]' $word
            set seen (math $seen + 1)
        else if test "$word" = --
            set ended 1
        else if string match -q -- '--*' $word
            contains -- $word $valued; and set skip 1
        else
            set -l letters (string split '' -- $word)
            set -e letters[1]
            while set -q letters[1]
                if contains -- -$letters[1] $valued
                    set -q letters[2]; or set skip 1
                    break
                end
                set -e letters[1]
            end
        end
    end
    set -l place (math $seen - (count $path) + 1)
    test $place -eq $wanted; or test -n "$more" -a $place -gt $wanted
end

# Names that alsats finds now, with what they are behind a tab.
function __alsats_live -a kind
    set -l words (commandline -opc)
    set -e words[1]
    command alsats completion --words $kind -- $words "$(commandline -ct)" 2>/dev/null </dev/null
end

# The part of the word before the last comma, where several may be given.
function __alsats_before
    commandline -ct | string replace -r '^(--[a-z-]+=|-[a-zA-Z])' '' | string match -r '^.*,'
end

function __alsats_live_list -a kind
    set -l before (__alsats_before)
    for name in (__alsats_live $kind)
        printf '%s\\n' "$before$name"
    end
end

function __alsats_list
    set -l before (__alsats_before)
    for name in $argv
        printf '%s\\n' "$before$name"
    end
end

# Folders, and the files with one of these endings; all where there are none.
function __alsats_files
    set -l files (complete -C "__alsats_no_command $(commandline -ct)")
    set -l endings (string escape --style=regex -- $argv | string join '|')
    set -l kind (string match -ri -- '^.*(?:'$endings')$' $files)
    set -q kind[1]; or set kind $files
    set -l folders (string match -r -- '^.*/$' $files)
    printf '%s\\n' $kind $folders
end

complete -c alsats -f
${commands.map(commandLines).join('')}${line(at(''), ' -a help', 'show help for a command')}${line(
  `${at('help')}; and __alsats_operand 1`,
  ` -a ${fishQuoted(names)}`,
  null,
)}`;
}
