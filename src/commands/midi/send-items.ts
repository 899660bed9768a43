/** What is to be sent, out of operands, files and standard input. */

import { readFileSync, statSync } from 'node:fs';
import { similarNames } from '../../alsa/similar-names.js';
import { AlsatsError } from '../../error.js';
import { fromSystemError } from '../../file/system-error.js';
import { MidiEncoder } from '../../midi/message-encoder.js';
import type { MidiStep } from '../../midi/words/step.js';
import { parseTimestamp } from '../../midi/words/timestamp.js';
import { commandOfWord, commandWords, shortCommandWords } from '../../midi/words/vocabulary.js';
import { MidiWordParser } from '../../midi/words/word-parser.js';
import { splitWords } from '../../midi/words/word-splitter.js';
import type { PaceOptions } from './options.js';

/** Bytes, and when they are due: seconds after the start. */
export interface SendItem {
  readonly bytes: Uint8Array;
  readonly atSeconds: number;
}

/** No instrument has more memory than this to be filled. */
const MOST_FILE_BYTES = 64 * 1024 * 1024;

/** Turns words into bytes; keeps what lasts from line to line, running status included. */
export class SendItems {
  readonly #encoder: MidiEncoder;
  readonly #isHex: boolean;

  constructor({ runningStatus, hex }: Pick<PaceOptions, 'runningStatus' | 'hex'>) {
    this.#encoder = new MidiEncoder({ runningStatus: runningStatus ?? false });
    this.#isHex = hex ?? false;
  }

  /** Files of `--file`, then the operands, `-` left out. @throws AlsatsError of kind `invalid`, `not-found`, `malformed` */
  ofOperands(operands: readonly string[], files: readonly string[]): SendItem[] {
    const ofFiles = files.map((path) => ({ bytes: this.#file(path), atSeconds: 0 }));
    if (operands.length === 0) return ofFiles;
    // Words may come quoted, several in one operand; names of files may have spaces.
    const words = operands.flatMap((operand) => (SYSEX_FILE.test(operand) ? [operand] : splitWords(operand)));
    if (this.#isHex || isHexText(words)) {
      return [...ofFiles, { bytes: this.#asIs(hexBytesOf(words, 'invalid')), atSeconds: 0 }];
    }
    const parser = new MidiWordParser({ hintOn: wordHint });
    const steps = parser.words(words.flatMap((word, index) => expandFile(word, words[index - 1])));
    parser.finish();
    return [...ofFiles, ...this.#items(steps)];
  }

  /** A reader of lines of words or of hexadecimal bytes, whose times count from the first. */
  lineReader(): { line(text: string): SendItem[]; finish(): void } {
    const parser = new MidiWordParser({ errorKind: 'malformed', hintOn: wordHint });
    return {
      line: (text) => this.#items(parser.line(this.#isHex || isHexLine(text) ? asRawWords(text) : text)),
      finish: () => parser.finish(),
    };
  }

  /** Bytes that are sent as they are. */
  bytes(bytes: Uint8Array): Uint8Array {
    return this.#asIs(bytes);
  }

  #items(steps: readonly MidiStep[]): SendItem[] {
    return steps.map((step) => ({ bytes: this.#bytesOf(step), atSeconds: step.atSeconds }));
  }

  #bytesOf(step: MidiStep): Uint8Array {
    switch (step.kind) {
      case 'message':
        return this.#encoder.encode(step.message);
      case 'raw':
        return this.#asIs(step.bytes);
      case 'sysex-file':
        return this.#file(step.path);
    }
  }

  /** What somebody else has encoded may end anywhere: the next message has its status byte. */
  #asIs(bytes: Uint8Array): Uint8Array {
    this.#encoder.reset();
    return bytes;
  }

  #file(path: string): Uint8Array {
    return this.#asIs(readSysexFile(path));
  }
}

/** What can be said of a word that is none. */
function wordHint(word: string): string {
  if (/^\d/.test(word)) return 'numbers stand behind a word: on 60 100, or raw 144 60 100';
  const near = similarNames(word, commandWords);
  if (near.length > 0) return `did you mean ${near.map((one) => `"${one}"`).join(' or ')}?`;
  return `the words are ${shortCommandWords.join(', ')}`;
}

const SYSEX_FILE = /\.syx$/i;

/** `patch.syx` among the words is a file. */
function expandFile(word: string, before = ''): string[] {
  const isNamed = commandOfWord(before) === 'system-exclusive-file';
  return !isNamed && SYSEX_FILE.test(word) ? ['syf', word] : [word];
}

/** Whether words are bytes in hexadecimal: a first one that is a command is none. */
function isHexText(words: readonly string[]): boolean {
  return (
    commandOfWord(words[0] ?? '') === null &&
    words.every((word) => /^([0-9a-f]{1,2}|([0-9a-f]{2})+)$/i.test(word))
  );
}

/** A line as `midi receive` prints it, with a time in front perhaps. */
function isHexLine(text: string): boolean {
  const words = splitWords(text);
  return isHexText(parseTimestamp(words[0] ?? '') === null ? words : words.slice(1)) && words.length > 0;
}

/** The same line for the parser of words. */
function asRawWords(text: string): string {
  const words = splitWords(text);
  const hasTime = parseTimestamp(words[0] ?? '') !== null;
  const bytes = hexBytesOf(hasTime ? words.slice(1) : words, 'malformed');
  const numbers = [...bytes].join(' ');
  return `${hasTime ? `${words[0]} ` : ''}dec raw ${numbers}`;
}

/** `90 3C 64`, `903C64`, `F0 1 2 F7` @throws AlsatsError */
function hexBytesOf(words: readonly string[], kind: 'invalid' | 'malformed'): Uint8Array {
  const digits = words.map((word) => {
    if (/^[0-9a-f]$/i.test(word)) return `0${word}`;
    if (/^([0-9a-f]{2})+$/i.test(word)) return word;
    throw new AlsatsError(kind, `"${word}" is no bytes in hexadecimal`, {
      hint: 'write them as 90 3C 64 or 903C64',
    });
  });
  return Buffer.from(digits.join(''), 'hex');
}

/**
 * The bytes of a file of system exclusive messages; one that is their text in hexadecimal is taken, too.
 *
 * @throws AlsatsError of kind `not-found`, `permission`, `malformed` …
 */
export function readSysexFile(path: string): Uint8Array {
  let bytes: Buffer;
  try {
    const { size } = statSync(path);
    if (size > MOST_FILE_BYTES) throw new AlsatsError('malformed', 'is too long to be MIDI for a port');
    bytes = readFileSync(path);
  } catch (error) {
    const { kind, message, hint } = fromSystemError(error);
    throw new AlsatsError(kind, `${path}: ${message}`, { hint, cause: error });
  }
  if (bytes.length === 0) throw new AlsatsError('malformed', `${path}: the file is empty`);
  if (bytes[0]! >= 0x80) return bytes;
  if (bytes.toString('latin1', 0, 4) === 'MThd') {
    throw new AlsatsError('malformed', `${path}: this is a Standard MIDI File`, {
      hint: 'play it with "alsats seq play"',
    });
  }
  const text = bytes.toString('latin1');
  if (/^[0-9a-f\s]+$/i.test(text)) return hexBytesOf(text.trim().split(/\s+/), 'malformed');
  throw new AlsatsError('malformed', `${path}: this is no MIDI: it does not start with a status byte`);
}
