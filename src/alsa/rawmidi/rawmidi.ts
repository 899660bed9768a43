/**
 * Raw MIDI: the bytes of a MIDI port, as they go over the cable (`snd_rawmidi_t`). Method names are alsa-lib's without
 * the prefix, so its documentation serves.
 *
 * @example
 * ```ts
 * using output = Rawmidi.open('hw:1,0,0', 'output');
 * output.write(Uint8Array.of(0x90, 60, 100));
 *
 * using input = Rawmidi.open('hw:1,0,0', 'input', { nonblock: true });
 * for await (const { bytes, timeNs } of input.chunks(signal)) console.log(timeNs, bytes);
 * ```
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { AlsatsError } from '../../error.js';
import { requireOneOf } from '../arguments.js';
import { check } from '../error.js';
import { rawmidiApi } from '../native/api/rawmidi.js';
import { allocOpaque, TimespecCell } from '../native/memory.js';
import type { Address, LongResult } from '../native/types.js';
import { addressOf, own } from '../native-object.js';
import { POLLERR, POLLHUP, POLLNVAL } from '../poll.js';
import { Waiter } from '../waiter.js';
import { type RawmidiStream, rawmidiStreams } from './names.js';
import { openPort, type RawmidiOpenOptions, staysNonblock } from './open.js';
import { requireBytes } from './port-bytes.js';
import { RawmidiHandle, type SharedMode } from './rawmidi-handle.js';
import { ReadAhead } from './read-ahead.js';
import { decodeFrames, type TimedBytes } from './timestamped-frames.js';

const EAGAIN = 11;
const READ_BYTES = 65_536;
/** What a byte takes on a MIDI cable: 10 bits at 31250 a second. */
const WIRE_MS_PER_BYTE = 0.32;
const MOST_SLEEP_MS = 50;

const timespecCell = new TimespecCell();

/** A raw MIDI port in one direction. Opened by {@link Rawmidi.open}, freed by `close()` or by `using`. */
export class Rawmidi extends RawmidiHandle {
  /** Where blocks are read to. */
  #room: Uint8Array | null = null;

  private constructor(address: Address, name: string, stream: RawmidiStream, mode: SharedMode) {
    super(address, { what: 'MIDI', name, stream, mode, bytesOf: (same) => same });
  }

  /**
   * Opens a port by any name ALSA's configuration knows: `hw:1,0,0`, `virtual`. `snd_rawmidi_open`
   *
   * One that is in use is `busy` at once; alsa-lib itself would wait for it.
   *
   * @throws AlsaError of kind `not-found`, `busy`, `permission` …
   */
  static open(name: string, stream: RawmidiStream, options: RawmidiOpenOptions = {}): Rawmidi {
    requireOneOf('stream', rawmidiStreams, stream);
    const opened = openPort('snd_rawmidi_open', rawmidiApi.snd_rawmidi_open, name, [stream], options);
    return new Rawmidi(own(opened[stream]!), name, stream, modeOf(options));
  }

  /** Opens both directions at once; each is closed by itself. As {@link Rawmidi.open}. */
  static openDuplex(
    name: string,
    options: RawmidiOpenOptions = {},
  ): { readonly input: Rawmidi; readonly output: Rawmidi } {
    const open = rawmidiApi.snd_rawmidi_open;
    const opened = openPort('snd_rawmidi_open', open, name, ['input', 'output'], options);
    const mode = modeOf(options);
    const input = new Rawmidi(own(opened.input!), name, 'input', mode);
    const output = new Rawmidi(own(opened.output!), name, 'output', mode);
    return { input, output };
  }

  /**
   * Writes bytes. `snd_rawmidi_write`
   *
   * @returns how many were taken: fewer than given, or 0, where there is no room and the port does not wait
   * @throws AlsaError of kind `disconnected` once the device is gone; AlsatsError `invalid` on an input
   */
  write(bytes: Uint8Array, offset?: number, byteLength?: number): number {
    const address = this.#addressFor('output');
    const part = requireBytes(bytes, offset, byteLength);
    const result = rawmidiApi.snd_rawmidi_write(address, part, part.byteLength);
    return this.#moved('snd_rawmidi_write', result, 'write to');
  }

  /**
   * Reads bytes into `target`. `snd_rawmidi_read`
   *
   * In read mode TSTAMP what comes are the kernel's records: {@link readTimed} unpacks them.
   *
   * @returns how many came; 0 where there were none and the port does not wait
   * @throws as {@link write}; `invalid` on an output
   */
  read(target: Uint8Array): number {
    const address = this.#addressFor('input');
    requireBytes(target);
    const result = rawmidiApi.snd_rawmidi_read(address, target, target.byteLength);
    return this.#moved('snd_rawmidi_read', result, 'read from');
  }

