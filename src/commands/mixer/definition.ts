/** `alsats mixer`: its verbs and their options, and nothing that costs time to load. */

import type { Command } from 'commander';
import { addControlOptions } from '../control-options.js';
import type { Outside } from '../outside.js';
import { addShowOptions } from '../show-options.js';
import { parseChoice, parseDuration } from '../values.js';
import type { BatchOptions } from './batch.js';
import { parseChannels } from './channel-names.js';
import type { GetOptions, ListOptions } from './list.js';
import type { SetOptions } from './set.js';
import type { StartOptions } from './start.js';
import type { WatchOptions } from './watch.js';

type Finish = (exitCode: number) => void;

/** Adds the command to the program. */
export function defineMixer(program: Command, outside: Outside, finish: Finish): void {
  const mixer = program
    .command('mixer')
    .summary('show and set volumes, switches and choices, as alsamixer has them')
    .description(
      'Shows and sets the mixer of a sound card. Without a verb, on a terminal, it is a mixer that fills the screen; ' +
        'elsewhere it lists. Percent are those of alsamixer; raw steps and decibels are shown beside them.',
    )
    .usage('[verb] [operands] [options]');
  defineReading(mixer, outside, finish);
  defineSetting(mixer, outside, finish);
  defineGoingOn(mixer, outside, finish);
  defineScreen(mixer, outside, finish);
}

function verb(mixer: Command, name: string, summary: string, description: string): Command {
  return mixer.command(name).summary(summary).description(description);
}

/** The options of all verbs. */
function addMixerOptions(command: Command): Command {
  addControlOptions(command).addOption(
    command
      .createOption('-a, --abstraction <kind>', 'elements as the driver has them, or the few of a module')
      .choices(['none', 'basic']),
  );
  return addShowOptions(command);
}

function addPartOptions(command: Command): Command {
  return command
    .option('--playback', 'only the playback side')
    .option('--capture', 'only the capture side')
    .option('--channels <names>', 'only these channels, with commas: front-left,front-right', parseChannels);
}

function addScaleOption(command: Command, what: string): Command {
  return command.option('--scale <scale>', what, parseScale);
}

function defineReading(mixer: Command, outside: Outside, finish: Finish): void {
  const list = verb(
    mixer,
    'list',
    'list all elements',
    'Lists all elements of a mixer with their levels in percent, decibels and raw steps, switches and items.',
  )
    .option('-l, --long', 'all that is known of each')
    .option('--match <text>', 'only those with this in their name, in any case');
  addMixerOptions(list).action(async (options: ListOptions) => {
    const { listMixer } = await import('./list.js');
    finish(await listMixer(options, outside));
  });
  const get = verb(
    mixer,
    'get',
    'show elements',
    'Shows elements: channels with their levels in all scales, switches, items, range, and what they can do.',
  )
    .argument('<name...>', 'the elements: Master, or Master,1 for another one of that name')
    .option('--value', 'only the level of the loudest channel, without a unit, for a variable of the shell');
  addScaleOption(get, 'what --value tells: percent, linear, raw or dB (percent)');
  addMixerOptions(addPartOptions(get)).action(async (names: string[], options: GetOptions) => {
    const { getElements } = await import('./list.js');
    finish(await getElements(names, options, outside));
  });
}

function defineSetting(mixer: Command, outside: Outside, finish: Finish): void {
  const set = verb(
    mixer,
    'set',
    'set an element',
    'Sets an element, and tells what was asked and what the hardware took. Levels: 40%, -12dB, max, min; relative ones ' +
      'move at least one step: +5%, 5%-, +3dB, 3dB-. Switches: on, off, mute, unmute, toggle, and for capture cap, ' +
      'nocap. The item of an enumerated element. One value for all channels, one for each with commas, 30%,40%, or by ' +
      'name, front-left=30%. Several words are set together.',
  )
    .usage('[options] <name> <value...>')
    .argument('<words...>', 'the element, and its values')
    // Levels may have a minus in front: set.ts tells them from options.
    .allowUnknownOption();
  addScaleOption(
    set,
    'the scale of bare numbers: percent, linear (of the raw range, as amixer has it), raw or dB',
  ).option('--fade <time>', 'move there smoothly over this time', parseDuration);
  addSettingOptions(set).action(async (words: string[], options: SetOptions) => {
    const { setElement } = await import('./set.js');
    finish(await setElement(words, options, outside));
  });
  for (const [name, summary] of [
    ['toggle', 'switch an element off where it is on, and on otherwise'],
    ['mute', 'switch an element off'],
    ['unmute', 'switch an element on'],
  ] as const) {
    const description = `${summary[0]!.toUpperCase()}${summary.slice(1)}: for playback, and for capture where it has no switch for playback, or with --capture.`;
    const command = verb(mixer, name, summary, description).argument('<name>', 'the element');
    addSettingOptions(command).action(async (element: string, options: SetOptions) => {
      const { setElement } = await import('./set.js');
      finish(await setElement([element, name], options, outside));
    });
  }
}

function addSettingOptions(command: Command): Command {
  addPartOptions(command)
    .option('-n, --dry-run', 'only tell what would be set')
    .option('-q, --quiet', 'nothing but errors');
  return addMixerOptions(command);
}

function defineGoingOn(mixer: Command, outside: Outside, finish: Finish): void {
  const watch = verb(
    mixer,
    'watch',
    'tell of every change as it happens',
    'Tells of each change of an element with what it was and is, of elements and of cards that come and go, until ' +
      'SIGINT or SIGTERM; on all cards, or on one. It costs nothing while nothing happens.',
  )
    .argument('[name...]', 'the elements; all by default')
    .option(
      '--exec <command>',
      'run a shell command for each, with ALSATS_TYPE, ALSATS_ELEMENT_NAME … and JSON on its input',
    );
  addMixerOptions(watch).action(async (names: string[], options: WatchOptions) => {
    const { watchMixers } = await import('./watch.js');
    finish(await watchMixers(names, options, outside));
  });
  const batch = verb(
    mixer,
    'batch',
    'do what lines of a file or of standard input say',
    'Reads lines like those of the command line, set Master 40%, get Master, toggle Master, and answers each with one ' +
      'line as soon as it is there: a program may write a line, read its answer, and go on. It ends at the first line ' +
      'that fails.',
  )
    .argument('[file]', 'the file, - for standard input (-)')
    .option('-k, --keep-going', 'go on after a line that fails')
    .option('-q, --quiet', 'no answers but those to get, and errors');
  addMixerOptions(batch).action(async (file: string | undefined, options: BatchOptions) => {
    const { runBatch } = await import('./batch.js');
    finish(await runBatch(file ?? '-', options, outside));
  });
}

function defineScreen(mixer: Command, outside: Outside, finish: Finish): void {
  const screen = mixer
    .command('screen', { isDefault: true })
    .summary('fill the screen with the mixer (the default on a terminal)')
    .description('A mixer that fills the screen; where there is no terminal, the list of all elements.')
    .argument('[words...]')
    .usage('[options]')
    .option('-V, --view <view>', 'what to show first: playback, capture or all (playback)', parseView)
    .option('--no-mouse', 'leave the mouse to the terminal');
  addMixerOptions(screen).action(async (words: string[], options: StartOptions) => {
    const { startMixer } = await import('./start.js');
    finish(await startMixer(words, options, outside));
  });
}

const parseScale = parseChoice('scale', { percent: 'percent', linear: 'linear', raw: 'raw', db: 'dB' });
const parseView = parseChoice('view', { playback: 'playback', capture: 'capture', all: 'all' } as const);
