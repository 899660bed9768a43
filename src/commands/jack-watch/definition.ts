/** `alsats jack-watch`: its options, and nothing that costs time to load. */

import type { Command } from 'commander';
import type { ColorChoice } from '../../terminal/capabilities.js';
import type { Outside } from '../outside.js';
import { parseText } from '../show-options.js';
import { parseDuration } from '../values.js';

export interface JackWatchOptions {
  readonly once?: boolean;
  readonly card?: string;
  readonly name?: string;
  readonly json?: boolean;
  readonly exec?: string;
  /** Seconds. */
  readonly debounce?: number;
  readonly wait?: string;
  /** Seconds. */
  readonly timeout?: number;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly color: ColorChoice;
}

/** Adds the command to the program. */
export function defineJackWatch(
  program: Command,
  outside: Outside,
  finish: (exitCode: number) => void,
): void {
  program
    .command('jack-watch')
    .summary('tell what is plugged into the jacks, and what changes')
    .description(
      'Shows the state of every jack of every card, then each plug and unplug as it happens, until SIGINT or SIGTERM. ' +
        'Cards that come and go are followed. Phantom jacks stand for what cannot be sensed and are always plugged. It ' +
        'costs nothing while nothing happens.',
    )
    .optionsGroup('What is watched:')
    .option(
      '-c, --card <card>',
      'jacks of this card alone: index, id, hw:N, or a part of its name',
      parseText('the name of a card'),
    )
    .option(
      '--name <pattern>',
      'jacks with such a name alone, "Headphone" or "HDMI*"',
      parseText('the name of a jack'),
    )
    .option('--debounce <time>', 'tell of a change once it has lasted so long', parseDuration)
    .optionsGroup('What is done:')
    .addOption(
      program.createOption('--once', 'show the state and end').conflicts(['exec', 'wait', 'debounce']),
    )
    .option('--wait <jack=state>', 'end once it is so: Headphone=plugged, "Mic Jack=unplugged"')
    .option('--timeout <time>', 'with --wait: give up after this time, with exit code 1', parseDuration)
    .option(
      '--exec <command>',
      'run a shell command for each change, with ALSATS_NAME, ALSATS_PLUGGED … and JSON on its input',
    )
    .optionsGroup('How it is shown:')
    .option('-q, --quiet', 'show nothing but errors')
    .option('--json', 'events as JSON, one object a line; with --once one object')
    .option('-v, --verbose', 'details of errors')
    .addOption(
      program
        .createOption('--color <when>', 'use colour')
        .choices(['auto', 'always', 'never'])
        .default('auto'),
    )
    .action(async (options: JackWatchOptions) => {
      const { jackWatch } = await import('./jack-watch.js');
      finish(await jackWatch(options, outside));
    });
}
