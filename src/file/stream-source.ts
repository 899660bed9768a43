/** A source over anything that gives chunks of bytes one after another. */

import { AlsatsError } from '../error.js';
import type { SequentialSource } from './byte-source.js';
import { closedError, fromSystemError, interruptedError } from './system-error.js';

/**
 * Wraps a Node stream, a web stream or any async iterable of byte chunks. Closing the source ends the iterable:
 * a Node stream is destroyed, an iterator's `return` is called.
 */
export function streamSource(chunks: AsyncIterable<Uint8Array | string>): SequentialSource {
  return new StreamSource(chunks);
}

interface Destroyable {
  destroy(): unknown;
}

function isDestroyable(value: object): value is Destroyable {
  return 'destroy' in value && typeof value.destroy === 'function';
}

class StreamSource implements SequentialSource {
  readonly access = 'sequential';
  readonly #iterable: AsyncIterable<Uint8Array | string>;
  readonly #iterator: AsyncIterator<Uint8Array | string>;
  /** What came last and is not used up. */
  #chunk: Uint8Array | null = null;
  #chunkOffset = 0;
  /** Asked for and not there yet; it outlives an aborted read, so that the next one finds its bytes. */
  #pending: Promise<IteratorResult<Uint8Array | string>> | null = null;
  #ended = false;
  #closed = false;
  readonly #closing = new AbortController();

  constructor(iterable: AsyncIterable<Uint8Array | string>) {
    this.#iterable = iterable;
    this.#iterator = iterable[Symbol.asyncIterator]();
  }

  async read(target: Uint8Array, targetOffset: number, lengthBytes: number, signal?: AbortSignal) {
    if (this.#closed) throw closedError();
    if (signal?.aborted) throw interruptedError(signal);
    while (this.#chunk === null) {
      if (this.#ended || lengthBytes === 0) return 0;
      await this.#fetchChunk(signal);
    }
    const chunk = this.#chunk;
    const taken = Math.min(lengthBytes, chunk.length - this.#chunkOffset);
    target.set(chunk.subarray(this.#chunkOffset, this.#chunkOffset + taken), targetOffset);
    this.#chunkOffset += taken;
    if (this.#chunkOffset === chunk.length) this.#chunk = null;
    return taken;
  }

  async #fetchChunk(signal: AbortSignal | undefined): Promise<void> {
    this.#pending ??= this.#iterator.next();
    let result: IteratorResult<Uint8Array | string>;
    try {
      result = await untilAborted(this.#pending, signal, this.#closing.signal);
    } catch (error) {
      if (this.#closed) throw closedError();
      if (!signal?.aborted) {
        this.#pending = null;
        this.#ended = true;
      }
      throw fromSystemError(error);
    }
    this.#pending = null;
    if (result.done) {
      this.#ended = true;
      return;
    }
    if (!(result.value instanceof Uint8Array)) {
      throw new AlsatsError('invalid', 'the stream gives text or objects, not bytes: take off its encoding');
    }
    if (result.value.length > 0) {
      this.#chunk = result.value;
      this.#chunkOffset = 0;
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#chunk = null;
    this.#pending?.catch(() => {});
    this.#closing.abort();
    if (isDestroyable(this.#iterable)) this.#iterable.destroy();
    // Not awaited: a generator that waits for its next value would let `return` wait as well.
    else this.#iterator.return?.()?.catch(() => {});
  }
}

/** Waits for `promise`, which goes on by itself, no longer than until one of the signals fires. */
function untilAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal | undefined,
  closing: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (event: Event) => {
      release();
      reject(interruptedError(event.target as AbortSignal));
    };
    const release = () => {
      signal?.removeEventListener('abort', onAbort);
      closing.removeEventListener('abort', onAbort);
    };
    signal?.addEventListener('abort', onAbort);
    closing.addEventListener('abort', onAbort);
    promise.then(
      (value) => {
        release();
        resolve(value);
      },
      (error: unknown) => {
        release();
        reject(error);
      },
    );
  });
}
