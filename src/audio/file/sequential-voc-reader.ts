/** Reads a VOC stream as it flows: its blocks one after another, its repeats once. */

import { closedError, interruptedError } from '../../file/system-error.js';
import { silencePattern } from '../sample-format.js';
import type { ByteCursor } from './byte-cursor.js';
import { SequentialRegionReader } from './sequential-region-reader.js';
import { frameBytesOf } from './stream-layout.js';
import { notSeekableError, StreamReader } from './stream-reader.js';
import { VocWalker } from './voc-sound.js';

export class SequentialVocReader extends StreamReader {
  readonly seekable = false;
  readonly #cursor: ByteCursor;
  readonly #walker: VocWalker;
  readonly #silence: Uint8Array;
  /** What is being read: samples, or so many frames of silence. */
  #region: SequentialRegionReader | null = null;
  #silentFrames = 0;
  #positionFrames = 0;
  #left = false;

  private constructor(cursor: ByteCursor, walker: VocWalker) {
    const { samples } = walker;
    super({ container: 'voc', ...samples, frames: null }, frameBytesOf(samples), walker.warnings);
    this.#cursor = cursor;
    this.#walker = walker;
    this.#silence = silencePattern(samples.format) ?? Uint8Array.of(0);
  }

  /** Reads on to the first samples; the cursor stands at the file's first byte. @throws AudioFileError */
  static async open(cursor: ByteCursor): Promise<SequentialVocReader> {
    return new SequentialVocReader(cursor, await VocWalker.open(cursor));
  }

  get positionFrames(): number {
    return this.#positionFrames;
  }

  async read(target: Uint8Array, signal?: AbortSignal): Promise<number> {
    this.assertOpen();
    if (this.#left) throw closedError();
    if (signal?.aborted) throw interruptedError(signal);
    const room = this.framesIn(target);
    for (;;) {
      const frames = await this.#readPiece(target, room, signal);
      this.#positionFrames += frames;
      if (frames > 0 || !(await this.#advance(signal))) return frames;
    }
  }

  async #readPiece(target: Uint8Array, room: number, signal: AbortSignal | undefined): Promise<number> {
    if (this.#region !== null) return this.#region.read(target, signal);
    const frames = Math.min(room, this.#silentFrames);
    this.#silentFrames -= frames;
    for (let index = 0; index < frames * this.frameBytes; index++) {
      target[index] = this.#silence[index % this.#silence.length]!;
    }
    return frames;
  }

  /** Goes on to the next piece; false at the end. */
  async #advance(signal: AbortSignal | undefined): Promise<boolean> {
    this.#region = null;
    this.#cursor.signal = signal;
    try {
      const piece = await this.#walker.next();
      if (piece === null) return false;
      if (piece.kind === 'samples') {
        this.#region = new SequentialRegionReader(this.#cursor, {
          container: 'voc',
          samples: this.#walker.samples,
          startByte: piece.startByte,
          lengthBytes: piece.frames * this.frameBytes,
          warnings: this.warnings,
          passTrailer: null,
        });
      } else if (piece.kind === 'silence') this.#silentFrames = piece.frames;
      else this.addWarning('repeats are played once, since a pipe cannot go back');
      return true;
    } finally {
      this.#cursor.signal = undefined;
    }
  }

  readSync(): number {
    throw notSeekableError('readSync');
  }

  seek(): void {
    throw notSeekableError('seek');
  }

  /** The rest is passed over block by block: only its terminator tells where it ends. */
  async leave(): Promise<void> {
    this.#left = true;
    while ((await this.#walker.next()) !== null);
  }
}
