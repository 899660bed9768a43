/** The pieces of a VOC file in the order they sound, with its repeats, so that any frame can be found. */

import type { VocPiece } from './voc-sound.js';

/** A run of frames that lie together, or of silence. */
export interface VocSegment {
  /** Null is silence. */
  readonly startByte: number | null;
  readonly frames: number;
  /** Index of its first frame within its part. */
  readonly firstFrame: number;
}

/** Segments that sound one after another, all of them `times` times. */
interface VocPart {
  readonly segments: readonly VocSegment[];
  /** Of all its segments, once. */
  readonly frames: number;
  readonly times: number;
  /** Index of its first frame within the file. */
  readonly firstFrame: number;
}

export interface LocatedFrames {
  readonly segment: VocSegment;
  /** Index of the frame in the segment. */
  readonly frame: number;
  /** Frames from there to the end of the segment. */
  readonly frames: number;
}

export class VocTimeline {
  readonly #parts: VocPart[] = [];
  /** Of the parts gathered so far, with their repeats. */
  #frames = 0;
  #segments: VocSegment[] = [];
  #partFrames = 0;
  /** How often the part that is being gathered is to sound; null outside of a repeat. */
  #times: number | null = null;
  readonly #warnings: string[];

  constructor(warnings: string[]) {
    this.#warnings = warnings;
  }

  /** Puts the next piece of the file at the end. */
  add(piece: VocPiece): void {
    switch (piece.kind) {
      case 'samples':
      case 'silence': {
        if (piece.frames === 0) return;
        const startByte = piece.kind === 'samples' ? piece.startByte : null;
        this.#segments.push({ startByte, frames: piece.frames, firstFrame: this.#partFrames });
        this.#partFrames += piece.frames;
        return;
      }
      case 'repeat':
        this.#beginRepeat(piece.times);
        return;
      case 'repeat-end':
        this.#endRepeat();
    }
  }

  /** Nothing comes any more. Gives the number of frames. */
  finish(): number {
    if (this.#times !== null) this.#warn('a repeat that does not end is played once');
    this.#endPart(1);
    return this.#frames;
  }

  /** Where a frame is; null behind the end. */
  locate(frame: number): LocatedFrames | null {
    if (frame >= this.#frames) return null;
    const part = lastStartingBy(this.#parts, frame);
    const inPart = (frame - part.firstFrame) % part.frames;
    const segment = lastStartingBy(part.segments, inPart);
    const inSegment = inPart - segment.firstFrame;
    return { segment, frame: inSegment, frames: segment.frames - inSegment };
  }

  #beginRepeat(times: number): void {
    if (this.#times !== null) {
      this.#warn('a repeat inside a repeat is passed over');
      return;
    }
    this.#endPart(1);
    this.#times = times;
  }

  #endRepeat(): void {
    if (this.#times === null) {
      this.#warn('an end of a repeat that never began is passed over');
      return;
    }
    const isEndless = this.#times === Number.POSITIVE_INFINITY;
    if (isEndless) this.#warn('an endless repeat is played once');
    this.#endPart(isEndless ? 1 : this.#times);
    this.#times = null;
  }

  #endPart(times: number): void {
    const frames = this.#partFrames;
    if (frames > 0) {
      this.#parts.push({ segments: this.#segments, frames, times, firstFrame: this.#frames });
      this.#frames += frames * times;
    }
    this.#segments = [];
    this.#partFrames = 0;
  }

  #warn(text: string): void {
    if (!this.#warnings.includes(text)) this.#warnings.push(text);
  }
}

/** The last of a list, in the order of their first frames, that starts at or before `frame`; found by halving. */
function lastStartingBy<T extends { readonly firstFrame: number }>(list: readonly T[], frame: number): T {
  let low = 0;
  let high = list.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (list[middle]!.firstFrame <= frame) low = middle;
    else high = middle - 1;
  }
  return list[low]!;
}
