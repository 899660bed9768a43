/** Options that commands on controls have. */

import type { Command } from 'commander';
import { parseText } from './show-options.js';

/** Which control is meant. */
export interface ControlOptions {
  readonly card?: string;
  readonly device?: string;
}

export function addControlOptions(command: Command): Command {
  return command
    .option(
      '-c, --card <card>',
      'card by index, id, hw:N, its control node, or a part of its name',
      parseText('the name of a card'),
    )
    .option(
      '-D, --device <name>',
      'control device by its name of ALSA (default)',
      parseText('the name of a device'),
    );
}
