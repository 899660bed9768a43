/** The command line: which commands there are, and what happens when one fails. */

import { Command, CommanderError } from 'commander';
import { AlsatsError } from '../error.js';
import { type ColorChoice, capabilitiesOf } from '../terminal/capabilities.js';
import { loadStyle } from '../terminal/style.js';
import { commandTable } from './command-table.js';
import { EXIT_DONE, EXIT_USAGE, exitCodeOf } from './exit-code.js';
import { failureText } from './failure.js';
import { completeOptionalValues } from './optional-values.js';
import { bearLostReader, type Outside } from './outside.js';

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
    .description('Linux sound for the shell: play, record, look at devices, controls and jacks')
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => outside.stdout.write(text),
      writeErr: (text) => outside.stderr.write(text),
      outputError: () => {},
    });
  const wanted = Object.hasOwn(commandTable, name) ? [name] : Object.keys(commandTable);
  for (const command of wanted) (await commandTable[command]!())(program, outside, finish);
  for (const command of program.commands) command.exitOverride().copyInheritedSettings(program);
  return program;
}

/**
 * Runs one command line, without the name of the program.
 *
 * @returns the exit code
 */
export async function runProgram(
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
    await program.parseAsync(completeOptionalValues(argv), { from: 'user' });
    return exitCode;
  } catch (error) {
    return await report(error, argv, outside, program);
  }
}

async function report(
  error: unknown,
  argv: readonly string[],
  outside: Outside,
  program: Command,
): Promise<number> {
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT_DONE;
  // Commander prints the help itself when no command was given.
  if (error instanceof CommanderError && error.code === 'commander.help') return EXIT_USAGE;
  const failure = error instanceof CommanderError ? usageError(error, argv, program) : error;
  const { json, verbose, color } = lookOf(argv);
  bearLostReader(outside.stderr);
  const { colorLevel } = capabilitiesOf(outside.stderr, outside.env, color);
  const text = failureText(failure, { json, verbose, style: await loadStyle(json ? 0 : colorLevel) });
  outside.stderr.write(`${text}\n`);
  return exitCodeOf(failure);
}

/** How errors are to be shown. Read from the words themselves: the command line may be what is wrong. */
function lookOf(argv: readonly string[]): { json: boolean; verbose: boolean; color: ColorChoice } {
  const end = argv.indexOf('--');
  const words = end < 0 ? argv : argv.slice(0, end);
  const given = /--color[ =](always|never)(?: |$)/.exec(words.join(' '))?.[1];
  return {
    json: words.includes('--json'),
    verbose: words.some((word) => word === '--verbose' || /^-[A-Za-z]*v/.test(word)),
    color: given === 'always' || given === 'never' ? given : 'auto',
  };
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
