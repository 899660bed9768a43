/** Takes sound out of the queue and writes it to one file after the other, in large pieces, at its own pace. */

import { silencePattern } from '../audio/sample-format.js';
import type { AudioSpec } from '../audio/writer.js';
import type { RecordedFile } from './recording-events.js';
import type { RecordingQueue } from './recording-queue.js';
import type { RecordingFile, RecordingPart, RecordingTargets } from './recording-target.js';

export interface RecordingDrainOptions {
  readonly queue: RecordingQueue;
  readonly spec: AudioSpec;
  readonly targets: RecordingTargets;
  /** Frames of each take, null for one without an end. */
  readonly takeFrames: number | null;
  readonly onOpened: (name: string, startFrame: number) => void;
  readonly onFinished: (file: RecordedFile) => void;
  /** Frames were taken out of the queue. */
  readonly onRoom: () => void;
}

/** Written at once if there is so much; fewer, larger writes win nothing. */
const CHUNK_BYTES = 4 * 1024 * 1024;
/** What is there is written at least so often, */
const FLUSH_MS = 200;
/** and the header brought up to date with the first write after this time: once a second at least. */
const UPDATE_MS = 600;

/** A file that is being written. */
interface OpenFile {
  readonly file: RecordingFile;
  readonly part: RecordingPart;
  readonly startFrame: number;
  updatedFrames: number;
  updatedMs: number;
}

export class RecordingDrain {
  readonly #options: RecordingDrainOptions;
  readonly #chunkFrames: number;
  #silence: Uint8Array | null = null;
  #open: OpenFile | null = null;
  #part: RecordingPart = { take: 0, piece: 0 };
  #wantsSplit = false;
  #writtenFrames = 0;
  #finishedBytes = 0;
  readonly #files: RecordedFile[] = [];
  #ended = false;
  #updating = false;
  #updateFailure: { error: unknown } | null = null;
  #wake: (() => void) | null = null;
  #wroteMs = performance.now();

  constructor(options: RecordingDrainOptions) {
    this.#options = options;
    this.#chunkFrames = Math.max(1, Math.floor(CHUNK_BYTES / options.queue.frameBytes));
  }

  /** The file being written, null for none. */
  get name(): string | null {
    return this.#open?.file.name ?? null;
  }

  /** Frames in files, silence and all. */
  get writtenFrames(): number {
    return this.#writtenFrames;
  }

  get bytesWritten(): number {
    return this.#finishedBytes + (this.#open?.file.writer.bytesWritten ?? 0);
  }

  get files(): readonly RecordedFile[] {
    return this.#files;
  }

  /** Opens the first file, before anything is there for it. @throws AlsatsError as the targets do */
  async openFirst(): Promise<void> {
    await this.#openNext();
  }

  /** There is more in the queue. */
  onData(): void {
    if (this.#wake !== null && this.#isWorthWriting()) this.#wake();
  }

  /** To be called regularly: what came in small amounts is written, and headers are kept up to date. */
  tick(): void {
    if (this.#wake !== null && performance.now() - this.#wroteMs >= FLUSH_MS) this.#wake();
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
      await this.#finish(null).catch(() => {});
      throw error;
    }
    await this.#finish(null);
  }

  /** @returns false at the end */
  async #step(): Promise<boolean> {
    const { queue } = this.#options;
    const mark = queue.takeMark();
    if (mark !== null) {
      this.#wantsSplit ||= mark.split;
      await this.#writeSilence(mark.silentFrames);
      return true;
    }
    if (queue.takeFrames === 0 && this.#ended) return false;
    if (queue.takeFrames > 0 && (this.#ended || this.#isDue())) {
      await this.#writeQueued();
      return true;
    }
    this.#update();
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

  #isDue(): boolean {
    return this.#isWorthWriting() || performance.now() - this.#wroteMs >= FLUSH_MS;
  }

  #isWorthWriting(): boolean {
    const { queue, targets } = this.#options;
    return targets.isLive || queue.filledFrames >= this.#chunkFrames;
  }

  async #writeQueued(): Promise<void> {
    const { queue, onRoom } = this.#options;
    const left = await this.#roomInFile();
    const frames = Math.min(queue.takeFrames, this.#chunkFrames, left);
    const start = queue.takeIndex * queue.frameBytes;
    await this.#write(queue.takeBytes.subarray(start, start + frames * queue.frameBytes), frames);
    queue.take(frames);
    onRoom();
  }

  async #writeSilence(frames: number): Promise<void> {
    const { queue } = this.#options;
    for (let left = frames; left > 0; ) {
      const count = Math.min(left, this.#chunkFrames, await this.#roomInFile());
      this.#silence ??= this.#silentChunk();
      await this.#write(this.#silence.subarray(0, count * queue.frameBytes), count);
      left -= count;
    }
  }

  async #write(bytes: Uint8Array, frames: number): Promise<void> {
    const { writer } = this.#open!.file;
    const before = writer.framesWritten;
    try {
      await writer.write(bytes);
    } finally {
      this.#writtenFrames += writer.framesWritten - before;
    }
    if (writer.framesWritten - before !== frames)
      throw new Error('a writer wrote something else than it was given');
    this.#wroteMs = performance.now();
    this.#update();
  }

