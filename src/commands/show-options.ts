/** Options of all commands that show a result, and what options have in common. */

import type { Command } from 'commander';
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

/** Takes an option several times. */
export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
