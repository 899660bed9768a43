/** `alsats play`: its options, and nothing that costs time to load. */

import type { Command } from 'commander';
import type { FormatChoice } from '../format-value.js';
import type { Outside } from '../outside.js';
import {
  addBufferOptions,
  addDeviceOptions,
  addDisplayOptions,
  addSampleOptions,
  type StreamOptions,
  type StreamWords,
} from '../stream-options.js';
import { parseChoice, parseCount, parseDuration, parseGain } from '../values.js';

export interface PlayOptions extends StreamOptions {
  readonly type?: 'wav' | 'au' | 'aiff' | 'voc' | 'w64' | 'raw';
  readonly format?: FormatChoice;
  readonly channels?: number;
  readonly rate?: number;
  readonly duration?: number;
  readonly samples?: number;
  readonly start?: number;
  readonly end?: number;
  readonly loop?: number;
  readonly gain?: number;
  readonly separateChannels?: boolean;
  readonly testPosition?: boolean;
}

const fileTypes: Readonly<Record<string, PlayOptions['type']>> = {
  wav: 'wav',
  wave: 'wav',
  rf64: 'wav',
  bw64: 'wav',
  w64: 'w64',
  au: 'au',
  sparc: 'au',
  aiff: 'aiff',
  aifc: 'aiff',
  voc: 'voc',
  raw: 'raw',
};

const words: StreamWords = {
  device: 'PCM to play on, any name of ALSA',
  forerunner: 'aplay',
  chmap: 'which speaker each channel is for: FL,FR,RL,RR …',
  latency: 'length of the buffer of the device, and of the read-ahead if above 2 s',
  availMin: 'wake up when this much is free',
  startDelay: 'start with this much in the buffer; from its end if 0 or less',
  stopDelay: 'stop with this much free; from the end of the buffer if 0 or less',
  keys: 'space, arrows, n, q',
  format: 'sample format of raw samples, or cd, cdr, dat',
  channels: 'channels of raw samples (1)',
  rate: 'frames per second of raw samples (8000)',
};

/** Adds the command to the program. */
export function definePlay(program: Command, outside: Outside, finish: (exitCode: number) => void): void {
  const command = program
    .command('play')
    .summary('play audio files on an ALSA device')
    .description(
      'Plays audio files, one after the other and without a gap where their parameters agree. ' +
        'Reads WAVE (RIFF, RIFX, RF64, BW64, W64), AU, AIFF, AIFF-C, VOC and raw samples; "-" or no file is standard input. ' +
        'Exactly the frames of the file are written, and nothing is converted unless the device does it.',
    )
    .argument('[files...]', 'files to play; - is standard input');
  addDeviceOptions(command, words, outside)
    .optionsGroup('Input:')
    .option(
      '-t, --type <type>',
      `kind of file: ${Object.keys(fileTypes).join(', ')}`,
      parseChoice('file type', fileTypes),
    );
  addSampleOptions(command, words)
    .option(
      '-I, --separate-channels',
      'one raw file a channel: N names, or one that stands for NAME.0 … NAME.N-1',
    )
    .optionsGroup('What is played:')
    .option('-d, --duration <time>', 'stop each file after this time; 0 plays all of it', parseDuration)
    .option(
      '-s, --samples <frames>',
      'stop each file after so many frames',
      parseCount('a count of frames', 0),
    )
    .option('--start <time>', 'start each file here', parseDuration)
    .option('--end <time>', 'end each file here', parseDuration)
    .option('--loop <n>', 'play each file so many times; 0 for ever', parseCount('a count', 0))
    .option('--gain <dB>', 'louder or softer by so many dB', parseGain);
  addDisplayOptions(command, words).option(
    '--dump-hw-params',
    'print what the device can do, and play nothing',
  );
  addBufferOptions(command, words)
    .option('--fatal-xruns', 'end with exit code 9 at the first xrun')
    .option('--test-position', 'report positions of the device that cannot be');
  command.action(async (files: string[], options: PlayOptions) => {
    const { play } = await import('./play.js');
    finish(await play(files, options, outside));
  });
}
