/** A queue that stamps events as they arrive, and what its time is by the clock on the wall. */

import type { SeqEvent, SeqRealTime } from '../../alsa/seq/event.js';
import type { Seq } from '../../alsa/seq/seq.js';
import { AlsatsError } from '../../error.js';
import { type LineBuffer, piece } from './line-buffer.js';

/** Columns of the queue's time. */
export const QUEUE_COLUMNS = 13;

const NANOSECONDS = 1_000_000_000;
const NONE = new Uint8Array();

/** Time stamps are the kernel's: when an event arrived, not when we came to read it. */
export class QueueClock {
  /** Null where the kernel had none left: then times are those of reading. */
  readonly queue: number | null;
  /** When the queue was at 0, by both clocks. */
  readonly #startWallMs: number;
  readonly #startSeconds: number;
  readonly #startNanoseconds: number;
  // Many events share a millisecond and a second: what is before their digits is made once.
  #wallMs = Number.NaN;
  #isoText = '';
  #clockText = '';
  #jsonSeconds = Number.NaN;
  #jsonPiece: Uint8Array = NONE;
  #columnSeconds = Number.NaN;
  #columnPiece: Uint8Array = NONE;

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

  /** `"time":…,"monotonic":…` of this moment. */
  jsonNow(): string {
    this.#setWall(Date.now());
    return `"time":"${this.#isoText}","monotonic":${Number(process.hrtime.bigint()) / 1e9}`;
  }

  /** The same of an event. */
  addJson(event: SeqEvent, lines: LineBuffer): void {
    const own = this.#ownTime(event);
    if (own === null) {
      lines.text(this.jsonNow());
      return;
    }
    this.#setWall(this.#startWallMs + own.seconds * 1000 + own.nanoseconds / 1e6);
    let seconds = this.#startSeconds + own.seconds;
    let nanoseconds = this.#startNanoseconds + own.nanoseconds;
    if (nanoseconds >= NANOSECONDS) {
      seconds++;
      nanoseconds -= NANOSECONDS;
    }
    if (seconds !== this.#jsonSeconds) {
      this.#jsonSeconds = seconds;
      this.#jsonPiece = piece(`"time":"${this.#isoText}","monotonic":${seconds}.`);
    }
    lines.piece(this.#jsonPiece);
    lines.digits(nanoseconds, 9);
  }

  /** Clock and queue time in columns: `10:12:00.123      12.345678`. */
  addColumns(event: SeqEvent, lines: LineBuffer): void {
    const own = this.#ownTime(event);
    this.#setWall(own === null ? Date.now() : this.#startWallMs + own.seconds * 1000 + own.nanoseconds / 1e6);
    const { time } = event;
    if ('tick' in time) {
      lines.text(`${this.#clockText}  ${`tick ${time.tick}`.padStart(QUEUE_COLUMNS)}`);
      return;
    }
    if (time.seconds !== this.#columnSeconds) {
      this.#columnSeconds = time.seconds;
      this.#columnPiece = piece(`${this.#clockText}  ${String(time.seconds).padStart(QUEUE_COLUMNS - 7)}.`);
    }
    lines.piece(this.#columnPiece);
    lines.digits(Math.floor(time.nanoseconds / 1000) % 1_000_000, 6);
  }

  /** Time of our queue; null for a stamp that somebody else gave, who may have given anything. */
  #ownTime({ queue, time }: SeqEvent): SeqRealTime | null {
    return queue === this.queue && 'seconds' in time && time.nanoseconds < NANOSECONDS ? time : null;
  }

  #setWall(exactMs: number): void {
    const wallMs = Math.floor(exactMs);
    if (wallMs === this.#wallMs) return;
    this.#wallMs = wallMs;
    this.#jsonSeconds = Number.NaN;
    this.#columnSeconds = Number.NaN;
    const date = new Date(wallMs);
    this.#isoText = date.toISOString();
    const digits = (value: number, width: number) => String(value).padStart(width, '0');
    const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => digits(part, 2));
    this.#clockText = `${clock.join(':')}.${digits(date.getMilliseconds(), 3)}`;
  }
}
