/** A sequencer handle as such: opening, buffers, waiting. What {@link Seq} is built on. */

import { AlsatsError } from '../../error.js';
import { requireInteger, requireOneOf } from '../arguments.js';
import { requireDefinitionName } from '../config/definition-name.js';
import { check } from '../error.js';
import { seqApi } from '../native/api/seq.js';
import { PointerCell, UshortCell } from '../native/memory.js';
import type { Address } from '../native/types.js';
import { addressOf, internal, NativeObject, own } from '../native-object.js';
import { POLLIN, POLLOUT, type Pollable, PollDescriptors, pollfdsOf } from '../poll.js';
import { Waiter, type WaitOptions, waitFor } from '../waiter.js';
import { SEQ_EVENT_BYTES } from './event-layout.js';
import { type SeqMidiVersion, type SeqStreams, seqMidiVersions, seqStreams } from './names.js';
import { MAX_SEQ_POOL_EVENTS } from './pool.js';

export interface SeqOpenOptions {
  /** Name in ALSA's configuration; `default` is the kernel's sequencer. */
  readonly name?: string;
  /** Which ways events go; `duplex` by default. */
  readonly streams?: SeqStreams;
  /** No output waits for room: it throws an error of kind `again`. Reading never waits. `SND_SEQ_NONBLOCK` */
  readonly nonblock?: boolean;
  /** What other clients see; `Client-128` or so otherwise. Up to 63 bytes. */
  readonly clientName?: string;
}

const NONBLOCK = 1;
const EINVAL = 22;
const MAX_BUFFER_BYTES = 1 << 26;
const LOAD_HINT = 'the sequencer is a kernel module: load it with "sudo modprobe snd-seq"';
const reventsCell = new UshortCell();

/** What opening gives to a constructor. Internal. */
export interface OpenedSeq {
  readonly address: Address;
  readonly name: string;
  readonly streams: SeqStreams;
  readonly isNonblock: boolean;
}

/** Opens a sequencer. Internal. `snd_seq_open` @throws AlsaError */
export function openSeq(options: SeqOpenOptions): OpenedSeq {
  const { name = 'default', streams = 'duplex', nonblock = false } = options ?? {};
  requireDefinitionName('name', name);
  const mask = requireOneOf('streams', seqStreams, streams);
  const cell = new PointerCell();
  const result = seqApi.snd_seq_open(cell.cell, name, mask, nonblock ? NONBLOCK : 0);
  check('snd_seq_open', result, {
    action: name === 'default' ? 'cannot open the sequencer' : `cannot open the sequencer "${name}"`,
    hint: openHint(result),
  });
  const address = cell.value!;
  // The largest event the kernel can hold must fit, or it could never be read.
  if ((mask & seqStreams.input) !== 0)
    seqApi.snd_seq_set_input_buffer_size(address, (MAX_SEQ_POOL_EVENTS + 1) * SEQ_EVENT_BYTES);
  return { address: own(address), name, streams, isNonblock: Boolean(nonblock) };
}

function openHint(result: number): string | undefined {
  const ENOENT = 2;
  const ENODEV = 19;
  const EACCES = 13;
  if (result === -ENOENT || result === -ENODEV) return LOAD_HINT;
  if (result === -EACCES)
    return '/dev/snd/seq belongs to group "audio": add yourself to it, and log in again';
  return undefined;
}

/** The part of {@link Seq} that knows nothing of clients, queues and events. */
export abstract class SeqHandle extends NativeObject implements Pollable {
  readonly #name: string;
  readonly #streams: SeqStreams;
  readonly #clientId: number;
  #isNonblock: boolean;
  #midiVersion: SeqMidiVersion = 'legacy';

  /** @internal */
  protected constructor({ address, name, streams, isNonblock }: OpenedSeq) {
    super(address, `sequencer "${name}"`);
    this.#name = name;
    this.#streams = streams;
    this.#clientId = seqApi.snd_seq_client_id(address);
    this.#isNonblock = isNonblock;
  }

  protected override release(address: Address): void {
    check('snd_seq_close', seqApi.snd_seq_close(address));
  }

  /** Name in ALSA's configuration. */
  get name(): string {
    return this.#name;
  }

  get streams(): SeqStreams {
    return this.#streams;
  }

  /** Number of this client: it stays the same while the handle is open. `snd_seq_client_id` */
  get clientId(): number {
    return this.#clientId;
  }

  /** Whether output throws `again` where it would have to wait. */
  get isNonblock(): boolean {
    return this.#isNonblock;
  }

  /** `snd_seq_nonblock` */
  setNonblock(enabled: boolean): void {
    check('snd_seq_nonblock', seqApi.snd_seq_nonblock(addressOf(this), enabled ? 1 : 0));
    this.#isNonblock = Boolean(enabled);
  }

  /** What this client talks. */
  get midiVersion(): SeqMidiVersion {
    return this.#midiVersion;
  }

