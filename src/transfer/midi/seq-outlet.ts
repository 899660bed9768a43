/** Plays to ports of the sequencer, on a queue of the kernel's. */

import { AlsaError } from '../../alsa/error.js';
import { isSameAddress, type SeqAddress, seqSystemAnnounce, seqSystemTimer } from '../../alsa/seq/address.js';
import type { SeqEventBody } from '../../alsa/seq/event.js';
import { MAX_SEQ_POOL_EVENTS } from '../../alsa/seq/pool.js';
import type { Seq } from '../../alsa/seq/seq.js';
import { AlsatsError } from '../../error.js';
import type { MidiOutlet, QueueSeconds } from './outlet.js';
import { seqEventOfBytes, seqEventOfWord } from './seq-event-of-bytes.js';

export interface SeqOutletOptions {
  /** A client of its own, not waiting; it is closed with the outlet. */
  readonly seq: Seq;
  /** At least one. */
  readonly ports: readonly SeqAddress[];
}

const PORT_NAME = 'player';
const WATCH_NAME = 'watch';
const NANOSECONDS = 1e9;
/** Room for so many events wakes the player: enough to be worth the while. */
const ROOM_EVENTS = MAX_SEQ_POOL_EVENTS / 4;

export class SeqOutlet implements MidiOutlet, Disposable {
  readonly #seq: Seq;
  readonly #ports: readonly SeqAddress[];
  readonly #queue: number;
  readonly #source: SeqAddress;
  /** Ends the watching of ports. */
  readonly #closing = new AbortController();

  /** Connects to the ports. @throws AlsaError where one cannot be connected to */
  constructor({ seq, ports }: SeqOutletOptions) {
    this.#seq = seq;
    this.#ports = ports;
    seq.setClientPool({ outputPool: MAX_SEQ_POOL_EVENTS, outputRoom: ROOM_EVENTS });
    const port = seq.createSimplePort(PORT_NAME, ['read', 'subscribe-read'], ['midi-generic', 'application']);
    this.#source = { client: seq.clientId, port };
    // Drivers open their device for who is connected; events then go to their port by its address.
    for (const address of distinct(ports)) seq.connectTo(port, address);
    this.#queue = seq.allocQueue(PORT_NAME);
  }

  get portCount(): number {
    return this.#ports.length;
  }

  queueSeconds(): QueueSeconds {
    const { seconds, nanoseconds } = this.#seq.queueStatus(this.#queue);
    return seconds + nanoseconds / NANOSECONDS;
  }

  startQueue(): void {
    // Not "start", the first time either: the kernel drops with it what is scheduled.
    this.#steer('continue');
  }

  stopQueue(): void {
    this.#steer('stop');
  }

  scheduleMessage(port: number, word: number, at: QueueSeconds): boolean {
    return this.#schedule(port, seqEventOfWord(word), at);
  }

  scheduleBytes(port: number, bytes: Uint8Array, at: QueueSeconds): boolean {
    return this.#schedule(port, seqEventOfBytes(bytes), at);
  }

  flush(): boolean {
    try {
      this.#seq.drainOutput();
      return true;
    } catch (error) {
      if (!isFull(error)) throw error;
      return false;
    }
  }

  clear(): void {
    this.#seq.dropOutput();
  }

  sendMessage(port: number, word: number): void {
    this.#send(port, seqEventOfWord(word));
  }

  sendBytes(port: number, bytes: Uint8Array): void {
    this.#send(port, seqEventOfBytes(bytes));
  }

  async room(signal: AbortSignal): Promise<void> {
    try {
      await this.#seq.writable({ signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Calls back once one of the ports is no longer there, or the sequencer itself fails. */
  watch(onGone: (error: AlsatsError) => void): void {
    const { signal } = this.#closing;
    const port = this.#seq.createSimplePort(WATCH_NAME, ['write', 'no-export'], ['application']);
    this.#seq.connectFrom(port, seqSystemAnnounce);
    this.#watch(onGone, signal).catch((error: unknown) => {
      if (!signal.aborted && error instanceof AlsatsError) onGone(error);
    });
  }

  async #watch(onGone: (error: AlsatsError) => void, signal: AbortSignal): Promise<void> {
    for await (const event of this.#seq.events(signal)) {
      if (event.type !== 'port-exit' && event.type !== 'client-exit') continue;
      const { client, port } = event.address;
      const gone = this.#ports.find(
        (address) => address.client === client && (event.type === 'client-exit' || address.port === port),
      );
      if (gone === undefined) continue;
      onGone(new AlsatsError('disconnected', `port ${gone.client}:${gone.port} went away`));
      return;
    }
  }

  /** Idempotent. */
  close(): void {
    this.#closing.abort();
    this.#seq.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #steer(type: 'continue' | 'stop'): void {
    this.#seq.outputDirect({ type, affectedQueue: this.#queue, dest: seqSystemTimer, source: this.#source });
  }

  #schedule(port: number, event: SeqEventBody, at: QueueSeconds): boolean {
    const seconds = Math.floor(at);
    const nanoseconds = Math.min(NANOSECONDS - 1, Math.round((at - seconds) * NANOSECONDS));
    try {
      this.#seq.output({
        ...event,
        source: this.#source,
        dest: this.#ports[port]!,
        queue: this.#queue,
        time: { seconds, nanoseconds },
      });
      return true;
    } catch (error) {
      if (isFull(error)) return false;
      throw error;
    }
  }

  /** Past the queue. A receiver that is full or gone has to do without: the others are not to wait for it. */
  #send(port: number, event: SeqEventBody): void {
    try {
      this.#seq.outputDirect({ ...event, source: this.#source, dest: this.#ports[port]! });
    } catch (error) {
      if (!(error instanceof AlsaError)) throw error;
    }
  }
}

function isFull(error: unknown): boolean {
  return error instanceof AlsatsError && error.kind === 'again';
}

function distinct(ports: readonly SeqAddress[]): SeqAddress[] {
  return ports.filter((port, index) => ports.findIndex((other) => isSameAddress(port, other)) === index);
}
