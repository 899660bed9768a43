/** A place in a source, with a small window of bytes ahead of it: what the header parsers read through. */

import type { ByteSource } from '../../file/byte-source.js';

/** The most that may be looked at ahead; nothing in a header is longer. */
export const windowLimitBytes = 64 * 1024;

/** Read at once where the source is a file: most headers fit in. */
const readAheadBytes = 4096;

export class ByteCursor {
  readonly source: ByteSource;
  /** Used by every call on the source while it is set. */
  signal: AbortSignal | undefined;
  #offset = 0;
  #window = new Uint8Array(readAheadBytes);
  /** The bytes from #windowStart to #windowEnd of the window lie at #offset of the source. */
  #windowStart = 0;
  #windowEnd = 0;
  #ended = false;

  constructor(source: ByteSource) {
    this.source = source;
  }

  /** Where the next byte lies in the source. */
  get offset(): number {
    return this.#offset;
  }

  /** Null where the source only flows. */
  get sizeBytes(): number | null {
    return this.source.access === 'random' ? this.source.sizeBytes : null;
  }

  /** Bytes from here to the end, null where that is not known. Never negative. */
  get remainingBytes(): number | null {
    return this.source.access === 'random' ? Math.max(0, this.source.sizeBytes - this.#offset) : null;
  }

  /** The next `lengthBytes` bytes without taking them; fewer at the end. Valid until the next call. */
  async peek(lengthBytes: number): Promise<Uint8Array> {
    const wanted = Math.min(lengthBytes, windowLimitBytes);
    while (this.#windowEnd - this.#windowStart < wanted && !this.#ended) {
      this.#makeRoom(wanted);
      const have = this.#windowEnd - this.#windowStart;
      const got =
        this.source.access === 'random'
          ? this.source.readAtSync(
              this.#window,
              this.#windowEnd,
              this.#window.length - this.#windowEnd,
              this.#offset + have,
            )
          : await this.source.read(this.#window, this.#windowEnd, wanted - have, this.signal);
      if (got === 0) this.#ended = true;
      this.#windowEnd += got;
    }
    return this.#window.subarray(this.#windowStart, Math.min(this.#windowEnd, this.#windowStart + wanted));
  }

  /** The next `lengthBytes` bytes, fewer at the end; they are the caller's. */
  async take(lengthBytes: number): Promise<Uint8Array> {
    const bytes = (await this.peek(lengthBytes)).slice();
    this.#advance(bytes.length);
    return bytes;
  }

  /** Passes over `lengthBytes` bytes without storing them; resolves to how many there were. */
  async skip(lengthBytes: number): Promise<number> {
    const remaining = this.remainingBytes;
    if (remaining !== null) {
      const skipped = Math.min(lengthBytes, remaining);
      this.moveTo(this.#offset + skipped);
      return skipped;
    }
    let skipped = 0;
    while (skipped < lengthBytes) {
      const step = (await this.peek(Math.min(lengthBytes - skipped, windowLimitBytes))).length;
      if (step === 0) break;
      this.#advance(step);
      skipped += step;
    }
    return skipped;
  }

  /** Goes to a byte of a source with random access. */
  moveTo(byteOffset: number): void {
    const ahead = byteOffset - this.#offset;
    if (ahead >= 0 && ahead <= this.#windowEnd - this.#windowStart) {
      this.#advance(ahead);
      return;
    }
    this.#offset = byteOffset;
    this.#windowStart = 0;
    this.#windowEnd = 0;
    this.#ended = false;
  }

  /**
   * Reads on into `target`: what the window holds, else straight from the source, at least one byte if there is one.
   * Resolves to the number of bytes, 0 at the end.
   */
  async read(target: Uint8Array, targetOffset: number, lengthBytes: number, signal?: AbortSignal) {
    const held = Math.min(lengthBytes, this.#windowEnd - this.#windowStart);
    if (held > 0) {
      target.set(this.#window.subarray(this.#windowStart, this.#windowStart + held), targetOffset);
      this.#advance(held);
      return held;
    }
    const { source } = this;
    const got =
      source.access === 'random'
        ? await source.readAt(target, targetOffset, lengthBytes, this.#offset)
        : await source.read(target, targetOffset, lengthBytes, signal);
    this.#offset += got;
    return got;
  }

  #advance(bytes: number): void {
    this.#offset += bytes;
    this.#windowStart += bytes;
    if (this.#windowStart === this.#windowEnd) {
      this.#windowStart = 0;
      this.#windowEnd = 0;
    }
  }

  #makeRoom(wanted: number): void {
    if (this.#window.length - this.#windowStart >= wanted) return;
    const held = this.#window.subarray(this.#windowStart, this.#windowEnd);
    const roomy = wanted > this.#window.length ? new Uint8Array(windowLimitBytes) : this.#window;
    roomy.set(held, 0);
    this.#window = roomy;
    this.#windowEnd = held.length;
    this.#windowStart = 0;
  }
}
