/** A part of a stream, played once or several times, as a stream of its own. */

import { AlsatsError } from '../error.js';
import type { AudioInfo, AudioReader } from './reader.js';

export interface ExcerptRange {
  /** First frame, 0 by default. */
  readonly startFrame?: number | undefined;
  /** Frame behind the last one; the end of the stream by default. */
  readonly endFrame?: number | undefined;
  /** How often it is played, 1 by default; Infinity goes on for ever. */
  readonly times?: number | undefined;
}

const SKIP_BYTES = 64 * 1024;

/** Frames count from the start of the excerpt, all its repetitions in a row. */
export class Excerpt implements AudioReader {
  readonly info: AudioInfo;
  readonly #reader: AudioReader;
  readonly #startFrame: number;
  readonly #endFrame: number;
  readonly #times: number;
  /** Repetitions that are complete. */
  #round = 0;
  /** Frames of one repetition, known at the latest when the first one is over. */
  #roundFrames: number | null;
  #begun = false;

  /** @throws AlsatsError of kind `invalid` where a pipe is to be repeated, or the range holds nothing */
  constructor(reader: AudioReader, range: ExcerptRange) {
    this.#reader = reader;
    this.#startFrame = range.startFrame ?? 0;
    this.#times = range.times ?? 1;
    const { frames } = reader.info;
    const end = Math.min(range.endFrame ?? Number.POSITIVE_INFINITY, frames ?? Number.POSITIVE_INFINITY);
    this.#endFrame = end;
    if (this.#times > 1 && !reader.seekable) {
      throw new AlsatsError('invalid', 'a pipe cannot be played more than once');
    }
    if (range.endFrame !== undefined && range.endFrame <= this.#startFrame) {
      throw new AlsatsError('invalid', 'the end of the excerpt does not lie behind its start');
    }
    this.#roundFrames = Number.isFinite(end) ? Math.max(0, end - this.#startFrame) : null;
    const total = this.#roundFrames === null ? null : this.#roundFrames * this.#times;
    // What is only bounded by --end may end before it: the length is known where the file's is.
    this.info = { ...reader.info, frames: frames !== null && Number.isFinite(total) ? total : null };
  }

  get frameBytes(): number {
    return this.#reader.frameBytes;
  }

  get seekable(): boolean {
    return this.#reader.seekable;
  }

  get warnings(): readonly string[] {
    return this.#reader.warnings;
  }

  get positionFrames(): number {
    const within = Math.max(0, this.#reader.positionFrames - this.#startFrame);
    return this.#round * (this.#roundFrames ?? 0) + within;
  }

  async read(target: Uint8Array, signal?: AbortSignal): Promise<number> {
    if (!this.#begun) await this.#begin(signal);
    for (;;) {
      const room = this.#room(target);
      const frames = room.length === 0 ? 0 : await this.#reader.read(room, signal);
      if (frames > 0 || !this.#nextRound()) return frames;
    }
  }

  readSync(target: Uint8Array): number {
    if (!this.#begun) this.seek(0);
    for (;;) {
      const room = this.#room(target);
      const frames = room.length === 0 ? 0 : this.#reader.readSync(room);
      if (frames > 0 || !this.#nextRound()) return frames;
    }
  }

  seek(frame: number): void {
    this.#begun = true;
    const length = this.#roundFrames;
    const wanted = Math.max(0, frame);
    this.#round =
      length === null || length === 0 ? 0 : Math.min(Math.floor(wanted / length), this.#times - 1);
    this.#reader.seek(Math.min(this.#startFrame + wanted - this.#round * (length ?? 0), this.#endFrame));
  }

  close(): Promise<void> {
    return this.#reader.close();
  }

  /** As much of `target` as the excerpt may still fill. */
  #room(target: Uint8Array): Uint8Array {
    const left = this.#endFrame - this.#reader.positionFrames;
    const bytes = left * this.frameBytes;
    return bytes >= target.length ? target : target.subarray(0, Math.max(0, bytes));
  }

  /** Goes back to the start for the next repetition. False after the last, and for an excerpt of nothing. */
  #nextRound(): boolean {
    const length = this.#reader.positionFrames - this.#startFrame;
    if (this.#round + 1 >= this.#times || length <= 0) return false;
    this.#roundFrames = length;
    this.#round += 1;
    this.#reader.seek(this.#startFrame);
    return true;
  }

  async #begin(signal: AbortSignal | undefined): Promise<void> {
    if (this.#reader.seekable) this.#reader.seek(this.#startFrame);
    else await this.#skipTo(this.#startFrame, signal);
    // Not before: a skip that was aborted goes on with the next read.
    this.#begun = true;
  }

  async #skipTo(frame: number, signal: AbortSignal | undefined): Promise<void> {
    const skipped = new Uint8Array(Math.max(1, Math.floor(SKIP_BYTES / this.frameBytes)) * this.frameBytes);
    while (this.#reader.positionFrames < frame) {
      const bytes = (frame - this.#reader.positionFrames) * this.frameBytes;
      if ((await this.#reader.read(skipped.subarray(0, bytes), signal)) === 0) return;
    }
  }
}
