/**
 * The sequencer (`snd_seq_t`): MIDI events between programs and drivers, at once or at a time.
 *
 * @example
 * ```ts
 * using seq = Seq.open({ clientName: 'listener' });
 * const port = seq.createSimplePort('in', ['write', 'subscribe-write']);
 * seq.connectFrom(port, seq.parseAddress('Launchkey'));
 * for await (const event of seq.events()) if (event.type === 'note-on') console.log(event.note);
 * ```
 */

import { requireInteger } from '../arguments.js';
import { AlsaError, check } from '../error.js';
import { seqApi } from '../native/api/seq.js';
import { libc } from '../native/libc.js';
import { allocOpaque, PointerCell } from '../native/memory.js';
import type { Address } from '../native/types.js';
import { POLLERR, POLLHUP, POLLNVAL, pollAll } from '../poll.js';
import { Waiter } from '../waiter.js';
import type { SeqEvent, SeqEventsLost } from './event.js';
import { SeqEventDecoder } from './event-decode.js';
import { SEQ_EVENT_BYTES, SEQ_UMP_EVENT_BYTES } from './event-layout.js';
import type { SeqMidiVersion } from './names.js';
import { MAX_SEQ_POOL_EVENTS } from './pool.js';
import { openSeq, requireInput, type SeqOpenOptions } from './seq-handle.js';
import { SeqOutput } from './seq-output.js';

export type { SeqOpenOptions } from './seq-handle.js';

const EINTR = 4;
const EAGAIN = 11;
const ENOSPC = 28;

/** Where events are copied to: as much as alsa-lib's own buffer has. */
const BATCH_BYTES = (MAX_SEQ_POOL_EVENTS + 1) * SEQ_UMP_EVENT_BYTES;

/** The most events a batch has: the event loop turns between batches. */
const BATCH_EVENTS = 512;

/** A quarter of the room that the kernel can be asked for. */
const FLOOD_BYTES = (MAX_SEQ_POOL_EVENTS / 4) * SEQ_EVENT_BYTES;

/** For so many batches after a flood nothing is waited for: a timer lasts as long as it takes to fill the kernel's room. */
const TURNS_AFTER_FLOOD = 32;

/** Longer than this, and the kernel's room runs out. */
const MOST_GATHER_MS = 1000;

const eventsLost: SeqEventsLost = Object.freeze({ type: 'events-lost' });
const eventCell = new PointerCell();

/** Memory that events are fetched into. */
interface Batch {
  readonly bytes: Uint8Array;
  /** Of an event without its data. */
  readonly eventBytes: number;
  readonly decoder: SeqEventDecoder;
}

/** A sequencer client. Opened by {@link Seq.open}, freed by `close()` or by `using`. */
export class Seq extends SeqOutput {
  #batch: Batch | null = null;
  #batchStart = 0;
  #batchEnd = 0;

  /**
   * Becomes a client of the sequencer. `snd_seq_open`
   *
   * @throws AlsaError of kind `not-found` where the kernel has no sequencer, with how to load it as the hint
   */
  static open(options: SeqOpenOptions = {}): Seq {
    const seq = new Seq(openSeq(options));
    try {
      if (options?.clientName !== undefined) seq.setClientName(options.clientName);
      return seq;
    } catch (error) {
      seq.close();
      throw error;
    }
  }

