/**
 * Reads MIDI messages written as words: `on 60 100`, `ch 2 cc 7 127`, `hex syx 43 10 5E`, `+00:00:01.500 off C3 0`.
 *
 * The language is SendMIDI's, with what ReceiveMIDI prints as a part of it. It has a state (channel, base of numbers,
 * octave of middle C) that lasts from line to line. A command may go on in the next line until it has its values; `syx`
 * and `raw`, which take any number of bytes, end with the line unless its last word is a backslash.
 */

import { AlsatsError } from '../../error.js';
import {
  type CommandState,
  type FixedCommand,
  type ListCommand,
  stepOfList,
  stepsOfCommand,
  valueCountOf,
} from './command-steps.js';
import { parseNumberWord } from './number-word.js';
import type { MidiStep, UntimedStep } from './step.js';
import { parseTimestamp } from './timestamp.js';
import { commandOfWord } from './vocabulary.js';
import { quoteWord, splitWords } from './word-splitter.js';

export interface MidiWordParserOptions {
  /** Kind of the errors: `invalid` for words of a command line (the default), `malformed` for text that is read. */
  readonly errorKind?: 'invalid' | 'malformed';
  /** What to tell somebody who wrote this where a word of the language belongs. */
  readonly hintOn?: (word: string) => string;
}

interface PendingCommand {
  readonly command: FixedCommand;
  readonly word: string;
  readonly values: string[];
}

interface PendingList {
  readonly command: ListCommand;
  readonly word: string;
  readonly bytes: number[];
}

/** More bytes than any device takes in one message; without a limit a text without an end would fill the memory. */
const maxListedBytes = 2 ** 24;
const secondsPerDay = 86_400;

export class MidiWordParser {
  readonly #errorKind: 'invalid' | 'malformed';
  readonly #hintOn: MidiWordParserOptions['hintOn'];
  readonly #state: CommandState = { channel: 0, base: 10, middleCOctave: 3 };
  #line = 0;
  /** A command that lacks values. */
  #pending: PendingCommand | null = null;
  /** A command with bytes, of which there may come more. */
  #list: PendingList | null = null;
  #atSeconds = 0;
  /** The last time of a clock, to tell what passed since. */
  #clockSeconds: number | null = null;

  constructor(options: MidiWordParserOptions = {}) {
    this.#errorKind = options.errorKind ?? 'invalid';
    this.#hintOn = options.hintOn;
  }

  /**
   * What the next line of a text says: words, between quotes with spaces in them; nothing in a line that begins with #.
   *
   * @throws AlsatsError of kind `invalid` or `malformed`, with the number of the line and the word
   */
  line(text: string): MidiStep[] {
    this.#line++;
    if (/^\s*#/.test(text)) return [];
    return this.#read(splitWords(text));
  }

  /** What the next words, such as the arguments of a command line, say. @throws as {@link line} does */
  words(list: readonly string[]): MidiStep[] {
    return this.#read(list);
  }

  /** All was given: what was still open is done. @throws AlsatsError where the last command lacks a value */
  finish(): MidiStep[] {
    const steps: MidiStep[] = [];
    this.#endList(steps);
    if (this.#pending !== null) this.#refuse(`"${this.#pending.word}" needs more values`);
    return steps;
  }

  #read(words: readonly string[]): MidiStep[] {
    const steps: MidiStep[] = [];
    const goesOn = words.at(-1) === '\\';
    for (const word of goesOn ? words.slice(0, -1) : words) this.#take(word, steps);
    if (!goesOn) this.#endList(steps);
    return steps;
  }

  #take(word: string, steps: MidiStep[]): void {
    if (this.#list !== null && this.#takeByte(this.#list, word)) return;
    this.#endList(steps);
    const time = parseTimestamp(word);
    const pending = this.#pending;
    if (pending !== null) {
      if (time !== null) this.#refuse(`"${pending.word}" needs more values, not ${quoteWord(word)}`);
      pending.values.push(word);
      if (pending.values.length === valueCountOf(pending.command)) this.#perform(pending, steps);
      return;
    }
    if (time !== null) this.#passTime(time.seconds, time.isRelative);
    else this.#begin(word, steps);
  }

  #begin(word: string, steps: MidiStep[]): void {
    const command = commandOfWord(word);
    if (command === null) this.#refuse(`${quoteWord(word)} is no MIDI word`, this.#hintOn?.(word));
    if (command === 'system-exclusive' || command === 'raw') {
      this.#list = { command, word, bytes: [] };
      return;
    }
    const pending = { command, word, values: [] };
    if (valueCountOf(command) === 0) this.#perform(pending, steps);
    else this.#pending = pending;
  }

  /** Takes a word that belongs to a list of bytes: a number, or what says how they are read. */
  #takeByte(list: PendingList, word: string): boolean {
    const said = commandOfWord(word);
    if (said === 'hexadecimal' || said === 'decimal') {
      this.#state.base = said === 'hexadecimal' ? 16 : 10;
      return true;
    }
    const byte = parseNumberWord(word, this.#state.base);
    // In hexadecimal `cc` is a number too, and a byte only where one of that size may be.
    if (byte === null || (said !== null && list.command !== 'raw')) return false;
    const highest = list.command === 'raw' ? 0xff : 0x7f;
    if (byte > highest) this.#refuse(`"${list.word}" takes bytes up to ${highest}, not ${quoteWord(word)}`);
    if (list.bytes.length === maxListedBytes) this.#refuse(`"${list.word}" has too many bytes`);
    list.bytes.push(byte);
    return true;
  }

  /** A list of bytes has no count of its own: it ends where something else comes. */
  #endList(steps: MidiStep[]): void {
    if (this.#list === null) return;
    steps.push({ ...stepOfList(this.#list.command, this.#list.bytes), atSeconds: this.#atSeconds });
    this.#list = null;
  }

  #perform(pending: PendingCommand, steps: MidiStep[]): void {
    this.#pending = null;
    let made: UntimedStep[];
    try {
      made = stepsOfCommand(pending.command, pending.word, pending.values, this.#state);
    } catch (error) {
      if (error instanceof AlsatsError) this.#refuse(error.message);
      throw error;
    }
    for (const step of made) {
      if (step.kind === 'wait') this.#atSeconds += step.seconds;
      else steps.push({ ...step, atSeconds: this.#atSeconds });
    }
  }

  #passTime(seconds: number, isRelative: boolean): void {
    if (isRelative) {
      this.#atSeconds += seconds;
      return;
    }
    let passed = this.#clockSeconds === null ? 0 : seconds - this.#clockSeconds;
    // Past midnight; a time a little earlier than the one before is a clock that was set.
    if (passed < -secondsPerDay / 2) passed += secondsPerDay;
    this.#atSeconds += Math.max(0, passed);
    this.#clockSeconds = seconds;
  }

  #refuse(message: string, hint?: string): never {
    const place = this.#line === 0 ? '' : `line ${this.#line}: `;
    throw new AlsatsError(this.#errorKind, place + message, { hint });
  }
}
