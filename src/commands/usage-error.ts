/** Commander's words for a wrong line, as errors of ours: what is wrong, and what to write instead. */

import type { Command, CommanderError } from 'commander';
import { AlsatsError } from '../error.js';

/** @param argv the words of the line @param program with the commands that it may mean */
export function usageError(
  { code, message }: CommanderError,
  argv: readonly string[],
  program: Command,
): AlsatsError {
  const command = commandOf(argv, program);
  const [first = '', ...rest] = message.replace(/^error: /, '').split('\n');
  switch (code) {
    case 'commander.missingArgument':
      return new AlsatsError('invalid', `${pathOf(command)}: an operand is missing`, {
        hint: usageOf(command),
      });
    case 'commander.excessArguments':
      return new AlsatsError('invalid', `${pathOf(command)}: there is an operand too many`, {
        hint: usageOf(command),
      });
    case 'commander.optionMissingArgument': {
      const option = /'(.*)'/.exec(first)?.[1] ?? '';
      return new AlsatsError('invalid', `option "${option}" lacks its value`, { hint: helpOf(command) });
    }
    case 'commander.invalidArgument': {
      const [, flags, value, choices] = OF_CHOICES.exec(first) ?? [];
      if (flags === undefined) break;
      const long = /--[\w-]+/.exec(flags)?.[0] ?? flags;
      return new AlsatsError('invalid', `"${value}" is no value of ${long}`, { hint: `it takes ${choices}` });
    }
  }
  const suggestion = /^\(Did you mean (.*)\?\)$/.exec(rest.join(' ').trim())?.[1];
  const unknown = /^unknown command '(.*)'$/s.exec(first)?.[1];
  const said =
    unknown === undefined
      ? first.replace(/'([^']*)'/g, '"$1"')
      : `there is no ${command === program ? 'command' : 'verb'} "${unknown}"`;
  return new AlsatsError('invalid', said, {
    hint: suggestion === undefined ? helpOf(command) : `did you mean ${quotedNames(suggestion)}?`,
  });
}

const OF_CHOICES = /^option '(.*)' argument '(.*)' is invalid\. Allowed choices are (.*)\.$/s;

/** `one of a, b` → `"a" or "b"` */
function quotedNames(suggestion: string): string {
  const names = suggestion.replace(/^one of /, '').split(', ');
  return names.map((name) => `"${name}"`).join(' or ');
}

/** The command or verb that the line names, as far as it names one. */
export function commandOf(argv: readonly string[], program: Command): Command {
  let command = program;
  for (const word of argv) {
    const next = command.commands.find((known) => known.name() === word);
    if (next === undefined) break;
    command = next;
  }
  return command;
}

/** `mixer set` */
function pathOf(command: Command): string {
  const { parent } = command;
  return parent === null || parent.parent === null ? command.name() : `${pathOf(parent)} ${command.name()}`;
}

function helpOf(command: Command): string {
  return command.parent === null ? 'see "alsats help"' : `see "alsats help ${pathOf(command)}"`;
}

/** The first way to write it. */
function usageOf(command: Command): string {
  return `write it as: alsats ${pathOf(command)} ${command.usage().split('\n')[0]}`;
}
