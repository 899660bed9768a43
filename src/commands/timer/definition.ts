/** `alsats timer`: its options, and nothing that costs time to load. */

import type { Command, Option } from 'commander';
import type { ColorChoice } from '../../terminal/capabilities.js';
import type { Outside } from '../outside.js';
import { parseDuration } from '../values.js';

export interface TimerOptions {
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly color: ColorChoice;
}

export interface TimerWatchOptions extends TimerOptions {
  /** Seconds from one event to the next. */
  readonly period?: number;
  /** Seconds. */
  readonly duration?: number;
}

const colorOption = (command: Command): Option =>
  command.createOption('--color <when>', 'use colour').choices(['auto', 'always', 'never']).default('auto');

/** Adds the command to the program. */
export function defineTimer(program: Command, outside: Outside, finish: (exitCode: number) => void): void {
  const command = program
    .command('timer')
    .summary('list the timers of the sound system, and measure them')
    .description(
      'The timers that the kernel has for sound: those of the machine (system, hrtimer …), of cards, and one for each ' +
        'PCM substream, which ticks with its periods while it runs. The sequencer takes its time from one of them.',
    )
    .usage('<verb> [options]');
  defineList(command, outside, finish);
  defineInfo(command, outside, finish);
  defineWatch(command, outside, finish);
}

function defineList(timer: Command, outside: Outside, finish: (exitCode: number) => void): void {
  timer
    .command('list')
    .summary('list all timers')
    .description('Lists all timers: name, resolution, and who uses them. No sound card is no error.')
    .option('--json', 'as JSON')
    .option('-v, --verbose', 'details of errors')
    .addOption(colorOption(timer))
    .action(async (options: TimerOptions) => {
      const { timerList } = await import('./list.js');
      finish(await timerList(options, outside));
    });
}

function defineInfo(timer: Command, outside: Outside, finish: (exitCode: number) => void): void {
  timer
    .command('info <timer>')
    .summary('tell all about one timer')
    .description(
      'Tells what a timer is and who uses it. It is named as by "list": G3, C0-0, P0-0-1, or system, hrtimer, hpet, rtc.',
    )
    .option('--json', 'as JSON')
    .option('-v, --verbose', 'details of errors')
    .addOption(colorOption(timer))
    .action(async (name: string, options: TimerOptions) => {
      const { timerInfo } = await import('./info.js');
      finish(await timerInfo(name, options, outside));
    });
}

function defineWatch(timer: Command, outside: Outside, finish: (exitCode: number) => void): void {
  timer
    .command('watch [timer]')
    .summary('measure period and jitter of a timer')
    .description(
      'Lets a timer tick (hrtimer, unless another is named) and tells each second how long its periods really were, by ' +
        'the time stamps of the kernel, until SIGINT or SIGTERM. The timer of a PCM substream ticks only while a program ' +
        'plays or records there; its starts and stops are told as well.',
    )
    .option('--period <time>', 'from one tick to the next, 10ms by default; not of a PCM', parseDuration)
    .option('-d, --duration <time>', 'end after this time', parseDuration)
    .option('--json', 'events as JSON, one object a line')
    .option('-v, --verbose', 'details of errors')
    .addOption(colorOption(timer))
    .action(async (name: string | undefined, options: TimerWatchOptions) => {
      const { timerWatch } = await import('./watch.js');
      finish(await timerWatch(name ?? 'hrtimer', options, outside));
    });
}
