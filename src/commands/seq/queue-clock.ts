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
  // Many events share a second: what stands before their digits is made once.
  readonly #columns = new SecondTexts(
    (wallSecond) => `${clockText(new Date(wallSecond * 1000))}.`,
    (seconds) => `  ${String(seconds).padStart(QUEUE_COLUMNS - 7)}.`,
  );
  readonly #json = new SecondTexts(
    (wallSecond) => `"time":"${new Date(wallSecond * 1000).toISOString().slice(0, -4)}`,
    (seconds) => `Z","monotonic":${seconds}.`,
  );

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
    const monotonic = Number(process.hrtime.bigint()) / 1e9;
    return `"time":"${new Date().toISOString()}","monotonic":${monotonic}`;
  }

  /** The same of an event. */
  addJson(event: SeqEvent, lines: LineBuffer): void {
    const own = this.#ownTime(event);
    if (own === null) {
      lines.text(this.jsonNow());
      return;
    }
    let seconds = this.#startSeconds + own.seconds;
    let nanoseconds = this.#startNanoseconds + own.nanoseconds;
    if (nanoseconds >= NANOSECONDS) {
      seconds++;
      nanoseconds -= NANOSECONDS;
    }
    this.#json.add(this.#wallMs(own), seconds, lines);
    lines.thousands(nanoseconds, 3);
  }

  /** Clock and queue time in columns: `10:12:00.123      12.345678`. */
  addColumns(event: SeqEvent, lines: LineBuffer): void {
    const own = this.#ownTime(event);
    const wallMs = own === null ? Date.now() : this.#wallMs(own);
    const { time } = event;
    if ('tick' in time) {
      const date = new Date(wallMs);
      const clock = `${clockText(date)}.${String(date.getMilliseconds()).padStart(3, '0')}`;
      lines.text(`${clock}  ${`tick ${time.tick}`.padStart(QUEUE_COLUMNS)}`);
      return;
    }
    this.#columns.add(wallMs, time.seconds, lines);
    lines.thousands(Math.floor(time.nanoseconds / 1000) % 1_000_000, 2);
  }

  #wallMs({ seconds, nanoseconds }: SeqRealTime): number {
    return Math.floor(this.#startWallMs + seconds * 1000 + nanoseconds / 1e6);
  }

  /** Time of our queue; null for a stamp that somebody else gave, who may have given anything. */
  #ownTime({ queue, time }: SeqEvent): SeqRealTime | null {
    return queue === this.queue && 'seconds' in time && time.nanoseconds < NANOSECONDS ? time : null;
  }
}

/** Texts that change with the seconds of two clocks, with the milliseconds of the first between them. */
class SecondTexts {
  readonly #wallText: (wallSecond: number) => string;
  readonly #ownText: (seconds: number) => string;
  /** Where the second of the wall's clock began that the text is of. */
  #wallStartMs = Number.NaN;
  #seconds = Number.NaN;
  #wall: Uint8Array = NONE;
  #own: Uint8Array = NONE;

  constructor(wallText: (wallSecond: number) => string, ownText: (seconds: number) => string) {
    this.#wallText = wallText;
    this.#ownText = ownText;
  }

  add(wallMs: number, seconds: number, lines: LineBuffer): void {
    let sinceMs = wallMs - this.#wallStartMs;
    if (!(sinceMs >= 0 && sinceMs < 1000)) {
      const wallSecond = Math.floor(wallMs / 1000);
      this.#wallStartMs = wallSecond * 1000;
      this.#wall = piece(this.#wallText(wallSecond));
      sinceMs = wallMs - this.#wallStartMs;
    }
    if (seconds !== this.#seconds) {
      this.#seconds = seconds;
      this.#own = piece(this.#ownText(seconds));
    }
    lines.piece(this.#wall);
    lines.thousands(sinceMs, 1);
    lines.piece(this.#own);
  }
}

/** `10:12:00`, as clocks show it here. */
function clockText(date: Date): string {
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
