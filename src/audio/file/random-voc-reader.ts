/** Reads a VOC file whose blocks can all be looked at beforehand: with its repeats, its length, and seeking. */

import type { RandomAccessSource } from '../../file/byte-source.js';
import { interruptedError } from '../../file/system-error.js';
import { silencePattern } from '../sample-format.js';
import type { ByteCursor } from './byte-cursor.js';
import { frameBytesOf, type SampleLayout } from './stream-layout.js';
import { checkSeekTarget, StreamReader } from './stream-reader.js';
import { VocWalker } from './voc-sound.js';
import { VocTimeline } from './voc-timeline.js';

/** A part of a target, and what belongs there. */
interface Span {
  readonly targetOffset: number;
  readonly lengthBytes: number;
  /** Null is silence. */
  readonly startByte: number | null;
}

export class RandomVocReader extends StreamReader {
  readonly seekable = true;
  readonly #cursor: ByteCursor;
  readonly #source: RandomAccessSource;
  readonly #timeline: VocTimeline;
  readonly #frames: number;
  /** Behind the file's last block. */
  readonly #endByte: number;
  readonly #silence: Uint8Array;
  #positionFrames = 0;

  private constructor(
    cursor: ByteCursor,
    source: RandomAccessSource,
    samples: SampleLayout,
    timeline: VocTimeline,
    warnings: string[],
  ) {
    const frames = timeline.finish();
    super({ container: 'voc', ...samples, frames }, frameBytesOf(samples), warnings);
    this.#cursor = cursor;
    this.#source = source;
    this.#timeline = timeline;
    this.#frames = frames;
    this.#endByte = cursor.offset;
    this.#silence = silencePattern(samples.format) ?? Uint8Array.of(0);
  }

  /** Looks through all blocks; the cursor stands at the file's first byte. @throws AudioFileError */
  static async open(cursor: ByteCursor, source: RandomAccessSource): Promise<RandomVocReader> {
    const walker = await VocWalker.open(cursor);
    const timeline = new VocTimeline(walker.warnings);
    for (let piece = await walker.next(); piece !== null; piece = await walker.next()) timeline.add(piece);
    return new RandomVocReader(cursor, source, walker.samples, timeline, walker.warnings);
  }

  get positionFrames(): number {
    return this.#positionFrames;
  }

  readSync(target: Uint8Array): number {
    this.assertOpen();
    const start = this.#positionFrames;
    const spans = this.#plan(start, this.framesIn(target));
    let filled = 0;
    for (const { targetOffset, lengthBytes, startByte } of spans) {
      if (startByte === null) this.#fillSilence(target, targetOffset, lengthBytes);
      else {
        const got = this.#source.readAtSync(target, targetOffset, lengthBytes, startByte);
        if (got < lengthBytes) return this.#account(start, filled + got);
      }
      filled += lengthBytes;
    }
    return this.#account(start, filled);
  }

  async read(target: Uint8Array, signal?: AbortSignal): Promise<number> {
    this.assertOpen();
    if (signal?.aborted) throw interruptedError(signal);
    const start = this.#positionFrames;
    const spans = this.#plan(start, this.framesIn(target));
    let filled = 0;
    for (const { targetOffset, lengthBytes, startByte } of spans) {
      if (startByte === null) this.#fillSilence(target, targetOffset, lengthBytes);
      else {
        const got = await this.#source.readAt(target, targetOffset, lengthBytes, startByte);
        if (signal?.aborted) throw interruptedError(signal);
        if (got < lengthBytes) return this.#account(start, filled + got);
      }
      filled += lengthBytes;
    }
    return this.#account(start, filled);
  }

  #plan(start: number, room: number): Span[] {
    const spans: Span[] = [];
    for (let planned = 0; planned < room; ) {
      const located = this.#timeline.locate(start + planned);
      if (located === null) break;
      const frames = Math.min(located.frames, room - planned);
      const { startByte } = located.segment;
      spans.push({
        targetOffset: planned * this.frameBytes,
        lengthBytes: frames * this.frameBytes,
        startByte: startByte === null ? null : startByte + located.frame * this.frameBytes,
      });
      planned += frames;
    }
    return spans;
  }

  #fillSilence(target: Uint8Array, targetOffset: number, lengthBytes: number): void {
    for (let index = 0; index < lengthBytes; index++) {
      target[targetOffset + index] = this.#silence[index % this.#silence.length]!;
    }
  }

  /** A seek during an asynchronous read wins, as in every reader. */
  #account(start: number, filledBytes: number): number {
    const frames = Math.floor(filledBytes / this.frameBytes);
    if (this.#positionFrames === start) this.#positionFrames = start + frames;
    return frames;
  }

  seek(frame: number): void {
    this.assertOpen();
    checkSeekTarget(frame);
    this.#positionFrames = Math.min(frame, this.#frames);
  }

  async leave(): Promise<void> {
    this.#cursor.moveTo(this.#endByte);
  }
}
