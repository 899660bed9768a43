/** PCMs as Node streams: playback as a Writable, capture as a Readable (which is async iterable too). */

import { Readable, type ReadableOptions, Writable, type WritableOptions } from 'node:stream';
import { AlsatsError } from '../../error.js';
import { monotonicMs } from '../../monotonic-clock.js';
import { AlsaError } from '../error.js';
import { Waiter } from '../waiter.js';
import type { PcmIo } from './io.js';
import type { Pcm } from './pcm.js';

/** Plug-ins may have no wake-up for the end of draining. */
const DRAIN_LOOK_MS = 20;
/** A device that never reports the end is given its buffer's length and this much. */
const DRAIN_GRACE_MS = 2000;

export interface PcmStreamEvents {
  /** The stream under- or overran and goes on; its argument is the AlsaError. */
  xrun: [error: AlsaError];
}

function requireStream(
  pcm: Pcm,
  stream: 'playback' | 'capture',
): { io: PcmIo<Uint8Array>; frameBytes: number } {
  if (pcm.stream !== stream) throw new AlsatsError('invalid', `this stream needs a PCM opened for ${stream}`);
  const io = pcm.ioBytes();
  pcm.setNonblock(true);
  return { io, frameBytes: io.elementsPerFrame };
}

/**
 * Writes bytes to a PCM that is set up for playback. Pieces may end anywhere; frames are put together.
 *
 * `end()` plays to the last frame before it finishes; `destroy()` stops at once. Xruns are recovered from and told by an
 * `xrun` event. The PCM is closed with the stream.
 *
 * @example `await pipeline(createReadStream('x.raw'), new PcmWritable(pcm))`
 */
export class PcmWritable extends Writable {
  readonly #pcm: Pcm;
  readonly #io: PcmIo<Uint8Array>;
  readonly #waiter: Waiter;
  readonly #frameBytes: number;
  /** The start of a frame whose end has not come yet. */
  #partial: Uint8Array;
  #partialBytes = 0;
  readonly #abort = new AbortController();

  /** @throws AlsatsError of kind `invalid` where `pcm` is not set up for playback */
  constructor(pcm: Pcm, options: Pick<WritableOptions, 'highWaterMark' | 'signal'> = {}) {
    super({ ...options, decodeStrings: true });
    const { io, frameBytes } = requireStream(pcm, 'playback');
    this.#pcm = pcm;
    this.#io = io;
    this.#frameBytes = frameBytes;
    this.#partial = new Uint8Array(frameBytes);
    this.#waiter = new Waiter(pcm);
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#writeAll(chunk).then(() => done(), done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#drain().then(() => done(), done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#abort.abort();
    try {
      this.#pcm.close();
      done(error);
    } catch (closing) {
      done(error ?? (closing as Error));
    }
  }

  async #writeAll(chunk: Uint8Array): Promise<void> {
    let rest = chunk;
    if (this.#partialBytes > 0) {
      const taken = Math.min(this.#frameBytes - this.#partialBytes, rest.length);
      this.#partial.set(rest.subarray(0, taken), this.#partialBytes);
      this.#partialBytes += taken;
      rest = rest.subarray(taken);
      if (this.#partialBytes < this.#frameBytes) return;
      this.#partialBytes = 0;
      await this.#writeFrames(this.#partial, 1);
    }
    const frames = Math.floor(rest.length / this.#frameBytes);
    if (frames > 0) await this.#writeFrames(rest, frames);
    const left = rest.subarray(frames * this.#frameBytes);
    this.#partial.set(left);
    this.#partialBytes = left.length;
  }

  async #writeFrames(bytes: Uint8Array, frames: number): Promise<void> {
    for (let written = 0; written < frames; ) {
      try {
        const count = this.#io.writei(bytes, frames - written, written);
        written += count;
        if (count === 0) await this.#waiter.wait({ signal: this.#abort.signal });
      } catch (error) {
        recoverXrun(this, this.#pcm, error);
      }
    }
  }

  async #drain(): Promise<void> {
    if (this.#partialBytes > 0) {
      throw new AlsatsError(
        'invalid',
        `the stream ended within a frame: ${this.#partialBytes} of ${this.#frameBytes} bytes`,
      );
    }
    const { setup } = this.#pcm;
    // Whoever freed it took its buffer away.
    if (setup === null) return;
    const { bufferFrames, framesPerSecond } = setup;
    const deadline = monotonicMs() + (1000 * bufferFrames) / framesPerSecond + DRAIN_GRACE_MS;
    while (!this.#abort.signal.aborted && !this.#drained() && monotonicMs() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, DRAIN_LOOK_MS));
    }
  }

  #drained(): boolean {
    const { state } = this.#pcm;
    return (state !== 'RUNNING' && state !== 'PREPARED' && state !== 'DRAINING') || this.#pcm.drain();
  }
}

/**
 * Reads bytes from a PCM that is set up for capture, whole frames at a time, a period or more each.
 *
 * It starts the PCM when it is first read from. Overruns are recovered from and told by an `xrun` event; what was lost
 * is missing in the stream. The PCM is closed with the stream.
 *
 * @example `for await (const bytes of new PcmReadable(pcm)) …`
 */
export class PcmReadable extends Readable {
  readonly #pcm: Pcm;
  readonly #io: PcmIo<Uint8Array>;
  readonly #waiter: Waiter;
  readonly #periodBytes: number;
  readonly #abort = new AbortController();

  /** @throws AlsatsError of kind `invalid` where `pcm` is not set up for capture */
  constructor(pcm: Pcm, options: Pick<ReadableOptions, 'highWaterMark' | 'signal'> = {}) {
    super(options);
    const { io, frameBytes } = requireStream(pcm, 'capture');
    this.#pcm = pcm;
    this.#io = io;
    this.#periodBytes = pcm.setup!.periodFrames * frameBytes;
    this.#waiter = new Waiter(pcm);
  }

  override _read(): void {
    this.#readPeriod().then(
      (bytes) => this.push(bytes),
      (error) => this.destroy(this.#abort.signal.aborted ? undefined : error),
    );
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#abort.abort();
    try {
      this.#pcm.close();
      done(error);
    } catch (closing) {
      done(error ?? (closing as Error));
    }
  }

  async #readPeriod(): Promise<Uint8Array> {
    // The consumer keeps what it gets, so each piece is memory of its own.
    const bytes = new Uint8Array(this.#periodBytes);
    for (;;) {
      try {
        // A wait does not start a stream, a read may have nothing to start it with.
        if (this.#pcm.state === 'PREPARED') this.#pcm.start();
        const frames = this.#io.readi(bytes);
        if (frames > 0) return bytes.subarray(0, frames * this.#io.elementsPerFrame);
        await this.#waiter.wait({ signal: this.#abort.signal });
      } catch (error) {
        recoverXrun(this, this.#pcm, error);
      }
    }
  }
}

/** Prepares the PCM after an xrun or a suspend; throws anything else again. */
function recoverXrun(stream: Writable | Readable, pcm: Pcm, error: unknown): void {
  if (!(error instanceof AlsaError) || (error.kind !== 'xrun' && error.kind !== 'suspended')) throw error;
  pcm.prepare();
  stream.emit('xrun', error);
}
