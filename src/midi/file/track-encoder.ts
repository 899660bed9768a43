/** The bytes of a track, event by event: times as differences, running status. */

import { AlsatsError } from '../../error.js';
import { metaType } from './meta.js';
import type { TempoChange, TimeSignature } from './tempo-map.js';

const firstBytes = 1024;
const mostDelta = 0x0fff_ffff;
/** Far beyond any music: 36 years at 1000 ticks a second. */
const mostTicks = 2 ** 40;

/** Checked before anything of the event is written: half of one would spoil all that follow. */
function requireBytes(bytes: Uint8Array): Uint8Array {
  if (!(bytes instanceof Uint8Array)) throw new AlsatsError('invalid', 'bytes must be a Uint8Array');
  if (bytes.length > mostDelta)
    throw new AlsatsError('invalid', `an event of ${bytes.length} bytes is too long for a file`);
  return bytes;
}

export class TrackEncoder {
  #bytes = new Uint8Array(firstBytes);
  #length = 0;
  #tick = 0;
  #status = 0;

  /** Bytes that wait to be taken. */
  get length(): number {
    return this.#length;
  }

  /** Tick of the last event. */
  get tick(): number {
    return this.#tick;
  }

  /** The bytes since the last call, as a view that is valid until the next event. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    return taken;
  }

  /**
   * A channel message. One before the tick of an earlier event is written at that tick.
   *
   * @param bytes status byte and data
   */
  message(tick: number, bytes: Uint8Array): void {
    const status = requireBytes(bytes)[0] ?? 0;
    if (status < 0x80 || status >= 0xf0) {
      throw new AlsatsError('invalid', 'this is no channel message');
    }
    this.#delta(tick);
    this.#put(status === this.#status ? bytes.subarray(1) : bytes);
    this.#status = status;
  }

  /**
   * A system exclusive message, or a piece of one.
   *
   * @param bytes begin with F0 where it begins
   */
  sysex(tick: number, bytes: Uint8Array): void {
    const begins = bytes[0] === 0xf0;
    const data = requireBytes(begins ? bytes.subarray(1) : bytes);
    this.#delta(tick);
    this.#byte(begins ? 0xf0 : 0xf7);
    this.#number(data.length);
    this.#put(data);
    this.#status = 0;
  }

  /** Bytes that are no channel message, and not a part of a system exclusive one, as they are to be sent. */
  escaped(tick: number, bytes: Uint8Array): void {
    requireBytes(bytes);
    this.#delta(tick);
    this.#byte(0xf7);
    this.#number(bytes.length);
    this.#put(bytes);
    this.#status = 0;
  }

  meta(tick: number, type: number, data: Uint8Array): void {
    requireBytes(data);
    this.#delta(tick);
    this.#byte(0xff);
    this.#byte(type);
    this.#number(data.length);
    this.#put(data);
    this.#status = 0;
  }

  text(tick: number, type: number, text: string): void {
    this.meta(tick, type, new TextEncoder().encode(text));
  }

  tempo({ tick, microsecondsPerQuarter }: TempoChange): void {
    const tempo = Math.min(0xff_ffff, Math.max(1, Math.round(microsecondsPerQuarter)));
    this.meta(tick, metaType.tempo, Uint8Array.of(tempo >> 16, (tempo >> 8) & 0xff, tempo & 0xff));
  }

  /** The metronome clicks on each beat; eight thirty-second notes are a quarter. */
  timeSignature({ tick, numerator, denominator }: TimeSignature): void {
    const clocksPerClick = Math.min(255, 96 / denominator);
    this.meta(
      tick,
      metaType.timeSignature,
      Uint8Array.of(numerator, Math.log2(denominator), clocksPerClick, 8),
    );
  }

  /** Messages from here on are for another port. */
  port(tick: number, port: number): void {
    this.meta(tick, metaType.port, Uint8Array.of(port));
  }

  end(tick: number): void {
    this.meta(tick, metaType.endOfTrack, new Uint8Array(0));
  }

  #delta(tick: number): void {
    if (!Number.isInteger(tick) || tick < 0 || tick > mostTicks)
      throw new AlsatsError('invalid', `tick must be a whole number from 0 to ${mostTicks}`);
    let delta = Math.max(0, tick - this.#tick);
    this.#tick += delta;
    // Longer pauses than a number can hold are filled with texts that say nothing.
    for (; delta > mostDelta; delta -= mostDelta) {
      this.#number(mostDelta);
      this.#put(Uint8Array.of(0xff, metaType.text, 0));
      this.#status = 0;
    }
    this.#number(delta);
  }

  #number(value: number): void {
    for (let shift = 21; shift > 0; shift -= 7) {
      if (value >= 1 << shift) this.#byte(((value >> shift) & 0x7f) | 0x80);
    }
    this.#byte(value & 0x7f);
  }

  #byte(byte: number): void {
    this.#room(1);
    this.#bytes[this.#length++] = byte;
  }

  #put(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #room(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
