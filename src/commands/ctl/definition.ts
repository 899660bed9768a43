/** `alsats ctl`: its verbs and their options, and nothing that costs time to load. */

import type { Command } from 'commander';
import { AlsatsError } from '../../error.js';
import { addControlOptions, type ControlOptions } from '../control-options.js';
import type { Outside } from '../outside.js';
import { addShowOptions, collect, type ShowOptions } from '../show-options.js';
import { parseCount, parseDuration } from '../values.js';
import type { Iec958Options } from './iec958.js';
import type { ListOptions } from './list.js';
import type { LockOptions } from './lock.js';
import type { RestoreOptions } from './restore.js';
import type { SetOptions } from './set.js';
import type { StoreOptions } from './store.js';
import type { AddOptions } from './user-elements.js';
import type { WatchOptions } from './watch.js';

type Finish = (exitCode: number) => void;

/** Adds the command to the program. */
export function defineCtl(program: Command, outside: Outside, finish: Finish): void {
  const ctl = program
    .command('ctl')
    .summary('read, set, watch, store and restore the control elements of cards')
    .description(
      'Works on the raw control elements of sound cards: volumes, switches, routes, jacks, and whatever else a driver ' +
        "has. An element is named by its id as amixer has it (numid=3, or iface=CARD,name='Headphone Jack',index=1), " +
        'or by its name alone where only one has it.',
    )
    .usage('<verb> [operands] [options]');
  defineReading(ctl, outside, finish);
  defineSetting(ctl, outside, finish);
  defineWatching(ctl, outside, finish);
  defineState(ctl, outside, finish);
  defineUserElements(ctl, outside, finish);
  defineLocks(ctl, outside, finish);
}

function verb(ctl: Command, name: string, summary: string, description: string): Command {
  return ctl.command(name).summary(summary).description(description);
}

function defineReading(ctl: Command, outside: Outside, finish: Finish): void {
  const list = verb(
    ctl,
    'list',
    'list all elements with their values',
    'Lists all elements of a card with type, access and value.',
  )
    .option('-l, --long', 'all that is known of each')
    .option('--match <text>', 'only those with this in their name, in any case');
  addShowOptions(addControlOptions(list)).action(async (options: ListOptions) => {
    const { listElements } = await import('./list.js');
    finish(await listElements(options, outside));
  });
  const get = verb(
    ctl,
    'get',
    'show elements',
    'Shows elements: type, range, access, items, decibels, TLV data, value.',
  ).argument('<id...>', 'the elements');
  addShowOptions(addControlOptions(get)).action(
    async (ids: string[], options: ControlOptions & ShowOptions) => {
      const { getElements } = await import('./list.js');
      finish(await getElements(ids, options, outside));
    },
  );
  const info = verb(
    ctl,
    'info',
    'show what cards are and which devices they have',
    'Shows what cards are, how many elements they have, and their PCM, raw MIDI, MIDI 2.0 and hwdep devices.',
  ).argument('[card...]', 'the cards; all by default');
  addShowOptions(info).action(async (cards: string[], options: ShowOptions) => {
    const { cardInfos } = await import('./info.js');
    finish(await cardInfos(cards, options, outside));
  });
}

