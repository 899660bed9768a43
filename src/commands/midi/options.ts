/** Options that several verbs of `alsats midi` have. */

import type { Command } from 'commander';
import { collect, collectText } from '../show-options.js';
import { parseCount, parseDuration } from '../values.js';

/** Which ports are meant. */
export interface PortOptions {
  readonly port?: readonly string[];
}

/** Which messages count. */
export interface FilterOptions {
  /** Words, with commas. */
  readonly only?: readonly string[];
  readonly without?: readonly string[];
  /** 0 to 15. */
  readonly channel?: readonly number[];
  /** False with `--no-clock`. */
  readonly clock: boolean;
  /** False with `--no-sensing`. */
  readonly sensing: boolean;
}

/** When receiving ends, besides by a signal. */
export interface EndOptions {
  readonly count?: number;
  /** Seconds of silence. */
  readonly timeout?: number;
}

/** How bytes are sent. */
export interface PaceOptions {
  readonly hex?: boolean;
  readonly file?: readonly string[];
  readonly runningStatus?: boolean;
  /** Seconds. */
  readonly sysexInterval?: number;
  /** Bytes per second. */
  readonly pace?: number;
}

export type Timestamps = 'none' | 'relative' | 'clock';

export function addPortOption(command: Command, isSingle = false): Command {
  const what =
    'hw:CARD,DEV,SUBDEV, another name of ALSA, a part of its name, or virtual for a port of the sequencer';
  return command.option(
    '-p, --port <port>',
    isSingle ? `the port: ${what}` : `a port: ${what}; may be given several times`,
    collectText('the name of a port'),
  );
}

export function addFilterOptions(command: Command): Command {
  return command
    .option('--only <types>', 'only these messages: note, cc, pc, syx, clock, voice, realtime …', collect)
    .option('--without <types>', 'all but these', collect)
    .option('--channel <list>', 'only these channels, 1 to 16, with commas', parseChannels)
    .option('--no-clock', 'without MIDI clock')
    .option('--no-sensing', 'without active sensing');
}

export function addEndOptions(command: Command, timeout: string): Command {
  return command
    .option('-n, --count <n>', 'end after so many messages', parseCount('a count', 1))
    .option('-t, --timeout <time>', timeout, parseDuration);
}

export function addPaceOptions(command: Command): Command {
  return command
    .option(
      '-f, --file <file>',
      'send the bytes of a file; may be given several times',
      collectText('the name of a file'),
    )
    .option('--hex', 'the operands are bytes in hexadecimal, whatever they look like')
    .option('-i, --sysex-interval <time>', 'pause after each system exclusive message', parseDuration)
    .option(
      '--pace <bytes>',
      'at most so many bytes a second, or "wire" for the speed of a MIDI cable',
      parsePace,
    )
    .option('--running-status', 'leave out status bytes that are the same as the one before');
}

function parseChannels(text: string): number[] {
  return text.split(',').map((word) => parseCount('a channel', 1, 16)(word.trim()) - 1);
}

/** What a MIDI cable carries: 31250 bits a second, ten a byte. */
const WIRE_BYTES_PER_SECOND = 3125;

function parsePace(text: string): number {
  return text === 'wire' ? WIRE_BYTES_PER_SECOND : parseCount('a pace', 1)(text);
}
