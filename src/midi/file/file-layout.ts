/**
 * Finds the header and the tracks of a MIDI file: plain ("MThd"), or in the data chunk of a RIFF file of type RMID
 * ("RMID File Format", RP-029). Chunks of other kinds are passed over, as the standard wants.
 */

import { type Division, parseDivision } from './division.js';
import { MidiFileError, type MidiFileWarning, warn } from './midi-file-error.js';

export interface MidiFileLayout {
  readonly format: 0 | 1 | 2;
  readonly division: Division;
  /** Tracks by the header's word; those there are count. */
  readonly declaredTracks: number;
  /** Behind the header. */
  readonly tracksStartByte: number;
  /** Where the MIDI file ends, which a RIFF file may go on behind. */
  readonly endByte: number;
}

export interface TrackChunk {
  readonly startByte: number;
  /** Where the chunk ends by its own word, or the file if that is before. */
  readonly endByte: number;
  /** The events may go on up to here: what looks like the next chunk, or the end of the file. */
  readonly limitByte: number;
  /** Whether the file ends before the chunk does. */
  readonly isCutOff: boolean;
}

const headerBytes = 6;
const chunkHeaderBytes = 8;

/** @throws MidiFileError */
export function readLayout(bytes: Uint8Array, warnings: MidiFileWarning[]): MidiFileLayout {
  const { startByte, endByte } = hasId(bytes, 0, 'RIFF') ? riffData(bytes, warnings) : wholeFile(bytes);
  if (!hasId(bytes, startByte, 'MThd')) {
    throw new MidiFileError('this is no MIDI file: it does not begin with "MThd"', startByte);
  }
  const lengthBytes = u32(bytes, startByte + 4, endByte);
  const bodyByte = startByte + chunkHeaderBytes;
  if (lengthBytes < headerBytes || bodyByte + headerBytes > endByte) {
    throw new MidiFileError('the header is too short', startByte);
  }
  const format = u16(bytes, bodyByte);
  if (format > 2) {
    throw new MidiFileError(`files of format ${format} are not known`, bodyByte);
  }
  const division = parseDivision(u16(bytes, bodyByte + 4));
  if (division === null) {
    throw new MidiFileError('the header does not say what a tick is', bodyByte + 4);
  }
  return {
    format: format as 0 | 1 | 2,
    division,
    declaredTracks: u16(bytes, bodyByte + 2),
    tracksStartByte: Math.min(bodyByte + lengthBytes, endByte),
    endByte,
  };
}

function wholeFile(bytes: Uint8Array): { startByte: number; endByte: number } {
  if (bytes.length === 0) throw new MidiFileError('the file is empty', 0);
  return { startByte: 0, endByte: bytes.length };
}

function riffData(bytes: Uint8Array, warnings: MidiFileWarning[]): { startByte: number; endByte: number } {
  if (!hasId(bytes, 8, 'RMID')) throw new MidiFileError('this is a RIFF file, but not one of MIDI', 0);
  for (let at = 12; at + chunkHeaderBytes <= bytes.length; ) {
    const lengthBytes = littleU32(bytes, at + 4);
    const startByte = at + chunkHeaderBytes;
    if (hasId(bytes, at, 'data')) {
      if (startByte + lengthBytes > bytes.length) {
        warn(warnings, at, 'the data chunk is longer than the file');
      }
      return { startByte, endByte: Math.min(bytes.length, startByte + lengthBytes) };
    }
    at = startByte + lengthBytes + (lengthBytes % 2);
  }
  throw new MidiFileError('this RIFF file has no data chunk', 0);
}

/** The next track chunk from a byte on; null where there is none. @throws MidiFileError where there is garbage */
export function nextTrack(
  bytes: Uint8Array,
  fromByte: number,
  { endByte: fileEnd }: Pick<MidiFileLayout, 'endByte'>,
  finder: TrackFinder,
  warnings: MidiFileWarning[],
): TrackChunk | null {
  let at = fromByte;
  while (at + chunkHeaderBytes <= fileEnd) {
    const lengthBytes = u32(bytes, at + 4, fileEnd);
    const startByte = at + chunkHeaderBytes;
    const endByte = startByte + lengthBytes;
    if (hasId(bytes, at, 'MTrk')) return trackChunk(bytes, startByte, endByte, fileEnd, finder, warnings);
    if (!looksLikeId(bytes, at)) {
      const found = finder.next(at);
      warn(warnings, at, 'there is something that is no chunk');
      if (found === null) return null;
      at = found;
      continue;
    }
    if (endByte > fileEnd) {
      warn(warnings, at, 'a chunk is longer than the file');
      return null;
    }
    at = endByte;
  }
  return null;
}

/** Where a track's events may be: what its length says, unless it is clear that it is wrong. */
function trackChunk(
  bytes: Uint8Array,
  startByte: number,
  endByte: number,
  fileEnd: number,
  finder: TrackFinder,
  warnings: MidiFileWarning[],
): TrackChunk {
  if (endByte >= fileEnd) {
    return { startByte, endByte: fileEnd, limitByte: fileEnd, isCutOff: endByte > fileEnd };
  }
  if (looksLikeId(bytes, endByte)) return { startByte, endByte, limitByte: endByte, isCutOff: false };
  if (fileEnd - endByte >= chunkHeaderBytes) {
    warn(warnings, startByte - 4, 'behind a track of this length there is no other chunk');
  }
  const limitByte = finder.next(endByte) ?? fileEnd;
  return { startByte, endByte, limitByte, isCutOff: limitByte === fileEnd };
}

/**
 * Finds ids of tracks. What was looked through is remembered: lengths that lie may ask for the same bytes again and
 * again.
 */
export class TrackFinder {
  readonly #bytes: Uint8Array;
  readonly #fileEnd: number;
  /** Between these two there is no id; the second is where one is, or null for the end of the file. */
  #from: number;
  #found: number | null = null;

  constructor(bytes: Uint8Array, fileEnd: number) {
    this.#bytes = bytes;
    this.#fileEnd = fileEnd;
    this.#from = fileEnd;
  }

  /** Where the next id of a track is; null where there is none. */
  next(fromByte: number): number | null {
    const isKnown = fromByte >= this.#from && (this.#found === null || fromByte <= this.#found);
    if (isKnown) return this.#found;
    const isBefore = fromByte < this.#from;
    const found = this.#scan(fromByte, isBefore ? this.#from : this.#fileEnd);
    if (found !== null || !isBefore) this.#found = found;
    this.#from = fromByte;
    return this.#found;
  }

  /** An id that begins before a byte. */
  #scan(fromByte: number, beforeByte: number): number | null {
    for (let at = fromByte; ; at++) {
      at = this.#bytes.indexOf(0x4d, at);
      if (at < 0 || at >= beforeByte || at + chunkHeaderBytes > this.#fileEnd) return null;
      if (hasId(this.#bytes, at, 'MTrk')) return at;
    }
  }
}

export function hasId(bytes: Uint8Array, at: number, id: string): boolean {
  for (let index = 0; index < id.length; index++) {
    if (bytes[at + index] !== id.charCodeAt(index)) return false;
  }
  return true;
}

function looksLikeId(bytes: Uint8Array, at: number): boolean {
  if (at + 4 > bytes.length) return false;
  for (let index = at; index < at + 4; index++)
    if (bytes[index]! < 0x20 || bytes[index]! > 0x7e) return false;
  return true;
}

function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}

/** 0 where the file ends before. */
function u32(bytes: Uint8Array, at: number, end: number): number {
  if (at + 4 > end) return 0;
  return u16(bytes, at) * 0x10000 + u16(bytes, at + 2);
}

function littleU32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}
