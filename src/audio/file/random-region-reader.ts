/** Reads the samples of a file that lie in one piece: the hot path of playing. */

import type { RandomAccessSource } from '../../file/byte-source.js';
import { interruptedError } from '../../file/system-error.js';
import type { ByteCursor } from './byte-cursor.js';
import { type DataRegion, frameBytesOf } from './stream-layout.js';
import { checkSeekTarget, StreamReader } from './stream-reader.js';

export class RandomRegionReader extends StreamReader {
  readonly seekable = true;
  readonly #cursor: ByteCursor;
  readonly #source: RandomAccessSource;
  readonly #startByte: number;
  readonly #lengthBytes: number;
  readonly #passTrailer: DataRegion['passTrailer'];
  readonly #frames: number;
  #positionFrames = 0;

  constructor(cursor: ByteCursor, source: RandomAccessSource, region: DataRegion) {
    const available = Math.max(0, source.sizeBytes - region.startByte);
    const lengthBytes = Math.min(region.lengthBytes ?? available, available);
    const frameBytes = frameBytesOf(region.samples);
    const frames = Math.floor(lengthBytes / frameBytes);
    super({ container: region.container, ...region.samples, frames }, frameBytes, region.warnings);
    this.#cursor = cursor;
    this.#source = source;
    this.#startByte = region.startByte;
    this.#lengthBytes = lengthBytes;
    this.#passTrailer = region.passTrailer;
    this.#frames = frames;
    const restBytes = lengthBytes - frames * frameBytes;
    if (restBytes > 0) this.addWarning(`the last ${restBytes} bytes are no whole frame and are left out`);
  }

  get positionFrames(): number {
    return this.#positionFrames;
  }

  readSync(target: Uint8Array): number {
    this.assertOpen();
    const frames = Math.min(this.framesIn(target), this.#frames - this.#positionFrames);
    const wanted = frames * this.frameBytes;
    let byteOffset = this.#startByte + this.#positionFrames * this.frameBytes;
    let filled = 0;
    while (filled < wanted) {
      const got = this.#source.readAtSync(target, filled, wanted - filled, byteOffset);
      if (got === 0) break;
      filled += got;
      byteOffset += got;
    }
    return this.#account(this.#positionFrames, frames, filled);
  }

  async read(target: Uint8Array, signal?: AbortSignal): Promise<number> {
    this.assertOpen();
    if (signal?.aborted) throw interruptedError(signal);
    const start = this.#positionFrames;
    const frames = Math.min(this.framesIn(target), this.#frames - start);
    const wanted = frames * this.frameBytes;
    let filled = 0;
    while (filled < wanted) {
      const byteOffset = this.#startByte + start * this.frameBytes + filled;
      const got = await this.#source.readAt(target, filled, wanted - filled, byteOffset);
      if (signal?.aborted) throw interruptedError(signal);
      if (got === 0) break;
      filled += got;
    }
    return this.#account(start, frames, filled);
  }

  /** A seek during an asynchronous read wins: the read still gives its frames, the position is the seek's. */
  #account(start: number, wantedFrames: number, filledBytes: number): number {
    const frames = Math.floor(filledBytes / this.frameBytes);
    if (frames < wantedFrames) this.addWarning('the file became shorter while it was read');
    if (this.#positionFrames === start) this.#positionFrames = start + frames;
    return frames;
  }

  seek(frame: number): void {
    this.assertOpen();
    checkSeekTarget(frame);
    this.#positionFrames = Math.min(frame, this.#frames);
  }

  async leave(): Promise<void> {
    this.#cursor.moveTo(this.#startByte + this.#lengthBytes);
    await this.#passTrailer?.(this.#cursor);
  }
}
