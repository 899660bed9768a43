/** Runs command lines: the ordinary ones quickly, all others by commander. */

import { completeOptionalValues } from './optional-values.js';
import type { Outside } from './outside.js';
import { report, runQuickProgram } from './quick-program.js';

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
  const exitCode = await runQuickProgram(argv, outside);
  if (exitCode !== null) return exitCode;
  try {
    const { runFullProgram } = await import('./full-program.js');
    return await runFullProgram(completeOptionalValues(argv), version, outside);
  } catch (error) {
    return await report(error, argv, outside);
  }
}
