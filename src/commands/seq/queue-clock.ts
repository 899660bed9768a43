/** A queue that stamps events as they arrive, and what its time is by the clock on the wall. */

import type { SeqEvent, SeqRealTime } from '../../alsa/seq/event.js';
import type { Seq } from '../../alsa/seq/seq.js';
import { AlsatsError } from '../../error.js';
import { microsecondsText, secondsText } from './event-text.js';

/** Columns of the queue's time. */
export const QUEUE_COLUMNS = 13;

/** Time stamps are the kernel's: when an event arrived, not when we came to read it. */
export class QueueClock {
  /** Null where the kernel had none left: then times are those of reading. */
  readonly queue: number | null;
  /** When the queue was at 0, by both clocks. */
  readonly #startWallMs: number;
  readonly #startSeconds: number;
  readonly #startNanoseconds: number;
  // Many events share a millisecond and a second: their texts are made once.
  #wallMs = Number.NaN;
  #isoText = '';
  #clockText = '';
  #queueSeconds = Number.NaN;
  #queueSecondsText = '';

  private constructor(queue: number | null, startWallMs: number, startNs: bigint) {
    this.queue = queue;
    this.#startWallMs = startWallMs;
    this.#startSeconds = Number(startNs / 1_000_000_000n);
    this.#startNanoseconds = Number(startNs % 1_000_000_000n);
  }

  /** Makes a queue and starts it. */
  static start(seq: Seq): QueueClock {
    let queue: number;
    try {
      queue = seq.allocQueue('alsats');
    } catch (error) {
      if (!(error instanceof AlsatsError)) throw error;
      return new QueueClock(null, 0, 0n);
    }
    seq.startQueue(queue);
    seq.drainOutput();
    const { seconds, nanoseconds } = seq.queueStatus(queue);
    const startNs = process.hrtime.bigint() - BigInt(seconds) * 1_000_000_000n - BigInt(nanoseconds);
    return new QueueClock(queue, Date.now() - seconds * 1000 - nanoseconds / 1e6, startNs);
  }

  /** `"time":…,"monotonic":…` of an event; of now, for null. */
  jsonStamps(event: SeqEvent | null): string {
    const time = event === null ? null : this.#ownTime(event);
    if (time === null) {
      this.#setWall(Date.now());
      return `"time":"${this.#isoText}","monotonic":${Number(process.hrtime.bigint()) / 1e9}`;
    }
    this.#setWall(this.#startWallMs + time.seconds * 1000 + time.nanoseconds / 1e6);
    let seconds = this.#startSeconds + time.seconds;
    let nanoseconds = this.#startNanoseconds + time.nanoseconds;
    if (nanoseconds >= 1e9) {
      seconds++;
      nanoseconds -= 1e9;
    }
    return `"time":"${this.#isoText}","monotonic":${secondsText(seconds, nanoseconds)}`;
  }

  /** Clock and queue time in columns: `10:12:00.123      12.345678`. */
  text(event: SeqEvent): string {
    const own = this.#ownTime(event);
    this.#setWall(own === null ? Date.now() : this.#startWallMs + own.seconds * 1000 + own.nanoseconds / 1e6);
    const { time } = event;
    if ('tick' in time) return `${this.#clockText}  ${`tick ${time.tick}`.padStart(QUEUE_COLUMNS)}`;
    if (time.seconds !== this.#queueSeconds) {
      this.#queueSeconds = time.seconds;
      this.#queueSecondsText = String(time.seconds).padStart(QUEUE_COLUMNS - 7);
    }
    return `${this.#clockText}  ${this.#queueSecondsText}.${microsecondsText(time.nanoseconds)}`;
  }

  /** Time of our queue; null for a stamp that somebody else gave. */
  #ownTime({ queue, time }: SeqEvent): SeqRealTime | null {
    return queue === this.queue && 'seconds' in time ? time : null;
  }

  #setWall(exactMs: number): void {
    const wallMs = Math.floor(exactMs);
    if (wallMs === this.#wallMs) return;
    this.#wallMs = wallMs;
    const date = new Date(wallMs);
    this.#isoText = date.toISOString();
    const digits = (value: number, width: number) => String(value).padStart(width, '0');
    const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => digits(part, 2));
    this.#clockText = `${clock.join(':')}.${digits(date.getMilliseconds(), 3)}`;
  }
}
