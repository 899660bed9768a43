/**
 * Events of a MIDI file in columns: twelve bytes each, where an object would take a hundred. The text and system
 * exclusive data of events stay where they are, in the bytes of the file.
 */

import { MidiFileError } from './midi-file-error.js';

/** The columns, for reading: the events from 0 to `length`. */
export interface EventColumns {
  readonly length: number;
  /** Counted from the start of the track. */
  readonly ticks: Uint32Array;
  /**
   * Bits 0 to 7: status byte. 8 to 15: first data byte; the type of a meta event; 1 for an F0 event that is complete
   * and for an F7 event that goes on with one. 16 to 23: second data byte. 24 to 31: port.
   */
  readonly words: Uint32Array;
  /** Where in the file the length of an F0, F7 or meta event is, with its data behind it; else 0. */
  readonly offsets: Uint32Array;
}

/** The last tick there may be: 25 days at 960 ticks a quarter note and 120 quarter notes a minute. */
export const lastTick = 0xffff_ffff;

const smallestCapacity = 64;

/** Columns that grow. */
export class GrowingColumns implements EventColumns {
  length = 0;
  ticks: Uint32Array;
  words: Uint32Array;
  offsets: Uint32Array;

  /** @param expected about how many events there will be */
  constructor(expected: number) {
    const capacity = Math.max(smallestCapacity, expected);
    this.ticks = new Uint32Array(capacity);
    this.words = new Uint32Array(capacity);
    this.offsets = new Uint32Array(capacity);
  }

  /** Makes room for one more. */
  grow(): void {
    const capacity = Math.ceil(this.ticks.length * 1.5);
    this.ticks = resized(this.ticks, capacity);
    this.words = resized(this.words, capacity);
    this.offsets = resized(this.offsets, capacity);
  }

  push(tick: number, word: number, offset: number): void {
    if (tick > lastTick) {
      throw new MidiFileError('the track is longer than can be counted', offset);
    }
    if (this.length === this.ticks.length) this.grow();
    const index = this.length++;
    this.ticks[index] = tick;
    this.words[index] = word;
    this.offsets[index] = offset;
  }
}

function resized(column: Uint32Array, capacity: number): Uint32Array {
  const larger = new Uint32Array(capacity);
  larger.set(column);
  return larger;
}

/**
 * Puts tracks that lie one after the other in the columns into one order of time. Events of the same tick stay in the
 * order of their tracks.
 *
 * @param starts index of the first event of each track
 */
export function mergeTracks(columns: EventColumns, starts: readonly number[]): EventColumns {
  const { length, ticks } = columns;
  const next = Uint32Array.from(starts);
  const ends = Uint32Array.from(starts, (_, track) => starts[track + 1] ?? length);
  const heap = new Uint32Array(starts.length);
  let heapLength = 0;
  const isBefore = (one: number, other: number) => {
    const difference = ticks[next[one]!]! - ticks[next[other]!]!;
    return difference === 0 ? one < other : difference < 0;
  };
  const sink = (from: number) => {
    const track = heap[from]!;
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heapLength) break;
      if (child + 1 < heapLength && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, track)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = track;
  };
  for (let track = 0; track < starts.length; track++) {
    if (next[track]! < ends[track]!) heap[heapLength++] = track;
  }
  for (let at = (heapLength >> 1) - 1; at >= 0; at--) sink(at);
  const merged = {
    length,
    ticks: new Uint32Array(length),
    words: new Uint32Array(length),
    offsets: new Uint32Array(length),
  };
  for (let index = 0; heapLength > 0; index++) {
    const track = heap[0]!;
    const from = next[track]!++;
    merged.ticks[index] = ticks[from]!;
    merged.words[index] = columns.words[from]!;
    merged.offsets[index] = columns.offsets[from]!;
    if (next[track] === ends[track]) heap[0] = heap[--heapLength]!;
    sink(0);
  }
  return merged;
}
