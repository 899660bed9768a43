/** Writes to what only flows: the header goes first and has to hold, as there is no going back to it. */

import type { Writable } from 'node:stream';
import { AlsatsError } from '../../error.js';
import type { SampleFormat } from '../sample-format.js';
import type { AudioSpec, AudioWriter } from '../writer.js';
import type { AudioHeader } from './audio-header.js';
import { checkWholeFrames, closedError } from './call-errors.js';
import type { FrameEncoder } from './frame-encoder.js';
import { writeFailure } from './write-failure.js';

/** A target that flows. */
export interface FlowingTarget {
  readonly stream: Writable;
  /** Whether the stream keeps what it is given beyond its callback, as a transform does. */
  readonly keepsChunks: boolean;
  /** Whether the end of the file is the end of the stream; not so for standard output. */
  readonly endsWithFile: boolean;
}

export interface StreamStart extends FlowingTarget {
  readonly spec: AudioSpec;
  readonly storedFormat: SampleFormat;
  readonly header: AudioHeader;
  readonly encoder: FrameEncoder;
  /** Frames the header speaks of; null leaves it open. */
  readonly expectedFrames: number | null;
}

export class StreamWriter implements AudioWriter {
  readonly spec: AudioSpec;
  readonly storedFormat: SampleFormat;
  readonly frameBytes: number;
  readonly maxFrames: number;
  readonly #start: StreamStart;
  #framesWritten = 0;
  #bytesWritten = 0;
  #failure: AlsatsError | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #finished: Promise<void> | null = null;
  readonly #onError = (error: Error): void => {
    this.#failure ??= writeFailure(error, this.#framesWritten);
  };

  constructor(start: StreamStart) {
    this.spec = start.spec;
    this.storedFormat = start.storedFormat;
    this.frameBytes = start.encoder.frameBytes;
    this.maxFrames = start.expectedFrames ?? Number.POSITIVE_INFINITY;
    this.#start = start;
    // Stays on the stream: what breaks between two writes must not end the process.
    start.stream.on('error', this.#onError);
  }

  get framesWritten(): number {
    return this.#framesWritten;
  }

  get bytesWritten(): number {
    return this.#bytesWritten;
  }

  /** @internal The header, before the first frame. */
  async begin(): Promise<void> {
    const { header, expectedFrames, encoder } = this.#start;
    header.setSizes(expectedFrames === null ? null : expectedFrames * encoder.storedFrameBytes);
    if (header.bytes.length > 0) await this.#inTurn(() => this.#send(header.bytes));
  }

  async write(frames: Uint8Array): Promise<void> {
    if (this.#finished !== null) throw closedError();
    const count = checkWholeFrames(frames, this.frameBytes);
    await this.#inTurn(() => this.#append(frames, count));
  }

  async #append(frames: Uint8Array, count: number): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    if (count > this.maxFrames - this.#framesWritten) {
      throw new AlsatsError('invalid', `the header told the reader of ${this.maxFrames} frames, not of more`);
    }
    const { encoder } = this.#start;
    for (let at = 0; at < frames.length; ) {
      const stored = encoder.encode(frames, at);
      await this.#send(stored);
      const sent = stored.length / encoder.storedFrameBytes;
      this.#framesWritten += sent;
      at += sent * this.frameBytes;
    }
  }

  async update(): Promise<void> {
    if (this.#finished !== null) throw closedError();
  }

  finish(): Promise<void> {
    this.#finished ??= this.#inTurn(() => this.#complete());
    return this.#finished;
  }

  async #complete(): Promise<void> {
    const { stream, header, encoder, endsWithFile, expectedFrames } = this.#start;
    // Behind an open size nothing tells the padding from a sample, so there is none.
    const isComplete = expectedFrames !== null && this.#framesWritten === expectedFrames;
    const padBytes = isComplete ? header.padBytes(this.#framesWritten * encoder.storedFrameBytes) : 0;
    if (this.#failure === null && padBytes > 0) await this.#send(new Uint8Array(padBytes));
    if (!endsWithFile || this.#failure !== null) {
      if (endsWithFile) stream.destroy();
      return;
    }
    try {
      const { finished } = process.getBuiltinModule('node:stream/promises');
      stream.end();
      await finished(stream, { readable: false });
    } catch (error) {
      throw writeFailure(error, this.#framesWritten);
    }
  }

  /** Settles when the stream has passed the bytes on: that is what holds up a recorder whose reader is slow. */
  #send(bytes: Uint8Array): Promise<void> {
    const { stream, keepsChunks } = this.#start;
    return new Promise((resolve, reject) => {
      stream.write(keepsChunks ? bytes.slice() : bytes, (error) => {
        if (error) {
          this.#onError(error);
          reject(this.#failure);
          return;
        }
        this.#bytesWritten += bytes.length;
        resolve();
      });
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => {});
    return result;
  }
}
