/** Options of all commands that show a result, and what options have in common. */

import type { Command } from 'commander';
import { AlsatsError } from '../error.js';
import type { ColorChoice } from '../terminal/capabilities.js';

/** How the result is shown. */
export interface ShowOptions {
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly color: ColorChoice;
}

export function addShowOptions(command: Command): Command {
  return command
    .option('--json', 'as JSON')
    .option('-v, --verbose', 'details of errors')
    .addOption(
      command
        .createOption('--color <when>', 'use colour')
        .choices(['auto', 'always', 'never'])
        .default('auto'),
    );
}

/**
 * Refuses what is given and empty: `what` is `the name of a device`, say.
 *
 * @throws AlsatsError of kind `invalid`
 */
export function refuseEmpty(text: string | null | undefined, what: string): void {
  if (text === '') throw new AlsatsError('invalid', `${what} is empty`);
}

/** The same for the value of an option. */
export function parseText(what: string): (text: string) => string {
  return (text) => {
    refuseEmpty(text, what);
    return text;
  };
}

/** Takes an option several times. */
export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** The same for what must not be empty: `what` is `the name of a port`, say. */
export function collectText(what: string): typeof collect {
  const parse = parseText(what);
  return (value, before) => collect(parse(value), before);
}
