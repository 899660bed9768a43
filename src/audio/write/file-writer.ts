/**
 * Writes a file whose header can be gone back to.
 *
 * Samples always come first and the sizes that speak of them after, so whatever moment the process ends at, the header
 * speaks of samples that are there. {@link FileWriter.update} then has both put on the disk without holding up the
 * writes that follow: after a power cut the last completed update counts.
 */

import type { AlsatsError } from '../../error.js';
import type { PositionedFile } from '../../file/positioned-file.js';
import type { SampleFormat } from '../sample-format.js';
import type { AudioSpec, AudioWriter } from '../writer.js';
import type { AudioHeader } from './audio-header.js';
import { AudioWriteError } from './audio-write-error.js';
import { checkWholeFrames, closedError } from './call-errors.js';
import type { FrameEncoder } from './frame-encoder.js';
import { writeFailure } from './write-failure.js';

/** A file at the moment it is opened. */
export interface FileStart {
  readonly spec: AudioSpec;
  readonly storedFormat: SampleFormat;
  readonly file: PositionedFile;
  readonly header: AudioHeader;
  readonly encoder: FrameEncoder;
  /** Bytes of samples that are there already. */
  readonly dataBytes: number;
  /** Whether the header is still to be written. */
  readonly isNew: boolean;
  readonly sync: boolean;
}

export class FileWriter implements AudioWriter {
  readonly spec: AudioSpec;
  readonly storedFormat: SampleFormat;
  readonly frameBytes: number;
  readonly maxFrames: number;
  readonly #file: PositionedFile;
  readonly #header: AudioHeader;
  readonly #encoder: FrameEncoder;
  readonly #sync: boolean;
  readonly #startDataBytes: number;
  #dataBytes: number;
  #padBytes = 0;
  /** The header as the file has it; null where that is not known. */
  #headerInFile: Uint8Array | null;
  #failure: AlsatsError | null = null;
  /** Calls take their turns; this is the last one's end. */
  #turn: Promise<unknown> = Promise.resolve();
  #syncing: Promise<void> | null = null;
  #finished: Promise<void> | null = null;

  constructor(start: FileStart) {
    this.spec = start.spec;
    this.storedFormat = start.storedFormat;
    this.frameBytes = start.encoder.frameBytes;
    this.#file = start.file;
    this.#header = start.header;
    this.#encoder = start.encoder;
    this.#sync = start.sync;
    this.#startDataBytes = start.dataBytes;
    this.#dataBytes = start.dataBytes;
    this.#headerInFile = start.isNew ? null : start.header.bytes.slice();
    const roomBytes = start.header.maxDataBytes - start.dataBytes;
    const isUnlimited = start.header.maxDataBytes >= Number.MAX_SAFE_INTEGER;
    this.maxFrames = isUnlimited
      ? Number.POSITIVE_INFINITY
      : Math.max(0, Math.floor(roomBytes / start.encoder.storedFrameBytes));
  }

  get framesWritten(): number {
    return Math.floor((this.#dataBytes - this.#startDataBytes) / this.#encoder.storedFrameBytes);
  }

  get bytesWritten(): number {
    return this.#header.bytes.length + this.#dataBytes + this.#padBytes;
  }

  /** Bytes of samples up to the last whole frame. */
  get #wholeBytes(): number {
    return this.#startDataBytes + this.framesWritten * this.#encoder.storedFrameBytes;
  }

  async write(frames: Uint8Array): Promise<void> {
    if (this.#finished !== null) throw closedError();
    const count = checkWholeFrames(frames, this.frameBytes);
    await this.#inTurn(() => this.#append(frames, count));
  }

  async #append(frames: Uint8Array, count: number): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    if (count > this.maxFrames - this.framesWritten) {
      throw this.#fail(
        new AudioWriteError('a file of this type cannot be longer', {
          framesWritten: this.framesWritten,
          hint: 'RF64, Wave64 and raw files can, and WAVE files that alsats begins',
        }),
      );
    }
    for (let at = 0; at < frames.length; ) {
      const stored = this.#encoder.encode(frames, at);
      await this.#writeSamples(stored);
      at += (stored.length / this.#encoder.storedFrameBytes) * this.frameBytes;
    }
  }

