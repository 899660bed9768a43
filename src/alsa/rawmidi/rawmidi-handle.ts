/** A MIDI handle as far as it is opened and set up: what {@link Rawmidi} and {@link Ump} build their transfers on. */

import { AlsatsError } from '../../error.js';
import { MAX_INT, requireInteger } from '../arguments.js';
import { AlsaError, check } from '../error.js';
import { rawmidiApi } from '../native/api/rawmidi.js';
import { UshortCell } from '../native/memory.js';
import type { Address } from '../native/types.js';
import { addressOf, internal, NativeObject } from '../native-object.js';
import { nameOf } from '../pcm/names.js';
import { type Pollable, PollDescriptors, pollAll, pollfdsOf } from '../poll.js';
import { type WaitOptions, waitFor } from '../waiter.js';
import { type RawmidiDeviceInfo, readRawmidiInfo } from './info.js';
import { type RawmidiStream, type RawmidiType, rawmidiTypes } from './names.js';
import {
  type RawmidiParams,
  type RawmidiParamsWanted,
  readRawmidiParams,
  writeRawmidiParams,
} from './params.js';
import { type RawmidiStatus, readRawmidiStatus } from './status.js';

/** What the two directions of one open have in common: they share a descriptor, and so whether calls wait. */
export interface SharedMode {
  isNonblock: boolean;
  /** Alsa-lib cannot change it for a handle that appends. */
  readonly isFixed: boolean;
}

/** What a handle is made of. */
export interface OpenedHandle {
  /** What it moves, for messages: `MIDI`, `MIDI 2.0`. */
  readonly what: string;
  readonly name: string;
  readonly stream: RawmidiStream;
  /** What was wanted. It was opened without waiting in any case, and is switched to this here. */
  readonly mode: SharedMode;
  /** The handle of bytes behind what was opened: the same, or one that belongs to it. */
  readonly bytesOf: (address: Address) => Address;
}

const reventsCell = new UshortCell();

/**
 * The part of {@link Rawmidi} and of {@link Ump} that moves nothing.
 *
 * An endpoint of packets is a handle of bytes to alsa-lib too: for each function named here there is a `snd_ump_…` that
 * hands the call on to that handle, and so has nothing that this one lacks.
 */
export abstract class RawmidiHandle extends NativeObject implements Pollable {
  readonly #name: string;
  readonly #stream: RawmidiStream;
  readonly #mode: SharedMode;
  readonly #bytesOf: (address: Address) => Address;
  #readMode: RawmidiParams['readMode'] = 'STANDARD';

  protected constructor(address: Address, opened: OpenedHandle) {
    const { what, name, stream, mode, bytesOf } = opened;
    super(address, `${what} ${stream} "${name}"`);
    this.#name = name;
    this.#stream = stream;
    this.#mode = mode;
    this.#bytesOf = bytesOf;
    if (!mode.isNonblock) this.setNonblock(false);
  }

  /** What it was opened by. */
  get name(): string {
    return this.#name;
  }

  get stream(): RawmidiStream {
    return this.#stream;
  }

