/** Writes messages as the words that {@link MidiWordParser} reads. */

import type { MidiMessage, SystemExclusiveMessage } from '../message.js';
import { defaultMiddleCOctave, noteName } from '../note-name.js';
import { formatTimestamp } from './timestamp.js';
import { longWordOf } from './vocabulary.js';

export interface WordTextOptions {
  /** Notes as `C3` instead of 60; on by default. */
  readonly noteNames?: boolean;
  /** Numbers as `7FH` instead of 127; off by default. */
  readonly hexadecimal?: boolean;
  /** Columns under each other, as for a person; on by default. */
  readonly aligned?: boolean;
}

/**
 * A message as one line without its end: `channel  1   note-on           C3 100`. Each line says all by itself, but for
 * the octave of middle C, which is always 3: read back by a parser it is the same message. Pieces of a system exclusive
 * message, and status bytes that are undefined, are written as `raw` bytes.
 */
export function messageWords(message: MidiMessage, options: WordTextOptions = {}): string {
  const { aligned = true } = options;
  const values = valuesOf(message, options);
  if (message.type === 'system-exclusive' || message.type === 'undefined') return values;
  const word = longWordOf(message.type);
  if (!('channel' in message)) return values === '' ? word : `${word} ${values}`;
  const channel = numberText(message.channel + 1, options);
  if (!aligned) return `channel ${channel} ${word} ${values}`;
  return `channel ${channel.padStart(2)}   ${word.padEnd(16)} ${values}`;
}

function valuesOf(message: MidiMessage, options: WordTextOptions): string {
  const number = (value: number) => numberText(value, options);
  const columns = (first: string, second: string) =>
    options.aligned === false ? `${first} ${second}` : `${first.padStart(4)} ${second.padStart(3)}`;
  const note = (value: number) =>
    (options.noteNames ?? true) ? noteName(value, defaultMiddleCOctave) : number(value);
  switch (message.type) {
    case 'note-off':
    case 'note-on':
      return columns(note(message.note), number(message.velocity));
    case 'poly-pressure':
      return columns(note(message.note), number(message.pressure));
    case 'control-change':
      return columns(number(message.controller), number(message.value));
    case 'program-change':
      return single(number(message.program), options);
    case 'channel-pressure':
      return single(number(message.pressure), options);
    case 'pitch-bend':
      return single(number(message.bend), options);
    case 'system-exclusive':
      return sysexWords(message);
    case 'time-code':
      return `${number(message.piece)} ${number(message.value)}`;
    case 'song-position':
      return number(message.beats);
    case 'song-select':
      return number(message.song);
    case 'undefined':
      return `raw hex ${hexBytes(Uint8Array.of(message.status))} dec`;
    default:
      return '';
  }
}

function single(text: string, options: WordTextOptions): string {
  return options.aligned === false ? text : text.padStart(4);
}

function sysexWords({ bytes, end }: SystemExclusiveMessage): string {
  const isWhole = end === 'complete' && bytes[0] === 0xf0;
  if (!isWhole) return `raw hex ${hexBytes(bytes)} dec`;
  const between = hexBytes(bytes.subarray(1, -1));
  return `${longWordOf('system-exclusive')} hex ${between}${between === '' ? '' : ' '}dec`;
}

function numberText(value: number, options: WordTextOptions): string {
  return options.hexadecimal === true
    ? `${value.toString(16).toUpperCase().padStart(2, '0')}H`
    : String(value);
}

const hexTexts = Array.from({ length: 256 }, (_, byte) => byte.toString(16).toUpperCase().padStart(2, '0'));

/** Bytes as `F0 43 10`. */
export function hexBytes(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length; index++) {
    text += index === 0 ? hexTexts[bytes[index]!] : ` ${hexTexts[bytes[index]!]}`;
  }
  return text;
}

/**
 * Times to write before messages, each relative to the one before: `+00:00:00.123`. They are rounded so that their sum
 * stays right however many there are.
 */
export class RelativeTimes {
  #before: number | null = null;

  /** @param timeMs of the message, on any clock; the first one is written as 0 */
  next(timeMs: number): string {
    const rounded = Math.round(timeMs);
    const passed = this.#before === null ? 0 : Math.max(0, rounded - this.#before);
    this.#before = (this.#before ?? rounded) + passed;
    return `+${formatTimestamp(passed)}`;
  }
}
