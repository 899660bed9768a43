/** `alsats play`: its options, and nothing that costs time to load. */

import { type Command, Option } from 'commander';
import { parseChannelMap } from '../../audio/channel-position.js';
import type { ColorChoice } from '../../terminal/capabilities.js';
import type { Outside } from '../outside.js';
import {
  type FormatChoice,
  parseChoice,
  parseCount,
  parseDuration,
  parseFormat,
  parseGain,
  parseLatency,
  parseRate,
} from '../values.js';

export interface PlayOptions {
  readonly device: string;
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
  readonly quiet?: boolean;
  readonly verbose?: number;
  readonly meter?: 'mono' | 'stereo';
  readonly progress?: boolean;
  readonly json?: boolean;
  readonly interactive?: boolean;
  readonly mmap?: boolean;
  readonly separateChannels?: boolean;
  readonly chmap?: string[];
  readonly latency?: number;
  readonly bufferTime?: number;
  readonly periodTime?: number;
  readonly bufferSize?: number;
  readonly periodSize?: number;
  readonly availMin?: number;
  readonly startDelay?: number;
  readonly stopDelay?: number;
  readonly disableResample?: boolean;
  readonly disableChannels?: boolean;
  readonly disableFormat?: boolean;
  readonly disableSoftvol?: boolean;
  readonly dumpHwParams?: boolean;
  readonly fatalXruns?: boolean;
  readonly testPosition?: boolean;
  /** Seconds; 0 waits for ever. */
  readonly waitForDevice?: number;
  readonly color: ColorChoice;
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

const meterLayouts: Readonly<Record<string, PlayOptions['meter']>> = {
  mono: 'mono',
  m: 'mono',
  stereo: 'stereo',
  s: 'stereo',
};

/**
 * Options whose value may be left out, with a test of what is a value and what stands for none. Commander would take
 * any word that follows: `play -V a.wav` has to play a.wav.
 */
const optionalValues: readonly { names: readonly string[]; isValue: RegExp; absent: string }[] = [
  { names: ['-V', '--meter'], isValue: /^(mono|stereo|m|s)$/i, absent: '--meter=stereo' },
  { names: ['--wait-for-device'], isValue: /^[\d.:]+(s|ms|us|m|h)?$/, absent: '--wait-for-device=0' },
];

/** Letters of options without a value, which may stand before -V in one word. */
const FLAGS_BEFORE_METER = /^-[NMIqvi]+V$/;

/** Writes out the values that were left out. */
export function completeOptionalValues(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  const operands = end < 0 ? [] : argv.slice(end);
  const words = end < 0 ? argv : argv.slice(0, end);
  const complete = words.flatMap((word, index) => {
    if (FLAGS_BEFORE_METER.test(word)) return [word.slice(0, -1), completed('-V', words[index + 1])];
    return [completed(word, words[index + 1])];
  });
  return [...complete, ...operands];
}

function completed(word: string, following = ''): string {
  const option = optionalValues.find(({ names }) => names.includes(word));
  return option === undefined || option.isValue.test(following) ? word : option.absent;
}

const microseconds = (what: string, min: number) => parseCount(what, min, 0xffffffff);
const frames = (what: string) => parseCount(what, 1, 0x7fffffff);

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
    .argument('[files...]', 'files to play; - is standard input')
    .optionsGroup('Device:')
    .option('-D, --device <name>', 'PCM to play on, any name of ALSA', outside.env.ALSATS_DEVICE ?? 'default')
    .option('-M, --mmap', 'transfer through the mapped buffer of the device')
    .option('-N, --nonblock', 'accepted for aplay: a busy device is always an error at once')
    .option('-m, --chmap <positions>', 'which speaker each channel is for: FL,FR,RL,RR …', parseChannelMap)
    .addOption(
      new Option(
        '--wait-for-device [time]',
        'wait until the device is there and free, at most this long (for ever)',
      ).argParser(parseDuration),
    )
    .option('--disable-resample', 'the plug layer must not convert the rate')
    .option('--disable-channels', 'the plug layer must not convert the channels')
    .option('--disable-format', 'the plug layer must not convert the sample format')
    .option('--disable-softvol', 'no software volume')
    .optionsGroup('Input:')
    .option(
      '-t, --type <type>',
      `kind of file: ${Object.keys(fileTypes).join(', ')}`,
      parseChoice('file type', fileTypes),
    )
    .option('-f, --format <format>', 'sample format of raw samples, or cd, cdr, dat', parseFormat)
    .option('-c, --channels <n>', 'channels of raw samples (1)', parseCount('a channel count', 1, 256))
    .option('-r, --rate <rate>', 'frames per second of raw samples (8000)', parseRate)
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
    .option('--gain <dB>', 'louder or softer by so many dB', parseGain)
    .optionsGroup('What is shown:')
    .option('-q, --quiet', 'nothing but errors')
    .option(
      '-v, --verbose',
      'the setup of the device, and details of errors',
      (_: string, before: number | undefined) => (before ?? 0) + 1,
    )
    .option(
      '-V, --meter [layout]',
      'peak and RMS meters: mono or stereo',
      parseChoice('meter layout', meterLayouts),
    )
    .option('--progress', 'show a progress line, also where it would not be shown')
    .option('--no-progress', 'show no progress line')
    .option('--json', 'events as JSON, one object a line')
    .option(
      '-i, --interactive',
      'keys: space, arrows, n, q (also without it where standard input is a terminal)',
    )
    .addOption(
      new Option('--color <when>', 'use colour').choices(['auto', 'always', 'never']).default('auto'),
    )
    .option('--dump-hw-params', 'print what the device can do, and play nothing')
    .optionsGroup('Buffers:')
    .option(
      '--latency <time>',
      'length of the buffer of the device, and of the read-ahead if above 2 s',
      parseLatency,
    )
    .option(
      '-B, --buffer-time <us>',
      'length of the buffer in microseconds',
      microseconds('a buffer time', 1),
    )
    .option('-F, --period-time <us>', 'length of a period in microseconds', microseconds('a period time', 1))
    .option('--buffer-size <frames>', 'length of the buffer in frames', frames('a buffer size'))
    .option('--period-size <frames>', 'length of a period in frames', frames('a period size'))
    .option('-A, --avail-min <us>', 'wake up when this much is free', microseconds('a time', 0))
    .option(
      '-R, --start-delay <us>',
      'start with this much in the buffer; from its end if 0 or less',
      microseconds('a time', -0x7fffffff),
    )
    .option(
      '-T, --stop-delay <us>',
      'stop with this much free; from the end of the buffer if 0 or less',
      microseconds('a time', -0x7fffffff),
    )
    .option('--fatal-xruns', 'end with exit code 9 at the first xrun')
    .option('--test-position', 'report positions of the device that cannot be');
  command.action(async (files: string[], options: PlayOptions) => {
    const { play } = await import('./play.js');
    finish(await play(files, options, outside));
  });
}
