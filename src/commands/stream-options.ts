/** The options that `play` and `record` share, and nothing that costs time to load. */

import type { Command } from 'commander';
import { parseChannelMap } from '../audio/channel-position.js';
import type { ColorChoice } from '../terminal/capabilities.js';
import { parseFormat } from './format-value.js';
import type { Outside } from './outside.js';
import { parseText } from './show-options.js';
import { parseChoice, parseCount, parseDuration, parseLatency, parseRate } from './values.js';

export interface StreamOptions {
  readonly device: string;
  readonly quiet?: boolean;
  readonly verbose?: number;
  readonly meter?: 'mono' | 'stereo';
  readonly progress?: boolean;
  readonly json?: boolean;
  readonly interactive?: boolean;
  readonly mmap?: boolean;
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
  /** Seconds; 0 waits for ever. */
  readonly waitForDevice?: number;
  readonly color: ColorChoice;
}

const meterLayouts: Readonly<Record<string, StreamOptions['meter']>> = {
  mono: 'mono',
  m: 'mono',
  stereo: 'stereo',
  s: 'stereo',
};

/** What the options are called where the two commands differ. */
export interface StreamWords {
  readonly device: string;
  /** The program of alsa-utils. */
  readonly forerunner: string;
  readonly chmap: string;
  readonly latency: string;
  readonly availMin: string;
  readonly startDelay: string;
  readonly stopDelay: string;
  readonly keys: string;
  readonly format: string;
  readonly channels: string;
  readonly rate: string;
}

const microseconds = (what: string, min: number) => parseCount(what, min, 0xffffffff);
const frames = (what: string) => parseCount(what, 1, 0x7fffffff);

/** Which device, and what may be done to its sound. */
export function addDeviceOptions(command: Command, words: StreamWords, outside: Outside): Command {
  return command
    .optionsGroup('Device:')
    .option(
      '-D, --device <name>',
      words.device,
      parseText('the name of a device'),
      outside.env.ALSATS_DEVICE || 'default',
    )
    .option('-M, --mmap', 'transfer through the mapped buffer of the device')
    .option('-N, --nonblock', `accepted for ${words.forerunner}: a busy device is always an error at once`)
    .option('-m, --chmap <positions>', words.chmap, parseChannelMap)
    .addOption(
      command
        .createOption(
          '--wait-for-device [time]',
          'wait until the device is there and free, at most this long (for ever)',
        )
        .argParser(parseDuration),
    )
    .option('--disable-resample', 'the plug layer must not convert the rate')
    .option('--disable-channels', 'the plug layer must not convert the channels')
    .option('--disable-format', 'the plug layer must not convert the sample format')
    .option('--disable-softvol', 'no software volume');
}

/** What the samples are. */
export function addSampleOptions(command: Command, words: StreamWords): Command {
  return command
    .option('-f, --format <format>', words.format, parseFormat)
    .option('-c, --channels <n>', words.channels, parseCount('a channel count', 1, 256))
    .option('-r, --rate <rate>', words.rate, parseRate);
}

/** What is told of what goes on. */
export function addDisplayOptions(command: Command, words: StreamWords): Command {
  return command
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
    .option('-i, --interactive', `keys: ${words.keys} (also without it where standard input is a terminal)`)
    .addOption(
      command
        .createOption('--color <when>', 'use colour')
        .choices(['auto', 'always', 'never'])
        .default('auto'),
    );
}

/** How the device's buffer is laid out. */
export function addBufferOptions(command: Command, words: StreamWords): Command {
  return command
    .optionsGroup('Buffers:')
    .option('--latency <time>', words.latency, parseLatency)
    .option(
      '-B, --buffer-time <us>',
      'length of the buffer in microseconds',
      microseconds('a buffer time', 1),
    )
    .option('-F, --period-time <us>', 'length of a period in microseconds', microseconds('a period time', 1))
    .option('--buffer-size <frames>', 'length of the buffer in frames', frames('a buffer size'))
    .option('--period-size <frames>', 'length of a period in frames', frames('a period size'))
    .option('-A, --avail-min <us>', words.availMin, microseconds('a time', 0))
    .option('-R, --start-delay <us>', words.startDelay, microseconds('a time', -0x7fffffff))
    .option('-T, --stop-delay <us>', words.stopDelay, microseconds('a time', -0x7fffffff));
}
