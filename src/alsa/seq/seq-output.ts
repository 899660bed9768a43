/** Sending events: the part of {@link Seq} between queues and input. */

import { AlsatsError } from '../../error.js';
import { AlsaError, check } from '../error.js';
import { seqApi } from '../native/api/seq.js';
import { copyBytes, PointerCell } from '../native/memory.js';
import { addressOf } from '../native-object.js';

import type { WaitOptions } from '../waiter.js';
import { seqSubscribers, seqSystemTimer } from './address.js';
import { SEQ_QUEUE_DIRECT, type SeqEvent, type SeqOutputEvent } from './event.js';
import { SeqEventDecoder } from './event-decode.js';
import { SEQ_EVENT_BYTES, SEQ_UMP_EVENT_BYTES, seqEventOffsets, UMP } from './event-layout.js';
import { SeqEventMemory } from './event-memory.js';
import { encodeRemoveEvents, type SeqRemoveConditions } from './remove-events.js';
import { requireInput, requireOutput } from './seq-handle.js';
import { SeqQueues } from './seq-queues.js';

const EAGAIN = 11;
const ENOMEM = 12;
const RETRY_MS = 2;
const eventCell = new PointerCell();

/** An event that the kernel had no room for, taken out of alsa-lib's buffer; it goes before all that is in there. */
interface Stalled {
  readonly event: SeqEvent;
  readonly memory: SeqEventMemory;
}

export abstract class SeqOutput extends SeqQueues {
  readonly #memory = new SeqEventMemory();
  #stalled: Stalled | null = null;

  /**
   * Puts an event into the output buffer, which goes to the kernel when it is full, or by {@link drainOutput}.
   * `snd_seq_event_output`
   *
   * @throws AlsaError of kind `again` where neither has room and the handle does not wait; the event is not taken then.
   *   What a drain throws
   */
  output(event: SeqOutputEvent): void {
    if (this.outputBuffer(event)) return;
    const isTooLarge = this.#memory.byteLength >= this.outputBufferBytes;
    try {
      this.drainOutput();
    } catch (error) {
      // A part of the buffer may have gone, and that may do.
      if (!(error instanceof AlsatsError) || error.kind !== 'again' || isTooLarge) throw error;
    }
    if (isTooLarge) {
      this.outputDirect(event);
    } else if (!this.outputBuffer(event)) {
      throw new AlsaError('snd_seq_event_output', EAGAIN, { action: 'cannot send an event' });
    }
  }

  /** The same, but does not touch the kernel. `snd_seq_event_output_buffer` @returns false where the buffer has no room */
  outputBuffer(event: SeqOutputEvent): boolean {
    const address = requireOutput(this);
    const { memory, byteLength } = this.#encode(event);
    if (byteLength >= this.outputBufferBytes) return false;
    const result = seqApi.snd_seq_event_output_buffer(address, memory);
    if (result === -EAGAIN) return false;
    check('snd_seq_event_output_buffer', result);
    return true;
  }

  /**
   * Gives an event to the kernel at once, before those in the buffer. `snd_seq_event_output_direct`
   *
   * @throws AlsaError of kind `again` where the kernel has no room for an event on a queue and the handle does not wait;
   *   `write-failed` where a receiver had none: it has lost events
   */
  outputDirect(event: SeqOutputEvent): void {
    const address = requireOutput(this);
    const { memory } = this.#encode(event);
    const result = seqApi.snd_seq_event_output_direct(address, memory);
    if (result < 0) throw refused('snd_seq_event_output_direct', -result, event);
  }