  /**
   * Makes this a client of MIDI 2.0, to which the kernel gives packets (`ump` events) in the protocol of this version and
   * converts what others send, or a legacy one again, as it is at first. Drops what was fetched and not read.
   * `snd_seq_set_client_midi_version`
   *
   * @throws AlsatsError of kind `unsupported` before alsa-lib 1.2.10 and Linux 6.5
   */
  setMidiVersion(version: SeqMidiVersion): void {
    const func = 'snd_seq_set_client_midi_version';
    const address = addressOf(this);
    const result = seqApi[func](address, requireOneOf('version', seqMidiVersions, version));
    check(func, result, {
      action: `cannot become a client of "${version}"`,
      ...(result === -EINVAL ? { kind: 'unsupported', hint: 'MIDI 2.0 came with Linux 6.5' } : {}),
    });
    if (this.canInput) this.dropInputBuffer();
    this.#midiVersion = version;
  }

  /** Forgets the events that were fetched from the kernel and not read. Of {@link Seq}. */
  abstract dropInputBuffer(): void;

  /** Bytes of alsa-lib's own buffer for output; 0 where the handle has none. `snd_seq_get_output_buffer_size` */
  get outputBufferBytes(): number {
    const address = addressOf(this);
    return this.canOutput ? Number(seqApi.snd_seq_get_output_buffer_size(address)) : 0;
  }

  /**
   * `snd_seq_set_output_buffer_size`. Drops what is in it, and what waits on queues: to be called before any output.
   *
   * @param bytes at least that of an event, 28
   */
  setOutputBufferBytes(bytes: number): void {
    requireInteger('bytes', bytes, SEQ_EVENT_BYTES, MAX_BUFFER_BYTES);
    const address = requireOutput(this);
    const func = 'snd_seq_set_output_buffer_size';
    check(func, seqApi[func](address, bytes));
  }

  /** Whether the handle was opened for output. */
  get canOutput(): boolean {
    return (seqStreams[this.#streams] & seqStreams.output) !== 0;
  }

  /** Whether the handle was opened for input. */
  get canInput(): boolean {
    return (seqStreams[this.#streams] & seqStreams.input) !== 0;
  }

  // --- waiting ---

  /**
   * `snd_seq_poll_descriptors`
   *
   * @param events what is waited for: {@link POLLIN} where the handle has input, and POLLOUT otherwise
   */
  pollDescriptors(events: number = this.canInput ? POLLIN : POLLOUT): PollDescriptors {
    const address = addressOf(this);
    // alsa-lib aborts the process for a direction that the handle does not have.
    const possible = (this.canInput ? POLLIN : 0) | (this.canOutput ? POLLOUT : 0);
    const wanted = requireInteger('events', events, 0, 0x7fff) & possible;
    const count = check(
      'snd_seq_poll_descriptors_count',
      seqApi.snd_seq_poll_descriptors_count(address, wanted),
    );
    const descriptors = new PollDescriptors(internal, count, this);
    const func = 'snd_seq_poll_descriptors';
    check(func, seqApi[func](address, pollfdsOf(descriptors), count, wanted));
    return descriptors;
  }

  /** `snd_seq_poll_descriptors_revents` */
  pollRevents(descriptors: PollDescriptors): number {
    PollDescriptors.requireFrom(descriptors, this, null);
    if (descriptors.length === 0) return 0;
    const func = 'snd_seq_poll_descriptors_revents';
    check(func, seqApi[func](addressOf(this), pollfdsOf(descriptors), descriptors.length, reventsCell.cell));
    return reventsCell.value;
  }

  /** Resolves with the poll bits once an event has come, with 0 after the timeout. */
  ready(options?: WaitOptions): Promise<number> {
    requireInput(this);
    return waitFor(this, options);
  }

  /** Resolves with the poll bits once there is room for output ({@link SeqClientPool.outputRoom}). */
  async writable(options: WaitOptions = {}): Promise<number> {
    requireOutput(this);
    using waiter = new Waiter({
      owner: this,
      pollDescriptors: () => this.pollDescriptors(POLLOUT),
      pollRevents: (descriptors) => this.pollRevents(descriptors),
    });
    return await waiter.wait(options);
  }
}

/** The address, where the handle has output. Internal. @throws AlsatsError of kind `invalid` */
export function requireOutput(seq: SeqHandle): Address {
  const address = addressOf(seq);
  if (!seq.canOutput) throw new AlsatsError('invalid', 'this sequencer handle was opened for input alone');
  return address;
}

/** The address, where the handle has input. Internal. @throws AlsatsError of kind `invalid` */
export function requireInput(seq: SeqHandle): Address {
  const address = addressOf(seq);
  if (!seq.canInput) throw new AlsatsError('invalid', 'this sequencer handle was opened for output alone');
  return address;
}
