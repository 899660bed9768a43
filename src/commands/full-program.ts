/** The command line as commander reads it: help, suggestions, and everything that {@link quickParse} leaves to it. */

import { Command, CommanderError } from 'commander';
import { similarNames } from '../alsa/similar-names.js';
import { AlsatsError } from '../error.js';
import { commandTable } from './command-table.js';
import { EXIT_DONE, EXIT_USAGE } from './exit-code.js';
import type { Outside } from './outside.js';
import { usageError } from './usage-error.js';

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
  for (const command of program.commands) {
    command.exitOverride().copyInheritedSettings(program);
    // What a command has are verbs.
    command.configureHelp({ styleTitle: (title) => (title === 'Commands:' ? 'Verbs:' : title) });
  }
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
  if (argv[0] === 'help' && argv.every((word) => !word.startsWith('-'))) {
    showHelp(argv.slice(1), program);
    return EXIT_DONE;
  }
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

/**
 * `alsats help`, `alsats help mixer`, `alsats help mixer set`.
 *
 * @throws AlsatsError of kind `invalid` where there is no such command
 */
function showHelp(path: readonly string[], program: Command): void {
  let command = program;
  for (const name of path) {
    const verbs = command.commands.filter((verb) => verb.name() !== 'help');
    const next = verbs.find((verb) => verb.name() === name);
    if (next === undefined) {
      const what = command === program ? 'command' : 'verb';
      const known = verbs.map((verb) => verb.name());
      const [near] = similarNames(name, known);
      const hint = known.length === 0 ? undefined : `there are ${known.join(', ')}`;
      throw new AlsatsError('invalid', `there is no ${what} "${name}"`, {
        hint: near === undefined ? hint : `did you mean "${near}"?`,
      });
    }
    command = next;
  }
  command.outputHelp();
}
