/** A queue that stamps events as they arrive, and what its time is by the clock on the wall. */

import type { SeqEvent } from '../../alsa/seq/event.js';
import type { Seq } from '../../alsa/seq/seq.js';
import { AlsatsError } from '../../error.js';

/** Time stamps are the kernel's: when an event arrived, not when we came to read it. */
export class QueueClock {
  /** Null where the kernel had none left: then times are those of reading. */
  readonly queue: number | null;
  /** When the queue was at 0. */
  readonly #startWallMs: number;
  readonly #startMonotonic: number;
  #lastWallMs = Number.NaN;
  #lastIso = '';
  #lastText = '';

  private constructor(queue: number | null, startWallMs: number, startMonotonic: number) {
    this.queue = queue;
    this.#startWallMs = startWallMs;
    this.#startMonotonic = startMonotonic;
  }

  /** Makes a queue and starts it. */
  static start(seq: Seq): QueueClock {
    let queue: number;
    try {
      queue = seq.allocQueue('alsats');
    } catch (error) {
      if (!(error instanceof AlsatsError)) throw error;
      return new QueueClock(null, 0, 0);
    }
    seq.startQueue(queue);
    seq.drainOutput();
    const { seconds, nanoseconds } = seq.queueStatus(queue);
    const passed = seconds + nanoseconds / 1e9;
    return new QueueClock(queue, Date.now() - passed * 1000, Number(process.hrtime.bigint()) / 1e9 - passed);
  }

  /** `"time":…,"monotonic":…` of an event; of now, for null. */
  jsonStamps(event: SeqEvent | null): string {
    const passed = event === null ? null : this.#passedSeconds(event);
    const monotonic = passed === null ? Number(process.hrtime.bigint()) / 1e9 : this.#startMonotonic + passed;
    this.#setWall(passed);
    return `"time":"${this.#lastIso}","monotonic":${monotonic}`;
  }

  /** Clock and queue time in columns: `10:12:00.123      12.345678`. */
  text(event: SeqEvent): string {
    const { time } = event;
    this.#setWall(this.#passedSeconds(event));
    const queueText =
      'tick' in time
        ? `tick ${time.tick}`
        : `${time.seconds}.${String(Math.floor(time.nanoseconds / 1000)).padStart(6, '0')}`;
    return `${this.#lastText}  ${queueText.padStart(13)}`;
  }

  /** Seconds of our queue; null for a stamp that somebody else gave. */
  #passedSeconds({ queue, time }: SeqEvent): number | null {
    return this.queue !== null && queue === this.queue && 'seconds' in time
      ? time.seconds + time.nanoseconds / 1e9
      : null;
  }

  /** Many events share a millisecond: its text is made once. */
  #setWall(passedSeconds: number | null): void {
    const wallMs = Math.floor(passedSeconds === null ? Date.now() : this.#startWallMs + passedSeconds * 1000);
    if (wallMs === this.#lastWallMs) return;
    this.#lastWallMs = wallMs;
    const date = new Date(wallMs);
    this.#lastIso = date.toISOString();
    const digits = (value: number, width: number) => String(value).padStart(width, '0');
    const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => digits(part, 2));
    this.#lastText = `${clock.join(':')}.${digits(date.getMilliseconds(), 3)}`;
  }
}
