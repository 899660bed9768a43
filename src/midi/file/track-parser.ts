/**
 * Reads the events of one track ("Standard MIDI Files 1.0", RP-001, MIDI Association 1996).
 *
 * More is taken than the standard allows, where it is clear what is meant: running status goes on behind meta and
 * system exclusive events, and the end-of-track event may be missing.
 */

import { type GrowingColumns, lastTick } from './event-columns.js';
import { metaType } from './meta.js';
import { MidiFileError, type MidiFileWarning, warn } from './midi-file-error.js';

export interface TrackBytes {
  /** The whole file. */
  readonly bytes: Uint8Array;
  readonly startByte: number;
  /** The track's events do not go on behind this. */
  readonly limitByte: number;
  /** Whether the file ends there because it was cut off: a part of an event at the end is then no error. */
  readonly isCutOff: boolean;
}

export interface ParsedTrack {
  readonly endTick: number;
  /** Behind the last event. */
  readonly endByte: number;
  readonly hasEnd: boolean;
}

/** Puts the events of a track behind those in the columns. @throws MidiFileError */
export function parseTrack(
  track: TrackBytes,
  columns: GrowingColumns,
  warnings: MidiFileWarning[],
): ParsedTrack {
  return new TrackParser(track, columns, warnings).parse();
}

class TrackParser {
  readonly #bytes: Uint8Array;
  readonly #limit: number;
  readonly #track: TrackBytes;
  readonly #columns: GrowingColumns;
  readonly #warnings: MidiFileWarning[];
  #at: number;
  #tick = 0;
  #port = 0;
  #isInSysex = false;
  /** The event that ran into the limit; -1 where none did. */
  #cutEventByte = -1;

  constructor(track: TrackBytes, columns: GrowingColumns, warnings: MidiFileWarning[]) {
    this.#track = track;
    this.#bytes = track.bytes;
    this.#limit = track.limitByte;
    this.#columns = columns;
    this.#warnings = warnings;
    this.#at = track.startByte;
  }

  parse(): ParsedTrack {
    const bytes = this.#bytes;
    const limit = this.#limit;
    const columns = this.#columns;
    let running = 0;
    // Local variables and one loop for what nearly all events are: a file may have millions.
    let at = this.#at;
    while (at < limit) {
      const eventByte = at;
      let delta = bytes[at++]!;
      if (delta >= 0x80) {
        this.#at = eventByte;
        delta = this.#number();
        at = this.#at;
      }
      if (delta < 0 || at >= limit) return this.#endInside(eventByte);
      this.#tick += delta;
      let status = bytes[at]!;
      if (status >= 0x80) at++;
      else if (running === 0) this.#refuse('there is a data byte where a message has to begin', at);
      else status = running;
      if (status < 0xf0) {
        running = status;
        const end = at + ((status & 0xe0) === 0xc0 ? 1 : 2);
        if (end > limit) return this.#endInside(eventByte);
        const first = bytes[at]!;
        const second = end - at === 1 ? 0 : bytes[at + 1]!;
        if ((first | second) >= 0x80) this.#refuseData(at, first);
        columns.push(this.#tick, (status | (first << 8) | (second << 16) | (this.#port << 24)) >>> 0, 0);
        at = end;
        continue;
      }
      this.#at = at;
      const outcome = this.#longEvent(status);
      if (outcome === 'cut') return this.#endInside(eventByte);
      if (outcome === 'end') return { endTick: this.#tick, endByte: this.#at, hasEnd: true };
      at = this.#at;
    }
    this.#at = at;
    return this.#endWithout();
  }

  #longEvent(status: number): 'read' | 'end' | 'cut' {
    if (status === 0xff) return this.#meta();
    if (status === 0xf0 || status === 0xf7) return this.#sysex(status) ? 'read' : 'cut';
    this.#refuse(`0x${status.toString(16)} is no event of a MIDI file, only of a MIDI cable`, this.#at - 1);
  }

  #refuseData(dataByte: number, first: number): never {
    this.#refuse('a message breaks off where its data should be', dataByte + (first >= 0x80 ? 0 : 1));
  }

  #sysex(status: number): boolean {
    const lengthByte = this.#at;
    const length = this.#length();
    if (length < 0) return false;
    const isContinuation = status === 0xf7 && this.#isInSysex;
    const isComplete = length > 0 && this.#bytes[this.#at + length - 1] === 0xf7;
    this.#at += length;
    if (status === 0xf0 || isContinuation) this.#isInSysex = !isComplete;
    const flag = status === 0xf0 ? isComplete : isContinuation;
    const word = status | ((flag ? 1 : 0) << 8) | (this.#port << 24);
    this.#columns.push(this.#tick, word >>> 0, lengthByte);
    return true;
  }

  #meta(): 'read' | 'end' | 'cut' {
    if (this.#at >= this.#limit) return 'cut';
    const type = this.#bytes[this.#at]!;
    if (type >= 0x80) this.#refuse('the type of a meta event is out of range', this.#at);
    this.#at++;
    const lengthByte = this.#at;
    const length = this.#length();
    if (length < 0) return 'cut';
    if (type === metaType.port && length >= 1) this.#port = this.#bytes[this.#at]!;
    this.#at += length;
    if (type === metaType.endOfTrack) {
      if (this.#tick > lastTick) this.#columns.push(this.#tick, 0, lengthByte);
      return 'end';
    }
    this.#columns.push(this.#tick, (0xff | (type << 8) | (this.#port << 24)) >>> 0, lengthByte);
    return 'read';
  }

  /** The length of what follows; negative where that, or the length itself, reaches over the limit. */
  #length(): number {
    const length = this.#number();
    return length >= 0 && this.#at + length <= this.#limit ? length : -1;
  }

  /** A number of one to four bytes, 7 bits each; -1 where the limit cuts it off. */
  #number(): number {
    const start = this.#at;
    let value = 0;
    for (;;) {
      if (this.#at >= this.#limit) return -1;
      const byte = this.#bytes[this.#at++]!;
      value = (value << 7) | (byte & 0x7f);
      if (byte < 0x80) return value;
      if (this.#at - start === 4) this.#refuse('a number is longer than four bytes', start);
    }
  }

  #endInside(eventByte: number): ParsedTrack {
    if (!this.#track.isCutOff) {
      this.#refuse(`an event reaches over the end of its track at byte ${this.#limit}`, eventByte);
    }
    this.#cutEventByte = eventByte;
    return this.#endWithout();
  }

  #endWithout(): ParsedTrack {
    const place = this.#cutEventByte < 0 ? this.#at : this.#cutEventByte;
    const what = this.#track.isCutOff ? 'the file ends in the middle of a track' : 'a track has no end';
    warn(this.#warnings, place, what);
    if (this.#tick > lastTick) this.#columns.push(this.#tick, 0, place);
    return { endTick: this.#tick, endByte: this.#limit, hasEnd: false };
  }

  #refuse(message: string, byteOffset: number): never {
    throw new MidiFileError(message, byteOffset);
  }
}
