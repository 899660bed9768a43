/** A port of the sequencer, made for the occasion, that others connect to. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { TimedBytes } from '../../alsa/rawmidi/timestamped-frames.js';
import type { SeqAddress } from '../../alsa/seq/address.js';
import type { SeqEvent } from '../../alsa/seq/event.js';
import { MidiEventCoder } from '../../alsa/seq/midi-event-coder.js';
import type { SeqPortCapability } from '../../alsa/seq/names.js';
import { receiverRooms } from '../../alsa/seq/receiver-room.js';
import { Seq } from '../../alsa/seq/seq.js';
import { outputSysex } from '../../alsa/seq/sysex-output.js';
import { AlsatsError } from '../../error.js';
import type { MidiInput, MidiLoss, MidiOutput } from './port.js';

const CLIENT_NAME = 'alsats';
const PORT_NAME = 'alsats MIDI';
/** The kernel keeps so many events for us until we read them. */
const INPUT_POOL_EVENTS = 2000;
const LOOK_FOR_LISTENERS_MS = 50;
/** After so many events it is looked whether whoever gets them has room. */
const EVENTS_BETWEEN_LOOKS = 32;
const LOOK_FOR_ROOM_MS = 1;

/** One client with one port; both directions use it. */
class VirtualPort {
  readonly seq: Seq;
  readonly port: number;
  readonly #queueStartNs: bigint | null;
  #users: number;

  constructor(directions: readonly ('input' | 'output')[]) {
    const hasInput = directions.includes('input');
    this.#users = directions.length;
    this.seq = Seq.open({ clientName: CLIENT_NAME, nonblock: true });
    try {
      const capabilities: SeqPortCapability[] = [];
      if (hasInput) capabilities.push('write', 'subscribe-write');
      if (directions.includes('output')) capabilities.push('read', 'subscribe-read');
      if (directions.length === 2) capabilities.push('duplex');
      if (hasInput) this.seq.setClientPool({ inputPool: INPUT_POOL_EVENTS });
      const queue = hasInput ? this.#startQueue() : null;
      this.#queueStartNs = queue?.startNs ?? null;
      this.port = this.seq.createPort({
        name: PORT_NAME,
        capabilities,
        types: ['midi-generic', 'application'],
        midiChannels: 16,
        timestamps: queue === null ? null : { queue: queue.queue, unit: 'real' },
      });
    } catch (error) {
      this.seq.close();
      throw error;
    }
  }

  get name(): string {
    return `${this.seq.clientId}:${this.port}`;
  }

  get hasTimestamps(): boolean {
    return this.#queueStartNs !== null;
  }

  /** A time stamp of the port, on the monotonic clock. */
  timeNs({ time }: SeqEvent): bigint | null {
    if (this.#queueStartNs === null || !('seconds' in time)) return null;
    return this.#queueStartNs + BigInt(time.seconds) * 1_000_000_000n + BigInt(time.nanoseconds);
  }

  /** The last user closes it. */
  release(): void {
    this.#users--;
    if (this.#users === 0) this.seq.close();
  }

  /** A queue of our own is the kernel's clock for events. There are few of them: without one, the time of arrival does. */
  #startQueue(): { queue: number; startNs: bigint } | null {
    try {
      const queue = this.seq.allocQueue(CLIENT_NAME);
      this.seq.startQueue(queue);
      this.seq.drainOutput();
      const before = process.hrtime.bigint();
      const { seconds, nanoseconds } = this.seq.queueStatus(queue);
      return { queue, startNs: before - (BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds)) };
    } catch (error) {
      if (error instanceof AlsatsError) return null;
      throw error;
    }
  }
}

class VirtualInput implements MidiInput {
  readonly name: string;
  readonly notice: string;
  readonly timestamps: 'kernel' | 'arrival';
  readonly #virtual: VirtualPort;
  readonly #coder = MidiEventCoder.create();
  #hasLost = false;

  constructor(virtual: VirtualPort) {
    this.#virtual = virtual;
    this.name = virtual.name;
    this.notice = noticeOf(virtual);
    this.timestamps = virtual.hasTimestamps ? 'kernel' : 'arrival';
    this.#coder.setRunningStatus(false);
  }

