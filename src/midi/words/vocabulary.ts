/**
 * The words MIDI messages are written with: those of SendMIDI and ReceiveMIDI (https://github.com/gbevin/SendMIDI),
 * short and long.
 */

import { type MidiMessageType, midiMessageTypes } from '../message.js';

/** What a word says; most are types of messages. */
export type Command =
  | Exclude<MidiMessageType, 'undefined'>
  | 'decimal'
  | 'hexadecimal'
  | 'channel'
  | 'octave-middle-c'
  | 'control-change-14'
  | 'rpn'
  | 'nrpn'
  | 'clock-beats'
  | 'system-exclusive-file'
  | 'raw'
  | 'panic'
  | 'mpe';

const words: Readonly<Record<Command, readonly string[]>> = {
  decimal: ['dec', 'decimal'],
  hexadecimal: ['hex', 'hexadecimal'],
  channel: ['ch', 'channel'],
  'octave-middle-c': ['omc', 'octave-middle-c'],
  'note-on': ['on', 'note-on'],
  'note-off': ['off', 'note-off'],
  'poly-pressure': ['pp', 'poly-pressure'],
  'control-change': ['cc', 'control-change'],
  'control-change-14': ['cc14', 'control-change-14'],
  'program-change': ['pc', 'program-change'],
  'channel-pressure': ['cp', 'channel-pressure'],
  'pitch-bend': ['pb', 'pitch-bend'],
  rpn: ['rpn'],
  nrpn: ['nrpn'],
  'clock-beats': ['clock'],
  clock: ['mc', 'midi-clock'],
  start: ['start'],
  stop: ['stop'],
  continue: ['cont', 'continue'],
  'active-sensing': ['as', 'active-sensing'],
  reset: ['rst', 'reset'],
  'system-exclusive': ['syx', 'system-exclusive'],
  'system-exclusive-file': ['syf', 'system-exclusive-file'],
  'time-code': ['tc', 'time-code'],
  'song-position': ['spp', 'song-position'],
  'song-select': ['ss', 'song-select'],
  'tune-request': ['tun', 'tune-request'],
  raw: ['raw', 'raw-midi'],
  panic: ['panic'],
  mpe: ['mpe'],
};

const commands = new Map<string, Command>(
  Object.entries(words).flatMap(([command, spelt]) =>
    spelt.map((word) => [word, command as Command] as const),
  ),
);

/** All words a list may hold besides numbers, note names and times. */
export const commandWords: readonly string[] = [...commands.keys()];

/** One word for each thing there is to say, the shorter one. */
export const shortCommandWords: readonly string[] = Object.values(words).map(([short]) => short!);

/** Null where the word is none. Case does not matter. */
export function commandOfWord(word: string): Command | null {
  return commands.get(word.toLowerCase()) ?? null;
}

/** The type of message a word names, by its type or as it is sent; null where it names none. */
export function messageTypeOfWord(word: string): MidiMessageType | null {
  const isType = (name: string): name is MidiMessageType =>
    (midiMessageTypes as readonly string[]).includes(name);
  if (isType(word)) return word;
  const command = commands.get(word);
  return command !== undefined && isType(command) ? command : null;
}

/** The long word a type of message is shown with. */
export function longWordOf(type: Exclude<MidiMessageType, 'undefined'>): string {
  return words[type].at(-1)!;
}