  /** Bytes in the output buffer. `snd_seq_event_output_pending` */
  get outputPendingBytes(): number {
    const pending = seqApi.snd_seq_event_output_pending(requireOutput(this));
    return pending + (this.#stalled === null ? 0 : this.#stalled.memory.byteLength);
  }

  /**
   * Gives all events in the buffer to the kernel. `snd_seq_drain_output`. An event that the kernel refuses is taken out
   * of the buffer, so that those behind it can go; call it again for them.
   *
   * @throws AlsaError of kind `again` where the kernel has no room for the next one and the handle does not wait;
   *   `write-failed` where a receiver had no room for an event sent directly: it has lost events; others for an event
   *   that makes no sense
   */
  drainOutput(): void {
    const address = requireOutput(this);
    if (this.#stalled !== null) {
      const { event, memory } = this.#stalled;
      const result = seqApi.snd_seq_event_output_direct(address, memory.memory);
      if (result !== -EAGAIN) this.#stalled = null;
      if (result < 0) throw refused('snd_seq_drain_output', -result, event);
    }
    const result = seqApi.snd_seq_drain_output(address);
    if (result >= 0) return;
    const event = this.extractOutput();
    if (event === null) throw new AlsaError('snd_seq_drain_output', -result);
    if (result === -EAGAIN && event.queue !== SEQ_QUEUE_DIRECT)
      this.#stalled = { event, memory: new SeqEventMemory().encode(event) };
    throw refused('snd_seq_drain_output', -result, event);
  }

  /**
   * The same on the event loop: resolves once all events in the buffer are with the kernel. For handles that do not wait.
   *
   * @throws what {@link drainOutput} does, but for `again`; the signal's reason
   */
  async drained(options: WaitOptions = {}): Promise<void> {
    let isSecondTry = false;
    for (;;) {
      try {
        this.drainOutput();
        return;
      } catch (error) {
        if (!(error instanceof AlsatsError) || error.kind !== 'again') throw error;
      }
      // There may be room, and yet not enough for a long event: looking again at once would only heat the processor.
      if (isSecondTry) await new Promise((later) => setTimeout(later, RETRY_MS));
      isSecondTry = true;
      const bits = await this.writable(options);
      if (bits === 0) throw new AlsaError('snd_seq_drain_output', EAGAIN, { action: 'cannot send events' });
    }
  }

  /**
   * Waits until no event of this client is on a queue any more. `snd_seq_sync_output_queue`. Blocks the thread as long,
   * which is for ever where events wait on a queue that stands: {@link synced} does not.
   */
  syncOutputQueue(): void {
    const address = requireOutput(this);
    check('snd_seq_sync_output_queue', seqApi.snd_seq_sync_output_queue(address));
  }

  /**
   * The same on the event loop.
   *
   * @returns false when the time was over
   */
  async synced(options: WaitOptions = {}): Promise<boolean> {
    requireOutput(this);
    const { outputPool, outputRoom } = this.clientPool();
    this.setClientPool({ outputRoom: outputPool });
    try {
      return (await this.writable(options)) !== 0;
    } finally {
      if (this.isOpen) this.setClientPool({ outputRoom: Math.max(1, outputRoom) });
    }
  }

  /** Drops what is in the output buffer, and what waits on queues. `snd_seq_drop_output` */
  dropOutput(): void {
    const address = requireOutput(this);
    this.#stalled = null;
    check('snd_seq_drop_output', seqApi.snd_seq_drop_output(address));
  }

  /** Drops what is in the output buffer. `snd_seq_drop_output_buffer` */
  dropOutputBuffer(): void {
    const address = requireOutput(this);
    this.#stalled = null;
    check('snd_seq_drop_output_buffer', seqApi.snd_seq_drop_output_buffer(address));
  }

  /** Takes the first event out of the output buffer; null for an empty one. `snd_seq_extract_output` */
  extractOutput(): SeqEvent | null {
    const address = requireOutput(this);
    if (this.#stalled !== null) {
      const { event } = this.#stalled;
      this.#stalled = null;
      return event;
    }
    const result = seqApi.snd_seq_extract_output(address, eventCell.cell);
    if (result < 0 || eventCell.value === null) return null;
    // alsa-lib copies the event with its data behind it, and leaves the pointer as it was.
    const head = copyBytes(eventCell.value, SEQ_EVENT_BYTES);
    const bytes = Number(seqApi.snd_seq_event_length(head));
    const eventBytes = (head[seqEventOffsets.flags]! & UMP) === 0 ? SEQ_EVENT_BYTES : SEQ_UMP_EVENT_BYTES;
    return new SeqEventDecoder(copyBytes(eventCell.value, bytes), eventBytes).decodeAt(0);
  }

  /** Takes events back that were sent for later, or were not read yet. `snd_seq_remove_events` */
  removeEvents(conditions: SeqRemoveConditions): void {
    const memory = encodeRemoveEvents(conditions);
    // alsa-lib looks into the buffers of both directions without asking whether the handle has them.
    if (conditions.output) requireOutput(this);
    if (conditions.input) requireInput(this);
    if (conditions.output) this.#stalled = null;
    if (conditions.input) this.dropInputBuffer();
    check('snd_seq_remove_events', seqApi.snd_seq_remove_events(addressOf(this), memory));
  }

  // --- queues ---

  /** Starts a queue at 0. Goes through the output buffer, to be drained; at a time, where `when` has one. `snd_seq_start_queue` */
  startQueue(queue: number, when: SeqWhen = {}): void {
    this.#controlQueue({ type: 'start', affectedQueue: queue }, when);
  }

  /** Stops a queue; it stays where it is. `snd_seq_stop_queue` */
  stopQueue(queue: number, when: SeqWhen = {}): void {
    this.#controlQueue({ type: 'stop', affectedQueue: queue }, when);
  }

  /** Goes on where the queue was stopped. `snd_seq_continue_queue` */
  continueQueue(queue: number, when: SeqWhen = {}): void {
    this.#controlQueue({ type: 'continue', affectedQueue: queue }, when);
  }

  /** Changes the tempo, at a time perhaps. `snd_seq_change_queue_tempo` */
  changeQueueTempo(queue: number, microsecondsPerBeat: number, when: SeqWhen = {}): void {
    this.#controlQueue({ type: 'tempo', affectedQueue: queue, microsecondsPerBeat }, when);
  }

  /** Any other event that steers a queue. `snd_seq_control_queue` */
  controlQueue(event: SeqOutputEvent & { readonly affectedQueue: number }, when: SeqWhen = {}): void {
    this.#controlQueue(event, when);
  }

  #controlQueue(event: SeqOutputEvent, when: SeqWhen): void {
    this.output({ ...event, ...when, dest: seqSystemTimer });
  }

  #encode(event: SeqOutputEvent): SeqEventMemory {
    // Alsa-lib would take the mark of a packet away, and send what is left.
    if (event?.type === 'ump' && this.midiVersion === 'legacy')
      throw new AlsatsError('invalid', 'a legacy client cannot send packets: call setMidiVersion before');
    return this.#memory.encode(event);
  }
}

/** When something happens to a queue: now, where it is left out. */
export type SeqWhen = Pick<SeqOutputEvent, 'queue' | 'time' | 'source'>;

/** What the kernel's refusal of an event means. */
function refused(func: string, errno: number, event: SeqOutputEvent): AlsaError {
  const isDirect = (event.queue ?? SEQ_QUEUE_DIRECT) === SEQ_QUEUE_DIRECT;
  const { client, port } = event.dest ?? seqSubscribers;
  const to = client === seqSubscribers.client ? 'its subscribers' : `${client}:${port}`;
  if (isDirect && (errno === EAGAIN || errno === ENOMEM)) {
    return new AlsaError(func, errno, {
      action: `an event of type ${event.type} is lost: no room at ${to}`,
      kind: 'write-failed',
    });
  }
  return new AlsaError(func, errno, { action: `cannot send an event of type ${event.type} to ${to}` });
}