  async #writeSamples(stored: Uint8Array): Promise<void> {
    for (let done = 0; done < stored.length; ) {
      const at = this.#header.bytes.length + this.#dataBytes;
      const written = await this.#guard(() => writeSome(this.#file, stored, done, at));
      done += written;
      this.#dataBytes += written;
    }
  }

  async update(): Promise<void> {
    if (this.#finished !== null) throw closedError();
    await this.#inTurn(async () => {
      if (this.#failure !== null) return;
      await this.#guard(async () => {
        await this.#writeHeader();
        await this.#checkThere();
      });
    });
    if (this.#sync && this.#failure === null) await this.#syncOnce();
  }

  /** One at a time: a disk that takes longer than the time between two updates is not asked more often. */
  async #syncOnce(): Promise<void> {
    if (this.#syncing !== null) return;
    const syncing = this.#guard(() => this.#file.sync());
    this.#syncing = syncing;
    try {
      await syncing;
    } finally {
      this.#syncing = null;
    }
  }

  finish(): Promise<void> {
    this.#finished ??= this.#inTurn(() => this.#complete());
    return this.#finished;
  }

  async #complete(): Promise<void> {
    await this.#syncing?.catch(() => {});
    let failure: AlsatsError | null = null;
    try {
      if (this.#dataBytes !== this.#wholeBytes) await this.#dropTornFrame();
      await this.#pad();
      await this.#writeHeader();
      await this.#checkThere();
      if (this.#sync) await this.#file.sync();
    } catch (error) {
      failure = writeFailure(error, this.framesWritten);
    }
    try {
      await this.#file.close();
    } catch (error) {
      // Network file systems tell only here that they have no room for what they took.
      failure ??= writeFailure(error, this.framesWritten);
    }
    if (failure !== null) throw failure;
  }

  async #dropTornFrame(): Promise<void> {
    await this.#file.truncate(this.#header.bytes.length + this.#wholeBytes);
    this.#dataBytes = this.#wholeBytes;
  }

  async #pad(): Promise<void> {
    const zeros = new Uint8Array(this.#header.padBytes(this.#dataBytes));
    try {
      while (this.#padBytes < zeros.length) {
        this.#padBytes += await writeSome(this.#file, zeros, this.#padBytes, this.bytesWritten);
      }
    } catch {
      // On a full disk there may be no room for it. No reader minds, and the frames matter more.
    }
  }

  async #writeHeader(): Promise<void> {
    const { bytes } = this.#header;
    this.#header.setSizes(this.#wholeBytes);
    const { start, end } = changedRange(bytes, this.#headerInFile);
    // Until it is done nobody knows what the file has.
    this.#headerInFile = null;
    const part = bytes.subarray(0, end);
    for (let done = start; done < end; ) done += await writeSome(this.#file, part, done, done);
    this.#headerInFile = bytes.slice();
  }

  /** @throws AudioWriteError where nobody will find what is written */
  async #checkThere(): Promise<void> {
    if (!(await this.#file.isGone?.())) return;
    throw new AudioWriteError('the file was deleted', { framesWritten: this.framesWritten });
  }

  /** @internal The header of a new file, before the first frame. */
  async begin(): Promise<void> {
    await this.#inTurn(() => this.#guard(() => this.#writeHeader()));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => {});
    return result;
  }

  /** What goes wrong on the way is the end of writing. */
  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.#fail(writeFailure(error, this.framesWritten));
    }
  }

  #fail(error: AlsatsError): AlsatsError {
    this.#failure ??= error;
    return this.#failure;
  }
}

/** From the first byte that differs to behind the last one; empty where none does. */
function changedRange(bytes: Uint8Array, before: Uint8Array | null): { start: number; end: number } {
  if (before === null) return { start: 0, end: bytes.length };
  let start = 0;
  let end = bytes.length;
  while (start < end && bytes[start] === before[start]) start++;
  while (end > start && bytes[end - 1] === before[end - 1]) end--;
  return { start, end };
}

/** The system may take less than it is given. */
async function writeSome(
  file: PositionedFile,
  bytes: Uint8Array,
  offset: number,
  positionByte: number,
): Promise<number> {
  const written = await file.writeAt(bytes, offset, bytes.length - offset, positionByte);
  if (written > 0) return written;
  throw Object.assign(new Error('nothing was written'), { code: 'EIO' });
}
