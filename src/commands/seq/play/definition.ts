/** `alsats seq play`: its options, and nothing that costs time to load. */

import type { Command } from 'commander';
import { AlsatsError } from '../../../error.js';
import type { ColorChoice } from '../../../terminal/capabilities.js';
import type { Outside } from '../../outside.js';
import { collect } from '../../show-options.js';
import { parseCount, parseDuration } from '../../values.js';

export interface SeqPlayOptions {
  readonly port?: readonly string[];
  /** Seconds, at the file's own tempo. */
  readonly start?: number;
  readonly end?: number;
  readonly loop?: number;
  /** 1 for the file's own. */
  readonly tempo?: number;
  readonly transpose?: number;
  /** 0 to 15. */
  readonly mute?: readonly number[];
  readonly solo?: readonly number[];
  /** Seconds. */
  readonly endDelay: number;
  readonly sysexRate?: number;
  readonly lyrics?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly progress?: boolean;
  readonly json?: boolean;
  readonly interactive?: boolean;
  readonly color: ColorChoice;
}

const DEFAULT_END_DELAY_SECONDS = 2;

/** Adds the verb to `alsats seq`. */
export function defineSeqPlay(seq: Command, outside: Outside, finish: (exitCode: number) => void): void {
  const command = seq
    .command('play')
    .summary('play MIDI files to ports of the sequencer')
    .description(
      'Plays Standard MIDI Files (format 0, 1 and 2, also in RIFF) one after the other, scheduled ahead on a queue of ' +
        'the kernel; "-" is standard input. However it ends, all notes that sound are ended, and pedals, bends and ' +
        'controllers put back. Where a file names several ports, the first named with -p takes the place of its first, ' +
        'and so on, from the beginning again where there are more.',
    )
    .argument('<files...>', 'MIDI files; - is standard input')
    .optionsGroup('What is played, and where:')
    .option(
      '-p, --port <port>',
      'a port to play to, by number or name; several with commas or several -p ($ALSA_OUTPUT_PORTS)',
      collect,
    )
    .option('--start <time>', 'start each file here, at its own tempo', parseDuration)
    .option('--end <time>', 'end each file here', parseDuration)
    .option('--loop <n>', 'play each file so many times; 0 for ever', parseCount('a count', 0))
    .option('--tempo <percent>', 'play at this part of the tempo: 90%', parsePercent)
    .option(
      '--transpose <n>',
      'semitones up or down, but not the drums of channel 10',
      parseCount('a number of semitones', -127, 127),
    )
    .option('--mute <channels>', 'leave out the notes of these channels: 1,10-12', parseChannels)
    .option('--solo <channels>', 'play the notes of these channels alone', parseChannels)
    .option(
      '-d, --end-delay <time>',
      'wait behind the last event of a file, for what fades away',
      parseDuration,
      DEFAULT_END_DELAY_SECONDS,
    )
    .option(
      '--sysex-rate <bytes>',
      'send system exclusive data at so many bytes a second (3125, as a MIDI cable)',
      parseCount('a rate', 1, 1e9),
    )
    .optionsGroup('What is shown:')
    .option('--lyrics', 'print lyrics and markers as they come');
  addShownOptions(
    command,
    '-i, --interactive',
    'space pauses, left and right move by 5 s, up and down change the tempo, n is next, q ends',
  );
  command.action(async (files: string[], options: SeqPlayOptions) => {
    const { seqPlay } = await import('./play.js');
    finish(await seqPlay(files, options, outside));
  });
}

/** What `play` and `record` share. */
export function addShownOptions(command: Command, interactive: string, keys: string): Command {
  return command
    .option('-q, --quiet', 'nothing but errors')
    .option('-v, --verbose', 'faults of files that do no harm, and details of errors')
    .option('--progress', 'show a progress line, also where it would not be shown')
    .option('--no-progress', 'show no progress line')
    .option('--json', 'events as JSON, one object a line')
    .option(interactive, `keys: ${keys} (also without it where standard input is a terminal)`)
    .addOption(
      command
        .createOption('--color <when>', 'use colour')
        .choices(['auto', 'always', 'never'])
        .default('auto'),
    );
}

/** `90%`, `90` → 0.9. */
export function parsePercent(text: string): number {
  const percent = Number(/^(\d+(?:\.\d+)?)%?$/.exec(text)?.[1] ?? Number.NaN);
  if (percent >= 10 && percent <= 1000) return percent / 100;
  throw new AlsatsError('invalid', `"${text}" is not a tempo`, {
    hint: 'write it as 90%, from 10% to 1000%',
  });
}

/** `1,10-12` → 0, 9, 10, 11: channels as the library counts them. */
export function parseChannels(text: string): number[] {
  const channels = text.split(',').flatMap((part) => {
    const match = /^(\d+)(?:-(\d+))?$/.exec(part.trim());
    const first = Number(match?.[1] ?? Number.NaN);
    const last = Number(match?.[2] ?? first);
    if (first >= 1 && last <= 16 && first <= last) {
      return Array.from({ length: last - first + 1 }, (_, index) => first - 1 + index);
    }
    throw new AlsatsError('invalid', `"${part}" is no MIDI channel`, {
      hint: 'write them as 1,10-12, from 1 to 16',
    });
  });
  return [...new Set(channels)];
}
