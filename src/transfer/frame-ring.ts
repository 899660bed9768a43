/**
 * A ring of whole frames between a reader and a device. It keeps some frames after they were taken, so that what a
 * device drops before it was heard can be given to it once more, also when the input is a pipe.
 */

import { AlsatsError } from '../error.js';

export class FrameRing {
  /** All frames, in one piece of memory that never moves. */
  readonly bytes: Uint8Array;
  readonly capacityFrames: number;
  readonly frameBytes: number;
  readonly #historyFrames: number;
  /** Frames ever put in and taken out; their remainder by the capacity is the place in the ring. */
  #put = 0;
  #taken = 0;
  /** First frame that still can be gone back to. */
  #oldest = 0;

  /**
   * @param capacityFrames room for frames not yet taken
   * @param historyFrames frames kept after they were taken
   */
  constructor(frameBytes: number, capacityFrames: number, historyFrames: number) {
    this.frameBytes = frameBytes;
    this.capacityFrames = capacityFrames + historyFrames;
    this.#historyFrames = historyFrames;
    this.bytes = allocate(this.capacityFrames * frameBytes);
  }

  /** Frames ever put in. */
  get totalPut(): number {
    return this.#put;
  }

  /** Frames ever taken out, less those gone back to: where in the input the output is. */
  get totalTaken(): number {
    return this.#taken;
  }

  /** Frames that can be taken. */
  get filledFrames(): number {
    return this.#put - this.#taken;
  }

  /** Frames that can be put in. */
  get freeFrames(): number {
    return this.capacityFrames - (this.#put - this.#oldest);
  }

  /** Where the frames to be taken start, in frames from the start of {@link bytes}. */
  get takeIndex(): number {
    return this.#taken % this.capacityFrames;
  }

  /** Frames from {@link takeIndex} on that lie in one piece. */
  get takeFrames(): number {
    return Math.min(this.filledFrames, this.capacityFrames - this.takeIndex);
  }

  take(frames: number): void {
    this.#taken += frames;
    this.#oldest = Math.max(this.#oldest, this.#taken - this.#historyFrames);
  }

  /** Goes back by as many of the frames taken last as are still there; gives their number. */
  untake(frames: number): number {
    const possible = Math.min(frames, this.#taken - this.#oldest);
    this.#taken -= possible;
    return possible;
  }

  /** Makes frame `total` of all the next one taken: ahead, or back as far as there is history. */
  moveTo(total: number): void {
    if (total >= this.#taken) this.take(Math.min(total, this.#put) - this.#taken);
    else this.untake(this.#taken - total);
  }

  /** A place to put up to `maxFrames` frames, in one piece; empty where there is no room. */
  putRegion(maxFrames: number): Uint8Array {
    const index = this.#put % this.capacityFrames;
    const frames = Math.min(maxFrames, this.freeFrames, this.capacityFrames - index);
    return this.bytes.subarray(index * this.frameBytes, (index + frames) * this.frameBytes);
  }

  /** Tells how many frames were put into the region. */
  put(frames: number): void {
    if (frames > this.freeFrames) throw new AlsatsError('invalid', 'more frames than the ring has room for');
    this.#put += frames;
  }

  /** Forgets what is in it. The totals go on counting. */
  clear(): void {
    this.#taken = this.#put;
    this.#oldest = this.#put;
  }
}

/** Memory is the system's only once it is written to, so a large ring costs what is put in it. */
function allocate(byteCount: number): Uint8Array {
  try {
    return Buffer.allocUnsafeSlow(byteCount);
  } catch (error) {
    throw new AlsatsError('no-memory', `no memory for a buffer of ${byteCount} bytes`, { cause: error });
  }
}
