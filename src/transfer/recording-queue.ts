/**
 * Sound between the device and the files: blocks of memory that are taken as they are needed and used again, last
 * used first, so that a recording whose disk keeps up works in the same few blocks for ever.
 *
 * Marks tell what happens between two frames: a new file, or sound that is missing.
 */

import { AlsatsError } from '../error.js';

/** Something between the frame before `total` and that one. */
export interface QueueMark {
  /** Frames put in before. */
  readonly total: number;
  readonly split: boolean;
  /** Frames missing here, to be written as silence. */
  readonly silentFrames: number;
}

const BLOCK_BYTES = 4 * 1024 * 1024;

export class RecordingQueue {
  readonly frameBytes: number;
  readonly capacityFrames: number;
  readonly #blockFrames: number;
  /** The first one is being taken from, the last one put into. */
  readonly #blocks: Uint8Array[] = [];
  readonly #free: Uint8Array[] = [];
  readonly #marks: QueueMark[] = [];
  #put = 0;
  #taken = 0;
  /** Places within the first and last block. */
  #takeIndex = 0;
  #putIndex = 0;
  /** What waits here is kept back, and may be thrown away. */
  #isHeld: boolean;

  /** @param held whether frames are kept back until {@link release} */
  constructor(frameBytes: number, capacityFrames: number, held = false) {
    this.frameBytes = frameBytes;
    this.capacityFrames = capacityFrames;
    this.#blockFrames = Math.max(1, Math.min(capacityFrames, Math.floor(BLOCK_BYTES / frameBytes)));
    this.#isHeld = held;
    this.#blocks.push(this.#newBlock());
  }

  /** Frames ever put in. */
  get totalPut(): number {
    return this.#put;
  }

  /** Frames ever taken out or thrown away. */
  get totalTaken(): number {
    return this.#taken;
  }

  get filledFrames(): number {
    return this.#put - this.#taken;
  }

  get freeFrames(): number {
    return this.capacityFrames - this.filledFrames;
  }

  /** Memory in use. */
  get allocatedBytes(): number {
    return (this.#blocks.length + this.#free.length) * this.#blockFrames * this.frameBytes;
  }

  // --- putting in ---

  /** Where the next frames are to be put: from frame {@link putIndex} on, up to {@link putFrames}. */
  get putBytes(): Uint8Array {
    return this.#blocks.at(-1)!;
  }

  get putIndex(): number {
    return this.#putIndex;
  }

  /** Room in one piece; 0 where the queue is full. */
  get putFrames(): number {
    return Math.min(this.freeFrames, this.#blockFrames - this.#putIndex);
  }

  put(frames: number): void {
    if (frames > this.putFrames) throw new AlsatsError('invalid', 'more frames than the queue has room for');
    this.#put += frames;
    this.#putIndex += frames;
    if (this.#putIndex < this.#blockFrames) return;
    this.#blocks.push(this.#free.pop() ?? this.#newBlock());
    this.#putIndex = 0;
  }

  /** The frames put next go to another file. */
  markSplit(total: number): void {
    this.#mark({ total, split: true, silentFrames: 0 });
  }

  /** Here so many frames of silence are to be written. */
  markSilence(total: number, silentFrames: number): void {
    if (silentFrames > 0) this.#mark({ total, split: false, silentFrames });
  }

  /** Throws frames before `total` away; only of what is held. */
  discardTo(total: number): void {
    if (!this.#isHeld) throw new AlsatsError('invalid', 'the queue is being emptied by others');
    while (this.#taken < total) this.#advance(Math.min(total - this.#taken, this.#oneBlockFrames));
  }

  /** Lets what is held be taken. */
  release(): void {
    this.#isHeld = false;
  }

  // --- taking out ---

  get takeBytes(): Uint8Array {
    return this.#blocks[0]!;
  }

  get takeIndex(): number {
    return this.#takeIndex;
  }

  /** Frames that lie in one piece before the next mark; 0 at a mark, or where nothing is to be had. */
  get takeFrames(): number {
    if (this.#isHeld) return 0;
    const toMark = (this.#marks[0]?.total ?? Number.POSITIVE_INFINITY) - this.#taken;
    return Math.max(0, Math.min(this.#oneBlockFrames, toMark));
  }

  /** The mark before the next frame, which it takes out; null where there is none. */
  takeMark(): QueueMark | null {
    const mark = this.#marks[0];
    if (this.#isHeld || mark === undefined || mark.total > this.#taken) return null;
    this.#marks.shift();
    return mark;
  }

  /** Takes frames out; the memory they were in is used again at once. */
  take(frames: number): void {
    if (frames > this.takeFrames) throw new AlsatsError('invalid', 'more frames than the queue has');
    this.#advance(frames);
  }

  get #oneBlockFrames(): number {
    return Math.min(this.filledFrames, this.#blockFrames - this.#takeIndex);
  }

  #advance(frames: number): void {
    this.#taken += frames;
    this.#takeIndex += frames;
    if (this.#takeIndex < this.#blockFrames) return;
    // There is always one more: the one being put into is never full.
    this.#free.push(this.#blocks.shift()!);
    this.#takeIndex = 0;
  }

  #mark(mark: QueueMark): void {
    const behind = this.#marks.findLastIndex(({ total }) => total <= mark.total);
    this.#marks.splice(behind + 1, 0, mark);
  }

  /** Of zeros, which cost nothing before they are written to: some devices leave what they are given as it is. */
  #newBlock(): Uint8Array {
    try {
      return new Uint8Array(this.#blockFrames * this.frameBytes);
    } catch (error) {
      throw new AlsatsError('no-memory', 'no memory for the sound that waits to be written', {
        cause: error,
      });
    }
  }
}
