/** What plays at once: all tracks of a file, or, of format 2, one of them. */

import { SYSEX_START } from '../message.js';
import type { Division } from './division.js';
import type { EventColumns } from './event-columns.js';
import { metaType } from './meta.js';
import { type TempoChange, TempoMap, type TimeSignature } from './tempo-map.js';

const NO_BYTES = new Uint8Array(0);

/** Larger beats than whole notes, and smaller ones than this, are nobody's music. */
const largestDenominatorPower = 10;

/** The events in order of time, in columns, so that millions cost little; an event is known by its index. */
export class MidiSequence {
  readonly columns: EventColumns;
  readonly tempoMap: TempoMap;
  /** Where the last track ends. */
  readonly endTick: number;
  /** The ports that messages are for: numbers of the file's own, in order of their number; [0] where it names none. */
  readonly ports: readonly number[];
  readonly #bytes: Uint8Array;

  /** @internal */
  constructor(bytes: Uint8Array, columns: EventColumns, division: Division, endTick: number) {
    this.#bytes = bytes;
    this.columns = columns;
    const { tempos, timeSignatures, ports } = scan(this, columns);
    this.tempoMap = new TempoMap({ division, tempos, timeSignatures });
    this.endTick = Math.max(endTick, columns.length === 0 ? 0 : columns.ticks[columns.length - 1]!);
    this.ports = ports;
  }

  get length(): number {
    return this.columns.length;
  }

  get endSeconds(): number {
    return this.tempoMap.secondsAt(this.endTick);
  }

  /**
   * The data of an F0, F7 or meta event, without its status and length; nothing for other events. A view of the file's
   * bytes.
   */
  dataOf(index: number): Uint8Array {
    const offset = this.columns.offsets[index]!;
    if (offset === 0) return NO_BYTES;
    let at = offset;
    let length = 0;
    for (;;) {
      const byte = this.#bytes[at++]!;
      length = (length << 7) | (byte & 0x7f);
      if (byte < 0x80) return this.#bytes.subarray(at, at + length);
    }
  }

  /** The bytes an F0 or F7 event puts on the cable: a copy. */
  wireBytesOf(index: number): Uint8Array {
    const data = this.dataOf(index);
    if ((this.columns.words[index]! & 0xff) !== SYSEX_START) return data.slice();
    const bytes = new Uint8Array(data.length + 1);
    bytes[0] = SYSEX_START;
    bytes.set(data, 1);
    return bytes;
  }

  /** The first event at a tick or behind it; the number of events where there is none. */
  indexAt(tick: number): number {
    const { ticks, length } = this.columns;
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (ticks[middle]! < tick) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

interface Found {
  readonly tempos: TempoChange[];
  readonly timeSignatures: TimeSignature[];
  readonly ports: number[];
}

function scan(sequence: MidiSequence, { length, words, ticks }: EventColumns): Found {
  const found: Found = { tempos: [], timeSignatures: [], ports: [] };
  const isUsed = new Uint8Array(256);
  for (let index = 0; index < length; index++) {
    const word = words[index]!;
    if ((word & 0xff) !== 0xff) {
      isUsed[word >>> 24] = 1;
      continue;
    }
    const type = (word >> 8) & 0xff;
    if (type === metaType.tempo) addTempo(found.tempos, ticks[index]!, sequence.dataOf(index));
    else if (type === metaType.timeSignature) {
      addSignature(found.timeSignatures, ticks[index]!, sequence.dataOf(index));
    }
  }
  for (let port = 0; port < 256; port++) if (isUsed[port] === 1) found.ports.push(port);
  if (found.ports.length === 0) found.ports.push(0);
  return found;
}

function addTempo(tempos: TempoChange[], tick: number, data: Uint8Array): void {
  if (data.length < 3) return;
  const microsecondsPerQuarter = (data[0]! << 16) | (data[1]! << 8) | data[2]!;
  // No time for a note at all is no tempo.
  if (microsecondsPerQuarter > 0) tempos.push({ tick, microsecondsPerQuarter });
}

function addSignature(signatures: TimeSignature[], tick: number, data: Uint8Array): void {
  const numerator = data[0] ?? 0;
  const power = data[1] ?? 255;
  if (numerator === 0 || power > largestDenominatorPower) return;
  signatures.push({ tick, numerator, denominator: 2 ** power });
}