  /** The plug-in this port is made of, null for one this library does not know. `snd_rawmidi_type` */
  get type(): RawmidiType | null {
    return nameOf(rawmidiTypes, rawmidiApi.snd_rawmidi_type(this.#rawmidi()));
  }

  /** Whether calls come back at once where they would have to wait. */
  get isNonblock(): boolean {
    return this.#mode.isNonblock;
  }

  /** What the kernel gives on reading, as {@link setParams} chose it. */
  get readMode(): RawmidiParams['readMode'] {
    return this.#readMode;
  }

  /**
   * Switches whether calls wait; for both directions that were opened together. `snd_rawmidi_nonblock`
   *
   * @throws AlsatsError of kind `invalid` where the port was opened to append
   */
  setNonblock(enabled: boolean): void {
    const address = this.#rawmidi();
    if (this.#mode.isFixed) throw new AlsatsError('invalid', 'a port that is opened to append never waits');
    check('snd_rawmidi_nonblock', rawmidiApi.snd_rawmidi_nonblock(address, enabled ? 1 : 0));
    this.#mode.isNonblock = Boolean(enabled);
  }

  /** The device behind the port. `snd_rawmidi_info` */
  info(): RawmidiDeviceInfo {
    const address = this.#rawmidi();
    return readRawmidiInfo('snd_rawmidi_info', (info) => rawmidiApi.snd_rawmidi_info(address, info));
  }

  /** `snd_rawmidi_params_current` */
  params(): RawmidiParams {
    return readRawmidiParams(this.#rawmidi());
  }

  /**
   * Changes some parameters; what is in the buffer may be lost. An input takes nothing from then on until it is read from
   * or waited for. `snd_rawmidi_params`
   *
   * @throws AlsaError of kind `unsupported` where there is no read mode: alsa-lib before 1.2.6, Linux before 5.14, the
   *   sequencer's virtual port; AlsatsError `invalid`
   */
  setParams(wanted: RawmidiParamsWanted): RawmidiParams {
    const address = this.#rawmidi();
    // The virtual port frees the buffer that a half-read event still lies in: nothing may be half read then.
    if (this.type === 'VIRTUAL') this.drop();
    writeRawmidiParams(address, this.#stream, wanted);
    const params = readRawmidiParams(address);
    this.#readMode = params.readMode;
    return params;
  }

  /** What can be read or written, and what was lost. The virtual port gives zeros. `snd_rawmidi_status` */
  status(): RawmidiStatus {
    return readRawmidiStatus(this.#rawmidi());
  }

  /** Forgets what is in the buffer, and what alsa-lib has of it. `snd_rawmidi_drop` */
  drop(): void {
    check('snd_rawmidi_drop', rawmidiApi.snd_rawmidi_drop(this.#rawmidi()));
  }

  /**
   * Holds the thread until everything that was written has gone out (up to 10 s), whatever the mode. On an input, as
   * {@link drop}. {@link Rawmidi.drained} does not hold it. `snd_rawmidi_drain`
   *
   * @throws AlsaError (`EIO`) where it does not go out
   */
  drain(): void {
    check('snd_rawmidi_drain', rawmidiApi.snd_rawmidi_drain(this.#rawmidi()));
  }

  // --- waiting ---

  /** `snd_rawmidi_poll_descriptors` */
  pollDescriptors(): PollDescriptors {
    const address = this.#rawmidi();
    const count = check(
      'snd_rawmidi_poll_descriptors_count',
      rawmidiApi.snd_rawmidi_poll_descriptors_count(address),
    );
    const descriptors = new PollDescriptors(internal, count, this);
    const func = 'snd_rawmidi_poll_descriptors';
    check(func, rawmidiApi[func](address, pollfdsOf(descriptors), count));
    return descriptors;
  }

  /** `snd_rawmidi_poll_descriptors_revents` */
  pollRevents(descriptors: PollDescriptors): number {
    PollDescriptors.requireFrom(descriptors, this, null);
    const func = 'snd_rawmidi_poll_descriptors_revents';
    const pollfds = pollfdsOf(descriptors);
    check(func, rawmidiApi[func](this.#rawmidi(), pollfds, descriptors.length, reventsCell.cell));
    return reventsCell.value;
  }

  /**
   * Holds the thread until bytes (packets) can be read or written, or something is wrong.
   *
   * @param timeoutMs null waits for ever
   * @returns false when the time was over
   */
  wait(timeoutMs: number | null): boolean {
    addressOf(this);
    if (timeoutMs !== null) requireInteger('timeoutMs', timeoutMs, 0, MAX_INT);
    return pollAll([this], timeoutMs)[0] !== 0;
  }

  /** The same on the event loop: resolves with the poll bits, with 0 after the timeout. */
  ready(options?: WaitOptions): Promise<number> {
    return waitFor(this, options);
  }

  #rawmidi(): Address {
    return this.#bytesOf(addressOf(this));
  }

  /** Throws for poll bits that tell that the port is gone. */
  protected throwGone(): never {
    let cause: unknown;
    try {
      this.info();
    } catch (error) {
      if (error instanceof AlsaError) cause = error;
    }
    throw new AlsatsError('disconnected', `MIDI port "${this.name}" is gone`, { cause });
  }
}