function defineSetting(ctl: Command, outside: Outside, finish: Finish): void {
  const set = verb(
    ctl,
    'set',
    'set an element',
    'Sets an element, and shows it as it is then. A value is for all channels, or one for each, with commas; nothing ' +
      'between two commas leaves a channel alone. Whole numbers: 40, 0x28, 40%, -12dB, and relative ones: +5%, 5%-, ' +
      '3dB+. Switches: on, off, toggle. Enumerated: the text of an item, or its number. Bytes: hexadecimal digits, or ' +
      'numbers. IEC958: fields, rate=48000,copyright=off. With "-" alone, elements and values are read from standard ' +
      'input, one a line; a line that fails is told by its number, and the others are set.',
  )
    .usage('[options] <id> <value...>\n       alsats ctl set [options] -')
    .argument('<words...>', 'the element, and its values')
    // Levels may have a minus in front: set.ts tells them from options.
    .allowUnknownOption()
    .option('-q, --quiet', 'nothing but errors')
    .option('--inactive', 'set it even if that has no effect now');
  addShowOptions(addControlOptions(set)).action(async (words: string[], options: SetOptions) => {
    const { setElement } = await import('./set.js');
    finish(await setElement(words, options, outside));
  });
  const iec958 = verb(
    ctl,
    'iec958',
    'show or set what a digital output says of its signal',
    'Shows or sets the channel status of a digital output (S/PDIF), in the words of iecset: mode, audio, rate, ' +
      'emphasis, copyright, category, original, lock, sbits, wordlength; AES0=0x04 and so on for its bytes.',
  )
    .usage('[options] [get]\n       alsats ctl iec958 [options] set <field>=<value>...')
    .argument('[words...]', 'get, or set and fields with their values')
    .option('-e, --element <id>', 'the element (IEC958 Playback Default)')
    .option('-n, --index <n>', 'the index of that element', parseCount('an index', 0))
    .option('-x, --hex', 'as the arguments of a PCM: AES0=0x04,AES1=0x00 …');
  addShowOptions(addControlOptions(iec958)).action(async (words: string[], options: Iec958Options) => {
    const { iec958 } = await import('./iec958.js');
    finish(await iec958(words, options, outside));
  });
}

function defineWatching(ctl: Command, outside: Outside, finish: Finish): void {
  const watch = verb(
    ctl,
    'watch',
    'tell of every change as it happens',
    'Tells of each change of an element with the old and the new value, of elements that come and go, and of cards ' +
      'that do, until SIGINT or SIGTERM; on all cards, or on one. It costs nothing while nothing happens. What is set ' +
      'several times before it could be read is told once, as the kernel does.',
  ).option(
    '--exec <command>',
    'run a shell command for each, with ALSATS_TYPE, ALSATS_ELEMENT_NAME … and JSON on its input',
  );
  addShowOptions(addControlOptions(watch)).action(async (options: WatchOptions) => {
    const { watchElements } = await import('./watch.js');
    finish(await watchElements(options, outside));
  });
}

function defineState(ctl: Command, outside: Outside, finish: Finish): void {
  const file = '-f, --file <file>';
  const store = verb(
    ctl,
    'store',
    'store the values of all elements in a file',
    'Stores the values of all elements in the file of alsactl, which that program can restore; other cards in the file ' +
      'stay as they are. The file is replaced as a whole or not at all.',
  )
    .argument('[card...]', 'the cards; all by default')
    .option(file, 'file to store in, - for standard output (/var/lib/alsa/asound.state)')
    .option('--replace', 'forget what is in the file, whatever it is');
  addShowOptions(store).action(async (cards: string[], options: StoreOptions) => {
    const { storeState } = await import('./store.js');
    finish(await storeState(cards, options, outside));
  });
  const restore = verb(
    ctl,
    'restore',
    'set all elements as a file has them',
    'Sets elements as they are stored, by alsactl or "alsats ctl store", as text or JSON. Elements that programs had ' +
      'added are made again; where a range changed, the level in decibels is kept. What cannot be restored is told by ' +
      'name, and does not keep the rest from being set.',
  )
    .argument('[card...]', 'the cards; all by default')
    .option(file, 'file to restore from, - for standard input (/var/lib/alsa/asound.state)')
    .option('-e, --element <id>', 'only this element; may be given several times', collect)
    .option('-n, --dry-run', 'only tell what would be changed');
  addShowOptions(restore).action(async (cards: string[], options: RestoreOptions) => {
    const { restoreState } = await import('./restore.js');
    finish(await restoreState(cards, options, outside));
  });
  const diff = verb(
    ctl,
    'diff',
    'show what restoring a file would change',
    'Shows the elements that restoring a file would change, with their values now and then.',
  )
    .argument('<file>', 'the file, - for standard input')
    .argument('[card...]', 'the cards; all by default')
    .option('-e, --element <id>', 'only this element; may be given several times', collect)
    .option('--exit-code', 'end with code 1 where anything differs');
  addShowOptions(diff).action(async (file: string, cards: string[], options: RestoreOptions) => {
    const { diffState } = await import('./restore.js');
    finish(await diffState(file, cards, options, outside));
  });
}

