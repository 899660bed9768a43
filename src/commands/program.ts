/** The command line: which commands there are, and what happens when one fails. */

import { Command, CommanderError } from 'commander';
import { AlsatsError } from '../error.js';
import { type ColorChoice, capabilitiesOf } from '../terminal/capabilities.js';
import { loadStyle } from '../terminal/style.js';
import { EXIT_DONE, EXIT_USAGE, exitCodeOf } from './exit-code.js';
import { failureText } from './failure.js';
import type { Outside } from './outside.js';
import { completeOptionalValues, definePlay } from './play/definition.js';

/** Builds the whole command tree; a command's own code is loaded when it runs. */
export function createProgram(
  version: string,
  outside: Outside,
  finish: (exitCode: number) => void,
): Command {
  const program = new Command('alsats')
    .description('Linux sound for the shell: play, and more to come')
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
  definePlay(program, outside, finish);
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
  const program = createProgram(version, outside, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(completeOptionalValues(argv), { from: 'user' });
    return exitCode;
  } catch (error) {
    return await report(error, argv, outside);
  }
}

async function report(error: unknown, argv: readonly string[], outside: Outside): Promise<number> {
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT_DONE;
  // Commander prints the help itself when no command was given.
  if (error instanceof CommanderError && error.code === 'commander.help') return EXIT_USAGE;
  const usage = error instanceof CommanderError ? usageError(error) : error;
  const color = /^(?:always|never)$/.exec(argv[argv.indexOf('--color') + 1] ?? '')?.[0] as
    | ColorChoice
    | undefined;
  const { colorLevel } = capabilitiesOf(outside.stderr, outside.env, color);
  const json = argv.includes('--json');
  const verbose = argv.some((word) => /^(?:-[a-uw-zA-Z]*v+|--verbose)$/.test(word));
  const text = failureText(usage, { json, verbose, style: await loadStyle(json ? 0 : colorLevel) });
  outside.stderr.write(`${text}\n`);
  return exitCodeOf(usage);
}

/** Commander's own words, as an error of ours. */
function usageError({ message }: CommanderError): AlsatsError {
  const [first = '', ...rest] = message.replace(/^error: /, '').split('\n');
  return new AlsatsError('invalid', first, { hint: rest.join(' ').trim() || 'see "alsats help"' });
}
