/** `alsats record`: its options, and nothing that costs time to load. */

import type { Command } from 'commander';
import type { WritableFileType } from '../../audio/write/file-type.js';
import type { FormatChoice } from '../format-value.js';
import type { Outside } from '../outside.js';
import { parseText } from '../show-options.js';
import {
  addBufferOptions,
  addDeviceOptions,
  addDisplayOptions,
  addSampleOptions,
  type StreamOptions,
  type StreamWords,
} from '../stream-options.js';
import {
  parseChoice,
  parseCount,
  parseDuration,
  parseDurationOrSize,
  parseGain,
  parseLevelDb,
  parseSize,
} from '../values.js';

export interface RecordOptions extends StreamOptions {
  readonly type?: WritableFileType;
  readonly format?: FormatChoice;
  readonly channels?: number;
  readonly rate?: number;
  readonly separateChannels?: boolean;
  readonly duration?: number;
  readonly samples?: number;
  readonly gain?: number;
  readonly startOn?: number;
  readonly preRoll?: number;
  readonly stopAfterSilence?: number;
  readonly splitOnSilence?: number;
  readonly silenceThreshold: number;
  readonly maxFileTime?: number;
  readonly maxFileSize?: number;
  readonly useStrftime?: boolean;
  readonly append?: boolean;
  readonly force?: boolean;
  /** False for --no-clobber. */
  readonly clobber: boolean;
  readonly comment?: string;
  readonly bext?: boolean;
  readonly writeBuffer?: { readonly seconds: number } | { readonly bytes: number };
  readonly fillGaps?: boolean;
  readonly levelInterval?: number;
  readonly processIdFile?: string;
  readonly repair?: boolean;
}

const fileTypes: Readonly<Record<string, WritableFileType>> = {
  wav: 'wav',
  wave: 'wav',
  rf64: 'rf64',
  w64: 'w64',
  au: 'au',
  sparc: 'au',
  aiff: 'aiff',
  raw: 'raw',
};

const DEFAULT_SILENCE_DB = -50;

const words: StreamWords = {
  device: 'PCM to record from, any name of ALSA',
  forerunner: 'arecord',
  chmap: 'the order to record channels in: FL,FR,RL,RR …',
  latency: 'length of the buffer of the device',
  availMin: 'wake up when this much is there',
  startDelay: 'accepted for arecord: capture starts at once',
  stopDelay: 'overrun with this much in the buffer; from its end if 0 or less',
  keys: 'space pauses, s starts the next file, q ends',
  format: 'sample format, or cd, cdr, dat (S16_LE, or the best the device has)',
  channels: 'channels (2, or the nearest)',
  rate: 'frames per second (48000, or the nearest)',
};

/** Adds the command to the program. */
export function defineRecord(program: Command, outside: Outside, finish: (exitCode: number) => void): void {
  const command = program
    .command('record')
    .summary('record from an ALSA device to audio files')
    .description(
      'Records to a file, or to standard output for "-" or no file, until its length is reached, SIGINT or SIGTERM. ' +
        'Writes WAVE (which becomes RF64 past 4 GiB), RF64, W64, AU, AIFF and raw samples, by the name of the file or -t. ' +
        'Sound waits in memory while the disk or the reader of a pipe stalls, and every file is valid up to its last second ' +
        'whatever happens. Several names are recorded one after the other, each -d or -s long, without a gap.',
    )
    .argument('[files...]', 'files to record to; - is standard output');
  addDeviceOptions(command, words, outside).optionsGroup('Format:');
  addSampleOptions(command, words)
    .option(
      '-t, --type <type>',
      `kind of file: ${Object.keys(fileTypes).join(', ')} (by the name; wav)`,
      parseChoice('file type', fileTypes),
    )
    .optionsGroup('What is recorded:')
    .option('-d, --duration <time>', 'stop after this time; 0 never stops', parseDuration)
    .option('-s, --samples <frames>', 'stop after so many frames', parseCount('a count of frames', 0))
    .option('--start-on <dB>', 'begin with the first sound of this level', parseLevelDb)
    .option('--pre-roll <time>', 'with --start-on, keep this much of what came before', parseDuration)
    .option('--stop-after-silence <time>', 'end once it was silent for so long', parseDuration)
    .option('--silence-threshold <dB>', 'what is below is silence', parseLevelDb, DEFAULT_SILENCE_DB)
    .option('--gain <dB>', 'louder or softer by so many dB', parseGain)
    .option('--fill-gaps', 'write silence for sound that was lost, so that the timeline holds')
    .optionsGroup('Files:')
    .option('--max-file-time <time>', 'start the next file, NAME-02, after this time', parseDuration)
    .option('--max-file-size <size>', 'start the next file before this one is larger', parseSize)
    .option('--split-on-silence <time>', 'start the next file once it was silent for so long', parseDuration)
    .option(
      '--use-strftime',
      'file names are patterns of strftime; %v is the number of the file, %3N milliseconds; folders are made',
    )
    .option(
      '-I, --separate-channels',
      'one file a channel, raw unless -t is given: N names, or one that stands for NAME.0 … NAME.N-1',
    )
    .option('--append', 'go on behind the last frame of an existing file')
    .option('--no-clobber', 'never write over an existing file')
    .option('--force', 'write over existing files (the default, over an earlier --no-clobber)')
    .option('--comment <text>', 'note this in the file, with date and device')
    .option('--bext', 'add the broadcast extension to WAVE files')
    .option(
      '--write-buffer <time|size>',
      'sound that may wait in memory to be written: 10s, 64M … (30s, at most 256 MiB)',
      parseDurationOrSize,
    )
    .option(
      '--process-id-file <file>',
      'write the process id to a file, and remove it at the end',
      parseText('the name of a file'),
    )
    .option('--repair', 'record nothing: complete the headers of files that were left unfinished');
  addDisplayOptions(command, words)
    .option('--level-interval <time>', 'with --json, an event with levels so often', parseDuration)
    .option('--dump-hw-params', 'print what the device can do, and record nothing');
  addBufferOptions(command, words).option('--fatal-xruns', 'end with exit code 9 at the first overrun');
  command.action(async (files: string[], options: RecordOptions) => {
    const { record } = await import('./record.js');
    finish(await record(files, options, outside));
  });
}
