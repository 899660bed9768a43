/** `alsats hints`: its options, and nothing that costs time to load. */

import type { Command, Option } from 'commander';
import type { DeviceKind } from '../../alsa/device-name.js';
import type { ColorChoice } from '../../terminal/capabilities.js';
import type { Outside } from '../outside.js';

export interface HintsOptions {
  readonly kind?: DeviceKind | 'ump';
  readonly playback?: boolean;
  readonly capture?: boolean;
  readonly cards?: boolean;
  readonly names?: boolean;
  /** True for all devices. */
  readonly caps?: string | true;
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly color: ColorChoice;
}

export interface HintsWatchOptions {
  readonly json?: boolean;
  readonly exec?: string;
  readonly verbose?: boolean;
  readonly color: ColorChoice;
}

const kinds: readonly (DeviceKind | 'ump')[] = ['pcm', 'rawmidi', 'ump', 'seq', 'ctl', 'timer', 'hwdep'];

const colorOption = (command: Command): Option =>
  command.createOption('--color <when>', 'use colour').choices(['auto', 'always', 'never']).default('auto');

/** Adds the command to the program. */
export function defineHints(program: Command, outside: Outside, finish: (exitCode: number) => void): void {
  const command = program
    .command('hints')
    .summary('list devices, their names, and what they can do')
    .description(
      'Lists the names that -D takes, with what they are and their direction, and the sound cards with their PCM, raw ' +
        'MIDI, MIDI 2.0 (ump) and hwdep devices, who has them open, and the hardware they are: driver, place on the bus, vendor, ' +
        'product and serial number. Names with the id of the card (hw:CARD=PCH) stay the same over a reboot, where ' +
        'numbers may not. A machine without a sound card is no error.',
    )
    .usage('[options] [watch]')
    .optionsGroup('What is listed:')
    .option('-l, --cards', 'cards and their devices alone, as "aplay -l"')
    .addOption(program.createOption('-L, --names', 'names alone, as "aplay -L"').conflicts('cards'))
    .addOption(
      program
        .createOption('--kind <kind>', 'names and devices of this kind; names of PCMs otherwise')
        .choices(kinds),
    )
    .option('--playback', 'only what can play')
    .option('--capture', 'only what can capture')
    .addOption(
      program
        .createOption(
          '--caps [device]',
          'formats, rates, channels, periods, buffers, access modes and channel maps of a PCM, or of all hardware',
        )
        .conflicts(['cards', 'names', 'kind']),
    )
    .optionsGroup('How it is shown:')
    .option('--json', 'as JSON')
    .option('-v, --verbose', 'details of errors')
    .addOption(colorOption(program));
  command.action(async (_: object, command: Command) => {
    const { hints } = await import('./hints.js');
    finish(await hints(command.opts<HintsOptions>(), outside));
  });
  defineWatch(command, outside, finish);
}

function defineWatch(hints: Command, outside: Outside, finish: (exitCode: number) => void): void {
  hints
    .command('watch')
    .summary('tell of cards that come and go')
    .description(
      'Lists the cards there are, then tells of each that comes or goes, as it happens, until SIGINT or SIGTERM. It ' +
        'costs nothing while nothing happens.',
    )
    .option(
      '--exec <command>',
      'run a shell command for each, with ALSATS_TYPE, ALSATS_CARD_ID … and JSON on its input',
    )
    .option('--json', 'events as JSON, one object a line')
    .option('-v, --verbose', 'details of errors')
    .addOption(colorOption(hints))
    .action(async (_: object, command: Command) => {
      const { watchHints } = await import('./watch.js');
      // Options may stand before the verb as well.
      finish(await watchHints(command.optsWithGlobals<HintsWatchOptions>(), outside));
    });
}