  /**
   * Reads bytes of one time, in read mode TSTAMP. `snd_rawmidi_tread`
   *
   * Alsa-lib gives bytes that it had already the time of those it reads after them, where one call takes both;
   * {@link readTimed} does not. Use one of the two on a handle.
   *
   * @returns null where there was nothing
   * @throws AlsatsError of kind `unsupported` before alsa-lib 1.2.6, `invalid` in read mode STANDARD
   */
  tread(target: Uint8Array): { readonly byteLength: number; readonly timeNs: bigint } | null {
    const address = this.#addressFor('input');
    requireBytes(target);
    if (this.readMode !== 'TSTAMP') throw new AlsatsError('invalid', 'tread needs the read mode TSTAMP');
    const result = rawmidiApi.snd_rawmidi_tread(address, timespecCell.cell, target, target.byteLength);
    const byteLength = this.#moved('snd_rawmidi_tread', result, 'read from');
    return byteLength === 0 ? null : { byteLength, timeNs: timespecCell.nanoseconds };
  }

  /**
   * Reads what there is, up to 65536 bytes of the kernel's, in pieces of one time each; they are copies.
   *
   * @returns none where there was nothing and the port does not wait; in read mode STANDARD one, without a time
   */
  readTimed(): TimedBytes[] {
    const block = this.#readBlock();
    return block === null ? [] : this.#unpack(block);
  }

  /**
   * Yields what comes, as it comes; ends when the signal is aborted. With times in read mode TSTAMP.
   *
   * @throws AlsaError of kind `disconnected` once the device is gone; AlsatsError `invalid` where the port waits
   */
  async *chunks(signal?: AbortSignal): AsyncGenerator<TimedBytes, void> {
    this.#requireNonblock('input');
    using waiter = new Waiter(this);
    const ahead = new ReadAhead(
      () => this.#readBlock(),
      (block) => this.#unpack(block),
    );
    while (!signal?.aborted) {
      const piece = ahead.next();
      if (piece !== null) {
        yield piece;
        continue;
      }
      const bits = await waiter.waitOrAbort(signal);
      if (bits === null) return;
      // A port that is gone may only show as bits.
      if (bits & (POLLERR | POLLHUP | POLLNVAL)) this.throwGone();
    }
  }

  /**
   * Writes all bytes, and waits on the event loop while there is no room.
   *
   * @returns how many were taken: all, or fewer where the signal was aborted
   * @throws as {@link write}; AlsatsError `invalid` where the port waits
   */
  async writeAll(bytes: Uint8Array, signal?: AbortSignal): Promise<number> {
    this.#requireNonblock('output');
    requireBytes(bytes);
    let written = 0;
    let waiter: Waiter | null = null;
    try {
      while (written < bytes.byteLength && !signal?.aborted) {
        const count = this.write(bytes, written);
        written += count;
        if (count > 0) continue;
        waiter ??= new Waiter(this);
        const bits = await waiter.wait({ signal });
        if (bits & (POLLERR | POLLHUP | POLLNVAL)) this.throwGone();
      }
    } catch (error) {
      if (!signal?.aborted) throw error;
    } finally {
      waiter?.close();
    }
    return written;
  }

  /**
   * Resolves once all that was written has left the kernel's buffer, without holding the thread; false where the signal
   * was aborted before.
   *
   * What the device itself still has goes out while the port is closed.
   */
  async drained(signal?: AbortSignal): Promise<boolean> {
    this.#requireNonblock('output');
    // The virtual port hands its bytes on at once, and tells of no buffer.
    if (this.type === 'VIRTUAL') return true;
    const { bufferBytes } = this.params();
    // Not every device is as slow as a cable: the first looks are soon.
    for (let mostMs = 1; ; mostMs = Math.min(MOST_SLEEP_MS, 2 * mostMs)) {
      if (signal?.aborted) return false;
      const waiting = bufferBytes - this.status().availBytes;
      if (waiting <= 0) return true;
      const sleepMs = Math.min(mostMs, Math.max(1, waiting * WIRE_MS_PER_BYTE));
      await sleep(sleepMs, undefined, { signal }).catch(() => {});
    }
  }

  protected override release(address: Address): void {
    check('snd_rawmidi_close', rawmidiApi.snd_rawmidi_close(address));
  }

  /** A copy of what there is, as the kernel gives it; null where there is nothing. */
  #readBlock(): Uint8Array | null {
    this.#room ??= allocOpaque(READ_BYTES);
    const byteLength = this.read(this.#room);
    return byteLength === 0 ? null : this.#room.slice(0, byteLength);
  }

  #unpack(block: Uint8Array): TimedBytes[] {
    return this.readMode === 'TSTAMP'
      ? decodeFrames(block, block.byteLength)
      : [{ bytes: block, timeNs: null }];
  }

  #addressFor(stream: RawmidiStream): Address {
    const address = addressOf(this);
    if (this.stream === stream) return address;
    throw new AlsatsError('invalid', `"${this.name}" is open for ${this.stream}, not for ${stream}`);
  }

  #requireNonblock(stream: RawmidiStream): void {
    this.#addressFor(stream);
    if (!this.isNonblock)
      throw new AlsatsError('invalid', `"${this.name}" must be opened with nonblock for this`);
  }

  #moved(func: string, result: LongResult, doing: string): number {
    if (result === -EAGAIN) return 0;
    // Only what fails pays for the words.
    return result < 0
      ? check(func, result, { action: `cannot ${doing} MIDI port "${this.name}"` })
      : Number(result);
  }
}

function modeOf(options: RawmidiOpenOptions): SharedMode {
  return { isNonblock: staysNonblock(options), isFixed: Boolean(options.append) };
}
