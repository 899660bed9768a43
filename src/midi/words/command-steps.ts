/** What each command of the words does with its values. */

import { AlsatsError } from '../../error.js';
import { type MidiMessage, SYSEX_END, SYSEX_START } from '../message.js';
import { parseNoteName } from '../note-name.js';
import { type NumberBase, parseBendShare, parseNumberWord } from './number-word.js';
import type { UntimedStep } from './step.js';
import type { Command } from './vocabulary.js';
import { quoteWord } from './word-splitter.js';

/** What lasts from command to command. */
export interface CommandState {
  /** 0 to 15. */
  channel: number;
  base: NumberBase;
  middleCOctave: number;
}

/** Commands that take any number of bytes. */
export type ListCommand = Extract<Command, 'system-exclusive' | 'raw'>;

export type FixedCommand = Exclude<Command, ListCommand>;

/** How many values a command takes. */
export function valueCountOf(command: FixedCommand): number {
  switch (command) {
    case 'note-on':
    case 'note-off':
    case 'poly-pressure':
    case 'control-change':
    case 'control-change-14':
    case 'rpn':
    case 'nrpn':
    case 'time-code':
    case 'mpe':
      return 2;
    case 'channel':
    case 'octave-middle-c':
    case 'program-change':
    case 'channel-pressure':
    case 'pitch-bend':
    case 'clock-beats':
    case 'system-exclusive-file':
    case 'song-position':
    case 'song-select':
      return 1;
    default:
      return 0;
  }
}

/**
 * Performs a command.
 *
 * @param word how it was spelt, for errors
 * @throws AlsatsError of kind `invalid` where a value is none, or out of its range
 */
export function stepsOfCommand(
  command: FixedCommand,
  word: string,
  values: readonly string[],
  state: CommandState,
): UntimedStep[] {
  const { channel } = state;
  const number = (index: number, lowest: number, highest: number) =>
    inRange(word, values[index]!, parseNumberWord(values[index]!, state.base), lowest, highest);
  const note = () => noteOf(word, values[0]!, state);
  const controls = (...pairs: readonly (readonly [number, number])[]) =>
    pairs.map(([controller, value]) => sent({ type: 'control-change', channel, controller, value }));
  switch (command) {
    case 'decimal':
      state.base = 10;
      return [];
    case 'hexadecimal':
      state.base = 16;
      return [];
    case 'channel':
      state.channel = number(0, 1, 16) - 1;
      return [];
    case 'octave-middle-c':
      state.middleCOctave = number(0, 0, 10);
      return [];
    case 'note-on':
    case 'note-off':
      return [sent({ type: command, channel, note: note(), velocity: number(1, 0, 127) })];
    case 'poly-pressure':
      return [sent({ type: command, channel, note: note(), pressure: number(1, 0, 127) })];
    case 'control-change':
      return controls([number(0, 0, 127), number(1, 0, 127)]);
    case 'control-change-14': {
      const controller = number(0, 0, 31);
      const value = number(1, 0, 16_383);
      return controls([controller, value >> 7], [controller + 32, value & 0x7f]);
    }
    case 'rpn':
    case 'nrpn': {
      const [high, low] = command === 'rpn' ? [101, 100] : [99, 98];
      const parameter = number(0, 0, 16_383);
      const value = number(1, 0, 16_383);
      // The parameter is taken away again, so that a stray data entry changes nothing.
      return controls(
        [high, parameter >> 7],
        [low, parameter & 0x7f],
        [6, value >> 7],
        [38, value & 0x7f],
        [high, 127],
        [low, 127],
      );
    }
    case 'program-change':
      return [sent({ type: command, channel, program: number(0, 0, 127) })];
    case 'channel-pressure':
      return [sent({ type: command, channel, pressure: number(0, 0, 127) })];
    case 'pitch-bend':
      return [sent({ type: command, channel, bend: parseBendShare(values[0]!) ?? number(0, 0, 16_383) })];
    case 'clock-beats':
      return clockBeats(number(0, 1, 999));
    case 'system-exclusive-file':
      return [{ kind: 'sysex-file', path: values[0]! }];
    case 'time-code':
      return [sent({ type: command, piece: number(0, 0, 7), value: number(1, 0, 15) })];
    case 'song-position':
      return [sent({ type: command, beats: number(0, 0, 16_383) })];
    case 'song-select':
      return [sent({ type: command, song: number(0, 0, 127) })];
    case 'mpe':
      return mpeZone(number(0, 1, 2), number(1, 0, 15));
    case 'panic':
      return panicMessages().map(sent);
    default:
      return [sent({ type: command })];
  }
}

/** Bytes that were listed, as a whole message or as they are. */
export function stepOfList(
  command: ListCommand,
  bytes: readonly number[],
): Exclude<UntimedStep, { kind: 'wait' }> {
  if (command === 'raw') return { kind: 'raw', bytes: Uint8Array.from(bytes) };
  const whole = new Uint8Array(bytes.length + 2);
  whole[0] = SYSEX_START;
  whole.set(bytes, 1);
  whole[bytes.length + 1] = SYSEX_END;
  return { kind: 'message', message: { type: 'system-exclusive', bytes: whole, end: 'complete' } };
}

/** Silences everything: on each channel the pedal up, all sounds and notes off, controllers reset, each note off. */
export function panicMessages(): MidiMessage[] {
  const messages: MidiMessage[] = [];
  for (let channel = 0; channel < 16; channel++) {
    for (const controller of [64, 120, 123, 121]) {
      messages.push({ type: 'control-change', channel, controller, value: 0 });
    }
    for (let note = 0; note < 128; note++) messages.push({ type: 'note-off', channel, note, velocity: 0 });
  }
  return messages;
}

function sent(message: MidiMessage): UntimedStep {
  return { kind: 'message', message };
}

/** Two beats of 24 clocks each, as SendMIDI sends them. */
function clockBeats(beatsPerMinute: number): UntimedStep[] {
  const seconds = 60 / beatsPerMinute / 24;
  return Array.from({ length: 48 }, () => [
    sent({ type: 'clock' }),
    { kind: 'wait', seconds } as const,
  ]).flat();
}

/** Registered parameter 6, on the first or the last channel: how many channels the zone has ("MPE", RP-053). */
function mpeZone(zone: number, channels: number): UntimedStep[] {
  const channel = zone === 1 ? 0 : 15;
  const pairs = [
    [101, 0],
    [100, 6],
    [6, channels],
    [101, 127],
    [100, 127],
  ] as const;
  return pairs.map(([controller, value]) => sent({ type: 'control-change', channel, controller, value }));
}

function noteOf(word: string, text: string, state: CommandState): number {
  // A name wins over a hexadecimal number: those that look like names are out of range.
  const note = parseNoteName(text, state.middleCOctave) ?? parseNumberWord(text, state.base);
  if (note !== null) return inRange(word, text, note, 0, 127);
  throw new AlsatsError('invalid', `"${word}" takes a note, such as 60 or C#4, not ${quoteWord(text)}`);
}

function inRange(word: string, text: string, value: number | null, lowest: number, highest: number): number {
  if (value !== null && value >= lowest && value <= highest) return value;
  throw new AlsatsError(
    'invalid',
    `"${word}" takes a number from ${lowest} to ${highest} here, not ${quoteWord(text)}`,
  );
}
