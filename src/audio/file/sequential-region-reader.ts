/** Reads the samples of a stream that lie in one piece, as they flow. */

import { AlsatsError } from '../../error.js';
import { closedError, interruptedError } from '../../file/system-error.js';
import type { ByteCursor } from './byte-cursor.js';
import { type DataRegion, frameBytesOf } from './stream-layout.js';
import { notSeekableError, StreamReader } from './stream-reader.js';

export class SequentialRegionReader extends StreamReader {
  readonly seekable = false;
  readonly #cursor: ByteCursor;
  #remainingBytes: number;
  readonly #passTrailer: DataRegion['passTrailer'];
  readonly #claimsLength: boolean;
  /** Bytes of a frame whose rest has not come yet. */
  readonly #partialFrame: Uint8Array;
  #partialBytes = 0;
  #positionFrames = 0;
  #reading = false;
  #left = false;

  constructor(cursor: ByteCursor, region: DataRegion) {
    const frameBytes = frameBytesOf(region.samples);
    const frames = region.lengthBytes === null ? null : Math.floor(region.lengthBytes / frameBytes);
    super({ container: region.container, ...region.samples, frames }, frameBytes, region.warnings);
    this.#cursor = cursor;
    this.#remainingBytes = region.lengthBytes ?? Number.POSITIVE_INFINITY;
    this.#passTrailer = region.passTrailer;
    this.#claimsLength = region.lengthBytes !== null;
    this.#partialFrame = new Uint8Array(frameBytes);
  }

  get positionFrames(): number {
    return this.#positionFrames;
  }

  async read(target: Uint8Array, signal?: AbortSignal): Promise<number> {
    this.assertOpen();
    if (this.#left) throw closedError();
    if (signal?.aborted) throw interruptedError(signal);
    const room = this.framesIn(target) * this.frameBytes;
    if (this.#reading) throw new AlsatsError('invalid', 'a read of this stream is under way already');
    this.#reading = true;
    try {
      return await this.#fill(target, room, signal);
    } finally {
      this.#reading = false;
    }
  }

  async #fill(target: Uint8Array, room: number, signal: AbortSignal | undefined): Promise<number> {
    target.set(this.#partialFrame.subarray(0, this.#partialBytes));
    let filled = this.#partialBytes;
    while (filled < this.frameBytes) {
      const wanted = Math.min(room - filled, this.#remainingBytes);
      const got = wanted === 0 ? 0 : await this.#cursor.read(target, filled, wanted, signal);
      if (got === 0) {
        this.#noteEnd(filled);
        return 0;
      }
      filled += got;
      this.#remainingBytes -= got;
      this.#keepPartialFrame(target, filled);
    }
    const frames = Math.floor(filled / this.frameBytes);
    this.#positionFrames += frames;
    return frames;
  }

  /** Kept after every step, so that an abort in the middle of a frame loses nothing. */
  #keepPartialFrame(target: Uint8Array, filled: number): void {
    this.#partialBytes = filled % this.frameBytes;
    this.#partialFrame.set(target.subarray(filled - this.#partialBytes, filled));
  }

  #noteEnd(partialBytes: number): void {
    if (this.#claimsLength && this.#remainingBytes > 0) {
      this.addWarning(`the stream ended ${this.#remainingBytes} bytes before the length its header gives`);
    }
    if (partialBytes > 0) {
      this.addWarning(`the last ${partialBytes} bytes are no whole frame and are left out`);
    }
  }

  readSync(): number {
    throw notSeekableError('readSync');
  }

  seek(): void {
    throw notSeekableError('seek');
  }

  async leave(): Promise<void> {
    this.#left = true;
    this.#remainingBytes -= await this.#cursor.skip(this.#remainingBytes);
    await this.#passTrailer?.(this.#cursor);
  }
}
