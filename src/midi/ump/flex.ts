/** Flex data: tempo, signatures, chords, and what is written beside the notes (M2-104-UM, 7.5). */

import type { UmpBody, UmpValues } from './message.js';
import { bytesOf, textOf } from './packet-bytes.js';

const parts = ['complete', 'start', 'continue', 'end'];
const OF_CHANNEL = 0;
const METADATA = 1;
const PERFORMANCE = 2;
const MOST_FLATS = -8;

const metadataTypes = [
  'metadata-text',
  'project-name',
  'composition-name',
  'clip-name',
  'copyright',
  'composer',
  'lyricist',
  'arranger',
  'publisher',
  'primary-performer',
  'accompanying-performer',
  'recording-date',
  'recording-location',
];
const performanceTypes = ['performance-text', 'lyrics', 'lyrics-language', 'ruby', 'ruby-language'];

/** By status of the first bank; `bytes` are those behind the first word. */
const setups: Readonly<Record<number, readonly [type: string, values: (bytes: Uint8Array) => UmpValues]>> = {
  0: ['tempo', (bytes) => ({ nanosecondsPerQuarter: 10 * wordAt(bytes, 0) })],
  1: [
    'time-signature',
    ([numerator = 0, power = 0, thirtySeconds = 0]) => ({
      numerator,
      denominator: 2 ** power,
      thirtySecondsPerQuarter: thirtySeconds,
    }),
  ],
  2: [
    'metronome',
    ([clocks = 0, accent1 = 0, accent2 = 0, accent3 = 0, first = 0, second = 0]) => ({
      clocksPerClick: clocks,
      ...{ accent1, accent2, accent3 },
      subdivision1: first,
      subdivision2: second,
    }),
  ],
  5: ['key-signature', ([byte = 0]) => ({ sharps: signedNibble(byte >> 4), tonic: noteLetter(byte & 15) })],
  6: ['chord', chord],
};

export const flexTypes: readonly string[] = [
  ...Object.values(setups).map(([type]) => type),
  ...metadataTypes,
  ...performanceTypes,
];

/** Null for what is reserved. */
export function flexMessage(words: Uint32Array): UmpBody | null {
  const first = words[0]!;
  const status = first & 0xff;
  const bank = (first >>> 8) & 0xff;
  const part = parts[(first >>> 22) & 3]!;
  const channel = ((first >>> 20) & 3) === OF_CHANNEL ? { channel: (first >>> 16) & 15 } : {};
  const bytes = bytesOf(words).subarray(4);
  if (bank === METADATA || bank === PERFORMANCE) {
    const type = (bank === METADATA ? metadataTypes : performanceTypes)[status];
    return type === undefined ? null : { type, ...channel, values: { part, text: textOf(bytes) } };
  }
  const setup = bank === 0 ? setups[status] : undefined;
  return setup === undefined ? null : { type: setup[0], ...channel, values: setup[1](bytes) };
}

function wordAt(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
}

const signedNibble = (nibble: number): number => (nibble << 28) >> 28;

/** 1 is A, as the standard counts; null for one that is unknown. */
function noteLetter(number: number): string | null {
  return number >= 1 && number <= 7 ? 'ABCDEFG'[number - 1]! : null;
}

/** Alterations are a byte each: what is done, and to which degree. */
function chord(bytes: Uint8Array): UmpValues {
  return {
    tonic: noteName(bytes[0]!),
    chordType: bytes[1]!,
    alterations: bytes.slice(2, 6),
    bass: noteName(bytes[8]!),
    bassType: bytes[9]!,
    bassAlterations: bytes.slice(10, 12),
  };
}

/** `F#` of a byte of sharps and of a letter; null for none. */
function noteName(byte: number): string | null {
  const sharps = signedNibble(byte >> 4);
  const letter = noteLetter(byte & 15);
  // The most flats stand for "as the tonic of the chord".
  if (letter === null || sharps === MOST_FLATS) return null;
  return letter + (sharps < 0 ? 'b' : '#').repeat(Math.abs(sharps));
}
