/** `alsats seq record`: its options, and nothing that costs time to load. */

import type { Command } from 'commander';
import { AlsatsError } from '../../../error.js';
import type { ColorChoice } from '../../../terminal/capabilities.js';
import type { Outside } from '../../outside.js';
import { collect, parseText } from '../../show-options.js';
import { parseCount, parseDuration } from '../../values.js';
import { addShownOptions } from '../play/definition.js';

/** What `--smpte` stands for: frames of time code a second, as they are written in the file. */
export type FrameRateOption = 24 | 25 | 29 | 30;

export interface SeqRecordOptions {
  readonly port?: readonly string[];
  readonly bpm: number;
  readonly timesig: { readonly numerator: number; readonly denominator: number };
  readonly smpte?: FrameRateOption;
  /** Of a quarter note, or of a frame. */
  readonly ticks?: number;
  readonly splitChannels?: boolean;
  readonly metronome?: string;
  readonly countIn?: number;
  readonly waitForNote?: boolean;
  /** Seconds. */
  readonly stopAfterSilence?: number;
  readonly duration?: number;
  readonly numEvents?: number;
  /** False for --no-clobber. */
  readonly clobber: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly progress?: boolean;
  readonly json?: boolean;
  readonly interactive?: boolean;
  readonly color: ColorChoice;
}

const DEFAULT_BPM = 120;

/** Adds the verb to `alsats seq`. */
export function defineSeqRecord(seq: Command, outside: Outside, finish: (exitCode: number) => void): void {
  const command = seq
    .command('record')
    .summary('record ports of the sequencer to a MIDI file')
    .description(
      'Records notes, controllers, programs, bends, pressure and system exclusive messages, with times of the kernel, ' +
        'until SIGINT or SIGTERM. The file is written as it goes, and whole at every moment, also if the program is killed. ' +
        'One port gives a file of format 0, several, or --split-channels, one of format 1, which is made at the end.',
    )
    .argument('<file>', 'the MIDI file')
    .optionsGroup('What is recorded:')
    .option(
      '-p, --port <port>',
      'a port to record, by number or name; several with commas or several -p',
      collect,
    )
    .option('-b, --bpm <n>', 'quarter notes a minute', parseTempo, DEFAULT_BPM)
    .option('-i, --timesig <n:d>', 'time signature, 4:4 or 6/8', parseTimeSignature, {
      numerator: 4,
      denominator: 4,
    })
    .option(
      '-f, --smpte <fps>',
      'count in frames of time code, 24, 25, 29.97 or 30 a second, not in beats',
      parseFrameRate,
    )
    .option(
      '-t, --ticks <n>',
      'ticks of a quarter note, or of a frame (384, or 40)',
      parseCount('a number of ticks', 1, 32_767),
    )
    .option('-s, --split-channels', 'a track for each channel')
    .option('-d, --duration <time>', 'end after this time', parseDuration)
    .option('-n, --num-events <n>', 'end after so many messages', parseCount('a count', 1))
    .option(
      '--stop-after-silence <time>',
      'end once nothing came, and no note was held, for so long',
      parseDuration,
    )
    .option('--wait-for-note', 'begin with the first note')
    .option('--no-clobber', 'never write over an existing file')
    .optionsGroup('Metronome:')
    .option('-m, --metronome <port>', 'click on each beat, at this port', parseText('the name of a port'))
    .option('--count-in <bars>', 'click so many bars first', parseCount('a number of bars', 0, 99))
    .optionsGroup('What is shown:');
  addShownOptions(command, '--interactive', 'q ends');
  // Commander would show an object as one.
  const timesig = command.options.find((option) => option.long === '--timesig');
  timesig?.default(timesig.defaultValue, '4:4');
  command.action(async (file: string, options: SeqRecordOptions) => {
    const { seqRecord } = await import('./record.js');
    finish(await seqRecord(file, options, outside));
  });
}

/** `120`, `97.5`. */
export function parseTempo(text: string): number {
  const bpm = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (bpm >= 4 && bpm <= 6000) return bpm;
  throw new AlsatsError('invalid', `"${text}" is not a tempo`, {
    hint: 'write it as quarter notes a minute, from 4 to 6000',
  });
}

/** `4:4`, `6/8`. */
export function parseTimeSignature(text: string): { numerator: number; denominator: number } {
  const match = /^(\d{1,3})[:/](\d{1,2})$/.exec(text);
  const numerator = Number(match?.[1] ?? 0);
  const denominator = Number(match?.[2] ?? 0);
  if (numerator >= 1 && numerator <= 64 && [1, 2, 4, 8, 16, 32, 64].includes(denominator)) {
    return { numerator, denominator };
  }
  throw new AlsatsError('invalid', `"${text}" is not a time signature`, {
    hint: 'write it as 4:4 or 6/8; what a beat is, is a power of two',
  });
}

const frameRates: Readonly<Record<string, FrameRateOption>> = {
  '24': 24,
  '25': 25,
  '29': 29,
  '29.97': 29,
  '30': 30,
};

export function parseFrameRate(text: string): FrameRateOption {
  const rate = Object.hasOwn(frameRates, text) ? frameRates[text] : undefined;
  if (rate !== undefined) return rate;
  throw new AlsatsError('invalid', `"${text}" is no frame rate of MIDI files`, {
    hint: 'known are 24, 25, 29.97 and 30',
  });
}