  #update(): void {
    if (this.#updateFailure !== null) throw this.#updateFailure.error;
    const open = this.#open;
    if (open === null) return;
    const { writer } = open.file;
    const nowMs = performance.now();
    if (writer.framesWritten === open.updatedFrames || nowMs - open.updatedMs < UPDATE_MS) return;
    if (this.#updating) return;
    open.updatedFrames = writer.framesWritten;
    open.updatedMs = nowMs;
    this.#updating = true;
    // A disk may take seconds for it; writing goes on meanwhile.
    writer
      .update()
      .catch((error) => {
        this.#updateFailure ??= { error };
        this.#wake?.();
      })
      .finally(() => {
        this.#updating = false;
      });
  }

  /** Opens another file where one is due. @returns frames that may be written to it, one at least */
  async #roomInFile(): Promise<number> {
    const open = this.#open;
    const { takeFrames, targets } = this.#options;
    if (open === null) return await this.#openNext();
    const takeEnds = takeFrames !== null && this.#takenFrames === takeFrames;
    const splits = this.#wantsSplit && targets.canSplit && this.#writtenFrames > open.startFrame;
    if (!takeEnds && !splits && this.#leftInFile() > 0) return this.#leftInFile();
    const { take, piece } = this.#part;
    const next = takeEnds ? { take: take + 1, piece: 0 } : { take, piece: piece + 1 };
    await this.#finish(next);
    this.#part = next;
    return await this.#openNext();
  }

  /** Frames of the take that are written. */
  get #takenFrames(): number {
    return this.#writtenFrames - this.#part.take * (this.#options.takeFrames ?? 0);
  }

  #leftInFile(): number {
    const { file, startFrame } = this.#open!;
    const { takeFrames } = this.#options;
    const leftInTake = takeFrames === null ? Number.POSITIVE_INFINITY : takeFrames - this.#takenFrames;
    const limit = Math.min(file.limitFrames ?? Number.POSITIVE_INFINITY, file.writer.maxFrames);
    return Math.min(leftInTake, limit - (this.#writtenFrames - startFrame));
  }

  async #openNext(): Promise<number> {
    const { targets, spec, onOpened } = this.#options;
    const part = this.#part;
    const file = await targets.open(spec, part);
    const startFrame = this.#writtenFrames;
    this.#open = { file, part, startFrame, updatedFrames: 0, updatedMs: performance.now() };
    this.#wantsSplit = false;
    onOpened(file.name, startFrame);
    return this.#leftInFile();
  }

  async #finish(next: RecordingPart | null): Promise<void> {
    const open = this.#open;
    if (open === null) return;
    const { targets, onFinished } = this.#options;
    const { writer } = open.file;
    await writer.finish();
    this.#open = null;
    this.#finishedBytes += writer.bytesWritten;
    const name = await targets.completed(open.file, open.part, next);
    const frames = this.#writtenFrames - open.startFrame;
    const finished = { name, startFrame: open.startFrame, frames, bytes: writer.bytesWritten };
    this.#files.push(finished);
    onFinished(finished);
  }

  #silentChunk(): Uint8Array {
    const { spec, queue } = this.#options;
    const pattern = silencePattern(spec.format) ?? new Uint8Array(1);
    return new Uint8Array(Buffer.alloc(this.#chunkFrames * queue.frameBytes, pattern));
  }
}