function defineUserElements(ctl: Command, outside: Outside, finish: Finish): void {
  const add = verb(
    ctl,
    'add',
    'add an element of your own',
    'Adds an element to a card. It stays until it is removed or the card goes.',
  )
    .argument('<type>', 'boolean, integer, integer64, enumerated, bytes or iec958')
    .argument('<id>', "its name, or iface=CARD,name='…',index=1")
    .option('--count <n>', 'values (channels) of the element (1)', parseCount('a count', 1, 512))
    .option(
      '--elements <n>',
      'elements of this name, with indexes counting up (1)',
      parseCount('a count', 1, 1024),
    )
    .option('--min <n>', 'lowest value of an integer', parseWhole)
    .option('--max <n>', 'highest value of an integer', parseWhole)
    .option('--step <n>', 'its step; any value by default', parseWhole)
    .option('--items <items>', 'items of an enumerated element, with commas')
    .option('--db-scale <min,step[,mute]>', 'decibels of the lowest value and of a step')
    .option('--db-linear <min,max>', 'decibels of the ends, the value being an amplitude')
    .option('--db-minmax <min,max[,mute]>', 'decibels of the ends')
    .option('--tlv <words>', 'TLV data, in words of eight hexadecimal digits')
    .option('--value <value>', 'its value, as for set')
    .option('--read-only', 'programs cannot set it')
    .option('--inactive', 'marked as one that has no effect')
    .option('-q, --quiet', 'nothing but errors');
  addShowOptions(addControlOptions(add)).action(async (type: string, id: string, options: AddOptions) => {
    const { addElement } = await import('./user-elements.js');
    finish(await addElement(type, id, options, outside));
  });
  const remove = verb(
    ctl,
    'remove',
    'remove elements that programs have added',
    'Removes elements that programs have added; those of a driver stay.',
  ).argument('<id...>', 'the elements');
  addShowOptions(addControlOptions(remove)).action(
    async (ids: string[], options: ControlOptions & ShowOptions) => {
      const { removeElements } = await import('./user-elements.js');
      finish(await removeElements(ids, options, outside));
    },
  );
}

function defineLocks(ctl: Command, outside: Outside, finish: Finish): void {
  const lock = verb(
    ctl,
    'lock',
    'keep others from setting elements',
    'Locks elements, so that no other program can set them, until SIGINT or SIGTERM: the kernel gives a lock back when ' +
      'its holder ends.',
  )
    .argument('<id...>', 'the elements')
    .option('--for <time>', 'give them back after this time', parseDuration);
  addShowOptions(addControlOptions(lock)).action(async (ids: string[], options: LockOptions) => {
    const { lockElements } = await import('./lock.js');
    finish(await lockElements(ids, options, outside));
  });
  const unlock = verb(
    ctl,
    'unlock',
    'say who locks elements',
    'Succeeds where no element is locked. Only the holder can give a lock back: if there is one, it is named.',
  ).argument('<id...>', 'the elements');
  addShowOptions(addControlOptions(unlock)).action(
    async (ids: string[], options: ControlOptions & ShowOptions) => {
      const { unlockElements } = await import('./lock.js');
      finish(await unlockElements(ids, options, outside));
    },
  );
}

/** A whole number of up to 64 bits, decimal or hexadecimal. */
function parseWhole(text: string): bigint {
  const [, sign, digits] = /^(-?)(\d+|0x[0-9a-f]+)$/i.exec(text) ?? [];
  if (digits === undefined) throw new AlsatsError('invalid', `"${text}" is no whole number`);
  return sign === '-' ? -BigInt(digits) : BigInt(digits);
}
