/** Records from ports of the sequencer, with time stamps of the kernel's. */

import { type SeqAddress, seqSystemAnnounce, seqSystemTimer } from '../../alsa/seq/address.js';
import type { SeqEvent, SeqEventBody, SeqEventsLost } from '../../alsa/seq/event.js';
import { MAX_SEQ_POOL_EVENTS } from '../../alsa/seq/pool.js';
import type { Seq } from '../../alsa/seq/seq.js';
import { AlsatsError } from '../../error.js';
import type { InletEvent, MidiInlet } from './inlet.js';
import type { QueueSeconds } from './outlet.js';
import { type QueueTempo, secondsPerTick } from './queue-tempo.js';
import { bytesOfSeqEvent } from './seq-event-of-bytes.js';

export interface SeqInletOptions {
  /** A client of its own, not waiting; it is closed with the inlet. */
  readonly seq: Seq;
  /** At least one. */
  readonly sources: readonly SeqAddress[];
  /** Where the metronome's clicks go; null for none. */
  readonly metronome: SeqAddress | null;
  /** The ticks of the recording. */
  readonly tempo: QueueTempo;
}

const NANOSECONDS = 1e9;
const QUEUE_NAME = 'recorder';
/** The clicks: channel 10, as General MIDI has its drums. */
const click = { channel: 9, strong: 34, weak: 33, velocity: 100, milliseconds: 50 } as const;

export class SeqInlet implements MidiInlet, Disposable {
  readonly #seq: Seq;
  readonly #sources: readonly SeqAddress[];
  readonly #metronome: SeqAddress | null;
  readonly #queue: number;
  readonly #secondsPerTick: number;
  /** Index of the source by the number of our port that it is connected to. */
  readonly #sourceOfPort = new Map<number, number>();
  readonly #clickPort: number | null;

  /** Connects to the ports. @throws AlsaError where one cannot be connected to */
  constructor({ seq, sources, metronome, tempo }: SeqInletOptions) {
    this.#seq = seq;
    this.#sources = sources;
    this.#metronome = metronome;
    seq.setClientPool({ inputPool: MAX_SEQ_POOL_EVENTS });
    this.#queue = seq.allocQueue(QUEUE_NAME);
    seq.setQueueTempo(this.#queue, tempo);
    this.#secondsPerTick = secondsPerTick(tempo);
    for (const [source, address] of sources.entries()) {
      const port = seq.createPort({
        name: `from ${address.client}:${address.port}`,
        capabilities: ['write', 'subscribe-write'],
        types: ['midi-generic', 'application'],
        midiChannels: 16,
        // As the queue counts them, with which players and the metronome's clicks keep step also where its timer is late.
        timestamps: { queue: this.#queue, unit: 'tick' },
      });
      this.#sourceOfPort.set(port, source);
      seq.connectFrom(port, address);
    }
    this.#clickPort = metronome === null ? null : this.#createClickPort(metronome);
    const watch = seq.createSimplePort('watch', ['write', 'no-export'], ['application']);
    seq.connectFrom(watch, seqSystemAnnounce);
  }

  get sourceCount(): number {
    return this.#sources.length;
  }

  start(): void {
    this.#seq.outputDirect({ type: 'start', affectedQueue: this.#queue, dest: seqSystemTimer });
  }

  queueSeconds(): QueueSeconds {
    const { seconds, nanoseconds } = this.#seq.queueStatus(this.#queue);
    return seconds + nanoseconds / NANOSECONDS;
  }

  async *batches(signal: AbortSignal): AsyncGenerator<readonly InletEvent[], void> {
    for await (const batch of this.#seq.batches(signal)) {
      const events = batch.flatMap((event) => this.#inletEvents(event));
      if (events.length > 0) yield events;
    }
  }

  click(at: QueueSeconds, isStrong: boolean): void {
    if (this.#metronome === null || this.#clickPort === null) return;
    const seconds = Math.floor(at);
    const event: SeqEventBody = {
      type: 'note',
      channel: click.channel,
      note: isStrong ? click.strong : click.weak,
      velocity: click.velocity,
      offVelocity: 0,
      duration: click.milliseconds,
    };
    try {
      this.#seq.output({
        ...event,
        source: { client: this.#seq.clientId, port: this.#clickPort },
        dest: this.#metronome,
        queue: this.#queue,
        time: { seconds, nanoseconds: Math.min(NANOSECONDS - 1, Math.round((at - seconds) * NANOSECONDS)) },
      });
      this.#seq.drainOutput();
    } catch (error) {
      // A click that finds no room is left out.
      if (!(error instanceof AlsatsError) || error.kind !== 'again') throw error;
    }
  }

  /** Ends the clicks that are scheduled, and all else. Idempotent. */
  close(): void {
    this.#seq.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #createClickPort(metronome: SeqAddress): number {
    const port = this.#seq.createSimplePort(
      'metronome',
      ['read', 'subscribe-read'],
      ['midi-generic', 'application'],
    );
    this.#seq.connectTo(port, metronome);
    return port;
  }

  #inletEvents(event: SeqEvent | SeqEventsLost): InletEvent[] {
    if (event.type === 'events-lost') return [{ type: 'lost' }];
    if (event.type === 'port-exit' || event.type === 'client-exit') return this.#gone(event);
    const source = this.#sourceOfPort.get(event.dest.port);
    const messages = bytesOfSeqEvent(event);
    if (source === undefined || messages === null) return [];
    const { time } = event;
    const at = 'tick' in time ? time.tick * this.#secondsPerTick : 0;
    return messages.map((bytes) => ({ type: 'message', source, at, bytes }));
  }

  #gone({ type, address }: SeqEvent & { readonly address: SeqAddress }): InletEvent[] {
    return this.#sources.flatMap(({ client, port }, source) =>
      client === address.client && (type === 'client-exit' || port === address.port)
        ? [{ type: 'source-gone', source } as const]
        : [],
    );
  }
}
