/** Takes sound out of the queue and writes it to the files, in large pieces, at its own pace. */

import { silencePattern } from '../audio/sample-format.js';
import type { AudioSpec } from '../audio/writer.js';
import { monotonicMs } from '../monotonic-clock.js';
import { RecordingFiles, type RecordingFilesOptions } from './recording-files.js';
import type { RecordingQueue } from './recording-queue.js';

export interface RecordingDrainOptions extends RecordingFilesOptions {
  readonly queue: RecordingQueue;
  /** Frames were taken out of the queue. */
  readonly onRoom: () => void;
}

/** Written at once if there is so much; fewer, larger writes win nothing. */
const CHUNK_BYTES = 4 * 1024 * 1024;
/** What is there is written at least so often. */
const FLUSH_MS = 200;

export class RecordingDrain {
  readonly files: RecordingFiles;
  readonly #options: RecordingDrainOptions;
  readonly #chunkFrames: number;
  #silence: Uint8Array | null = null;
  #ended = false;
  #wake: (() => void) | null = null;
  #wroteMs = monotonicMs();

  constructor(options: RecordingDrainOptions) {
    this.#options = options;
    this.#chunkFrames = Math.max(1, Math.floor(CHUNK_BYTES / options.queue.frameBytes));
    this.files = new RecordingFiles(options, () => this.#wake?.());
  }

  /** What is written to the files. */
  get spec(): AudioSpec {
    return this.#options.spec;
  }

  /** Opens the first file, before anything is there for it. @throws AlsatsError as the targets do */
  async openFirst(): Promise<void> {
    await this.files.openNext();
  }

  /** There is more in the queue. */
  onData(): void {
    if (this.#wake !== null && this.#isWorthWriting()) this.#wake();
  }

  /** To be called regularly: what came in small amounts is written, and headers are kept up to date. */
  tick(): void {
    if (this.#wake !== null && this.#isOverdue()) this.#wake();
  }

  /** Nothing more is put into the queue. */
  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /**
   * Writes until the queue has ended and is empty; all files are complete then. Where a write fails, what was written
   * until then is completed, and the error thrown.
   */
  async run(): Promise<void> {
    try {
      while (await this.#step());
    } catch (error) {
      // Whatever is wrong with the target: the error to be told of is the first one.
      await this.files.complete().catch(() => {});
      throw error;
    }
    await this.files.complete();
  }

  /** @returns false at the end */
  async #step(): Promise<boolean> {
    const { queue } = this.#options;
    const mark = queue.takeMark();
    if (mark !== null) {
      if (mark.split) this.files.requestSplit();
      await this.#writeSilence(mark.silentFrames);
      return true;
    }
    if (queue.takeFrames === 0 && this.#ended) return false;
    if (queue.takeFrames > 0 && (this.#ended || this.#isWorthWriting() || this.#isOverdue())) {
      await this.#writeQueued();
      return true;
    }
    this.files.keepCurrent();
    await this.#moreToCome();
    return true;
  }

  #moreToCome(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = null;
        resolve();
      };
    });
  }

  #isOverdue(): boolean {
    return monotonicMs() - this.#wroteMs >= FLUSH_MS;
  }

  #isWorthWriting(): boolean {
    const { queue, targets } = this.#options;
    return targets.isLive || queue.filledFrames >= this.#chunkFrames;
  }

  async #writeQueued(): Promise<void> {
    const { queue, onRoom } = this.#options;
    const room = await this.files.room();
    const frames = Math.min(queue.takeFrames, this.#chunkFrames, room);
    const start = queue.takeIndex * queue.frameBytes;
    await this.#write(queue.takeBytes.subarray(start, start + frames * queue.frameBytes), frames);
    queue.take(frames);
    onRoom();
  }

  async #writeSilence(frames: number): Promise<void> {
    const { queue } = this.#options;
    for (let left = frames; left > 0; ) {
      const count = Math.min(left, this.#chunkFrames, await this.files.room());
      this.#silence ??= this.#silentChunk();
      await this.#write(this.#silence.subarray(0, count * queue.frameBytes), count);
      left -= count;
    }
  }

  async #write(bytes: Uint8Array, frames: number): Promise<void> {
    await this.files.write(bytes, frames);
    this.#wroteMs = monotonicMs();
    this.files.keepCurrent();
  }

  #silentChunk(): Uint8Array {
    const { spec, queue } = this.#options;
    const pattern = silencePattern(spec.format) ?? new Uint8Array(1);
    return new Uint8Array(Buffer.alloc(this.#chunkFrames * queue.frameBytes, pattern));
  }
}