  async *chunks(signal: AbortSignal): AsyncGenerator<TimedBytes, void> {
    for await (const batch of this.#virtual.seq.batches(signal)) {
      for (const event of batch) {
        if (event.type === 'events-lost') this.#hasLost = true;
        else {
          const bytes = this.#bytesOf(event);
          if (bytes !== null) yield { bytes, timeNs: this.#virtual.timeNs(event) };
        }
      }
    }
  }

  takeLoss(): MidiLoss | null {
    if (!this.#hasLost) return null;
    this.#hasLost = false;
    return { byteLength: null };
  }

  [Symbol.dispose](): void {
    this.#coder.close();
    this.#virtual.release();
  }

  /** Null for an event that MIDI has no bytes for: connections, queues. */
  #bytesOf(event: SeqEvent): Uint8Array | null {
    // Of any length, and nothing to be decoded.
    if (event.type === 'system-exclusive') return event.data;
    try {
      return this.#coder.decode(event);
    } catch (error) {
      if (error instanceof AlsatsError && error.kind === 'unsupported') return null;
      throw error;
    }
  }
}

class VirtualOutput implements MidiOutput {
  readonly name: string;
  readonly notice: string;
  readonly #virtual: VirtualPort;
  readonly #coder = MidiEventCoder.create();
  #sinceLook = 0;

  constructor(virtual: VirtualPort) {
    this.#virtual = virtual;
    this.name = virtual.name;
    this.notice = noticeOf(virtual);
  }

  async connected(signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      if (this.#listeners().length > 0) return true;
      await sleep(LOOK_FOR_LISTENERS_MS, undefined, { signal }).catch(() => {});
    }
    return false;
  }

  async write(bytes: Uint8Array, signal: AbortSignal): Promise<number> {
    const { seq, port } = this.#virtual;
    try {
      for (const event of this.#coder.encode(bytes)) {
        signal.throwIfAborted();
        if (event.type === 'system-exclusive') {
          await outputSysex(seq, event.data, { port, signal });
          continue;
        }
        if (++this.#sinceLook >= EVENTS_BETWEEN_LOOKS) await this.#untilRoom(signal);
        seq.outputDirect({ ...event, source: { client: seq.clientId, port } });
      }
    } catch (error) {
      // Which part went is of no use to anybody: the sending is over.
      if (signal.aborted) return 0;
      throw error;
    }
    return bytes.length;
  }

  /** What was written is with the listeners already. */
  drained(): Promise<boolean> {
    return Promise.resolve(true);
  }

  drop(): void {
    this.#coder.resetEncode();
  }

  [Symbol.dispose](): void {
    this.#coder.close();
    this.#virtual.release();
  }

  #listeners(): number[] {
    const { seq, port } = this.#virtual;
    return Array.from(
      seq.subscribers({ client: seq.clientId, port }, 'read'),
      ({ address }) => address.client,
    );
  }

  /** A program that reads slowly loses all that waits for it, once it is too much: it is given time. */
  async #untilRoom(signal: AbortSignal): Promise<void> {
    const clients = this.#listeners();
    for (;;) {
      const rooms = receiverRooms();
      const hasRoom = (client: number) => {
        const room = rooms.get(client);
        return (
          room === undefined ||
          room.freeEvents > 2 * EVENTS_BETWEEN_LOOKS ||
          room.freeEvents === room.poolEvents
        );
      };
      if (clients.every(hasRoom)) break;
      await sleep(LOOK_FOR_ROOM_MS, undefined, { signal });
    }
    this.#sinceLook = 0;
  }
}

function noticeOf({ name }: VirtualPort): string {
  return `this is port ${name} of the sequencer (${CLIENT_NAME}): connect it with "alsats seq connect"`;
}

export function openVirtualInput(): MidiInput {
  return new VirtualInput(new VirtualPort(['input']));
}

export function openVirtualOutput(): MidiOutput {
  return new VirtualOutput(new VirtualPort(['output']));
}

/** A port of our own that is connected already. @throws AlsaError where it cannot be */
export function openConnectedOutput(dests: readonly SeqAddress[]): MidiOutput {
  const virtual = new VirtualPort(['output']);
  try {
    for (const dest of dests) virtual.seq.connectTo(virtual.port, dest);
  } catch (error) {
    virtual.release();
    throw error;
  }
  return new VirtualOutput(virtual);
}

export function openVirtualDuplex(): { readonly input: MidiInput; readonly output: MidiOutput } {
  const virtual = new VirtualPort(['input', 'output']);
  return { input: new VirtualInput(virtual), output: new VirtualOutput(virtual) };
}