  /**
   * The next event, or null where none has come. Does not wait, whatever the mode of the handle. `snd_seq_event_input`
   *
   * @returns an event of its own (nothing of it refers to C's memory), or `events-lost` where some were thrown away
   */
  read(): SeqEvent | SeqEventsLost | null {
    const address = requireInput(this);
    if (this.#batchStart >= this.#batchEnd) {
      const fetched = this.#fetch(address);
      if (fetched === 'lost') return eventsLost;
      if (fetched === 'none') return null;
    }
    const decoder = this.#batch!.decoder;
    const event = decoder.decodeAt(this.#batchStart);
    this.#batchStart += decoder.byteLengthAt(this.#batchStart);
    return event;
  }

  /** Whether {@link read} has something: looks into the kernel where nothing was fetched. `snd_seq_event_input_pending` */
  get hasInput(): boolean {
    if (this.#batchStart < this.#batchEnd) return true;
    const result = seqApi.snd_seq_event_input_pending(requireInput(this), 0);
    return result > 0 || pollAll([this], 0)[0] !== 0;
  }

  /**
   * Events as they come, as many at once as there are, up to 512; ends when the signal is aborted. The event loop turns
   * between two batches.
   *
   * @param options.gatherMs how long to wait for more behind a batch: the first event of many comes at once, those behind it
   *   together, which costs less. 0 by default
   */
  async *batches(
    signal?: AbortSignal,
    options: { readonly gatherMs?: number } = {},
  ): AsyncGenerator<(SeqEvent | SeqEventsLost)[], void> {
    requireInput(this);
    const gatherMs = requireInteger('gatherMs', options?.gatherMs ?? 0, 0, MOST_GATHER_MS);
    using waiter = new Waiter(this);
    let hurriedTurns = 0;
    while (!signal?.aborted) {
      const batch = this.#readBatch(gatherMs > 0);
      if (batch.length > 0) {
        // So much at once may soon be more than the kernel has room for, also where we have just caught up with it.
        const isFlood = batch.length === BATCH_EVENTS || this.#batchEnd > FLOOD_BYTES;
        hurriedTurns = isFlood ? TURNS_AFTER_FLOOD : Math.max(0, hurriedTurns - 1);
        yield batch;
        if (hurriedTurns > 0) await new Promise<void>((turned) => setImmediate(turned));
        else if (gatherMs > 0) await new Promise<void>((passed) => setTimeout(passed, gatherMs));
        continue;
      }
      const bits = await waiter.waitOrAbort(signal);
      if (bits === null) return;
      if (bits & (POLLERR | POLLHUP | POLLNVAL)) {
        throw new AlsaError('snd_seq_event_input', 19, { action: 'the sequencer is gone' });
      }
    }
  }

  /** @param onceOnly whether to be content with what one look into the kernel gives */
  #readBatch(onceOnly: boolean): (SeqEvent | SeqEventsLost)[] {
    const batch: (SeqEvent | SeqEventsLost)[] = [];
    for (let event = this.read(); event !== null; event = this.read()) {
      batch.push(event);
      this.#readFetched(batch);
      if (batch.length === BATCH_EVENTS || onceOnly) break;
    }
    return batch;
  }

  /** Adds what was fetched already, up to the most a batch has. */
  #readFetched(batch: (SeqEvent | SeqEventsLost)[]): void {
    const decoder = this.#batch?.decoder;
    if (decoder === undefined) return;
    const end = this.#batchEnd;
    let start = this.#batchStart;
    while (start < end && batch.length < BATCH_EVENTS) {
      batch.push(decoder.decodeAt(start));
      start += decoder.byteLengthAt(start);
    }
    this.#batchStart = start;
  }

  /** Events as they come, one by one; ends when the signal is aborted. */
  async *events(signal?: AbortSignal): AsyncGenerator<SeqEvent | SeqEventsLost, void> {
    for await (const batch of this.batches(signal)) {
      for (const event of batch) {
        if (signal?.aborted) return;
        yield event;
      }
    }
  }

  /** Drops all events that wait for being read. `snd_seq_drop_input` */
  dropInput(): void {
    const address = requireInput(this);
    this.dropInputBuffer();
    check('snd_seq_drop_input', seqApi.snd_seq_drop_input(address));
  }

  /** Drops those of them that were fetched from the kernel already. `snd_seq_drop_input_buffer` */
  override dropInputBuffer(): void {
    const address = requireInput(this);
    this.#batchStart = 0;
    this.#batchEnd = 0;
    this.#batch = null;
    check('snd_seq_drop_input_buffer', seqApi.snd_seq_drop_input_buffer(address));
  }

  /**
   * Takes what alsa-lib can read at once over into memory of ours: a few calls for hundreds of events, where asking
   * alsa-lib for each would cost a few calls for one.
   */
  #fetch(address: Address): 'some' | 'none' | 'lost' {
    const packets = pendingPackets(address);
    if (packets === 0 || packets === -EAGAIN) return 'none';
    if (packets === -ENOSPC) return 'lost';
    check('snd_seq_event_input', packets, { action: 'cannot read events' });
    // Gives the first one, which is where the buffer begins; the others lie behind it.
    const result = seqApi.snd_seq_event_input(address, eventCell.cell);
    const start = eventCell.value;
    if (result === -EAGAIN) return 'none';
    if (result === -ENOSPC) return 'lost';
    check('snd_seq_event_input', result, { action: 'cannot read events' });
    if (start === null) return 'none';
    this.#batch ??= newBatch(this.midiVersion);
    const bytes = Math.min(packets * this.#batch.eventBytes, BATCH_BYTES);
    libc.memcpy(this.#batch.bytes, start, bytes);
    check('snd_seq_drop_input_buffer', seqApi.snd_seq_drop_input_buffer(address));
    this.#batchStart = 0;
    this.#batchEnd = bytes;
    return 'some';
  }
}

/**
 * How many packets alsa-lib has, after a look into the kernel; a negative errno.
 *
 * Alsa-lib looks by a poll that does not wait, and Linux ends even that by EINTR where a signal arrives meanwhile.
 */
function pendingPackets(address: Address): number {
  for (;;) {
    const packets = seqApi.snd_seq_event_input_pending(address, 1);
    if (packets !== -EINTR) return packets;
  }
}

function newBatch(version: SeqMidiVersion): Batch {
  const bytes = allocOpaque(BATCH_BYTES);
  const eventBytes = version === 'legacy' ? SEQ_EVENT_BYTES : SEQ_UMP_EVENT_BYTES;
  return { bytes, eventBytes, decoder: new SeqEventDecoder(bytes, eventBytes) };
}
