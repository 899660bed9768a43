/** Options that commands on controls have. */

import type { Command } from 'commander';
import type { ColorChoice } from '../terminal/capabilities.js';

/** Which control is meant. */
export interface ControlOptions {
  readonly card?: string;
  readonly device?: string;
}

/** How the result is shown. */
export interface ShowOptions {
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly color: ColorChoice;
}

export function addControlOptions(command: Command): Command {
  return command
    .option('-c, --card <card>', 'card by index, id, hw:N, its control node, or a part of its name')
    .option('-D, --device <name>', 'control device by its name of ALSA (default)');
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
