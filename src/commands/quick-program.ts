/** Runs ordinary command lines, and shows what happens when one fails. */

import type { Command } from 'commander';
import { type ColorChoice, capabilitiesOf } from '../terminal/capabilities.js';
import { loadStyle } from '../terminal/style.js';
import { commandTable } from './command-table.js';
import { EXIT_DONE, exitCodeOf } from './exit-code.js';
import { failureText } from './failure.js';
import { completeOptionalValues } from './optional-values.js';
import { bearLostReader, type Outside } from './outside.js';
import { quickParse } from './quick-parse.js';

/**
 * Runs a command line, without the name of the program, where {@link quickParse} understands it.
 *
 * @returns the exit code, or null where nothing was run
 */
export async function runQuickProgram(argv: readonly string[], outside: Outside): Promise<number | null> {
  const name = argv[0] ?? '';
  if (!Object.hasOwn(commandTable, name)) return null;
  let exitCode = EXIT_DONE;
  const finish = (code: number) => {
    exitCode = code;
  };
  try {
    const define = await commandTable[name]!();
    const words = completeOptionalValues(argv);
    const match = quickParse((program: Command) => define(program, outside, finish), words);
    if (match === null) return null;
    await match.run();
    return exitCode;
  } catch (error) {
    return await report(error, argv, outside);
  }
}

/** Shows an error as the command line asks for it. @returns the exit code */
export async function report(failure: unknown, argv: readonly string[], outside: Outside): Promise<number> {
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
