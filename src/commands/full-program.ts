/** The command line as commander reads it: help, suggestions, and everything that {@link quickParse} leaves to it. */

import { Command, CommanderError } from 'commander';
import { AlsatsError } from '../error.js';
import { commandTable } from './command-table.js';
import { EXIT_DONE, EXIT_USAGE } from './exit-code.js';
import type { Outside } from './outside.js';

/**
 * Builds the command tree: the one command that is named, or all where `name` is none, for help and for suggestions. A
 * command's own code is loaded when it runs.
 */
export async function createProgram(
  version: string,
  outside: Outside,
  finish: (exitCode: number) => void,
  name = '',
): Promise<Command> {
  const program = new Command('alsats')
    .description(
      'Linux sound and MIDI for the shell: play, record, look at devices, controls and jacks, send and receive MIDI',
    )
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => outside.results.write(text),
      writeErr: (text) => outside.stderr.write(text),
      outputError: () => {},
    });
  const wanted = Object.hasOwn(commandTable, name) ? [name] : Object.keys(commandTable);
  for (const command of wanted) (await commandTable[command]!())(program, outside, finish);
  for (const command of program.commands) command.exitOverride().copyInheritedSettings(program);
  return program;
}

/**
 * Runs a command line by commander.
 *
 * @throws AlsatsError of kind `invalid` where the line is wrong; whatever the command throws
 */
export async function runFullProgram(
  argv: readonly string[],
  version: string,
  outside: Outside,
): Promise<number> {
  let exitCode = EXIT_DONE;
  const finish = (code: number) => {
    exitCode = code;
  };
  const program = await createProgram(version, outside, finish, argv[0]);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT_DONE;
    // Commander prints the help itself when no command was given.
    if (error.code === 'commander.help') return EXIT_USAGE;
    throw usageError(error, argv, program);
  }
}

/** Commander's own words, as an error of ours. */
function usageError({ message }: CommanderError, argv: readonly string[], program: Command): AlsatsError {
  const [first = '', ...rest] = message.replace(/^error: /, '').split('\n');
  const suggestion = rest
    .join(' ')
    .trim()
    .replace(/^\((.*)\)$/, '$1');
  const command = program.commands.find((known) => known.name() === argv[0]);
  const help = command === undefined ? 'alsats help' : `alsats help ${command.name()}`;
  return new AlsatsError('invalid', first, { hint: suggestion || `see "${help}"` });
}
