/** Takes bytes out of the kernel's small buffer as soon as they are there, however long each is worked on. */

import type { TimedBytes } from './timestamped-frames.js';

/** More than this waits in the kernel, and is lost there in the end. */
const MOST_WAITING_BYTES = 16 * 1024 * 1024;

export class ReadAhead {
  readonly #read: () => Uint8Array | null;
  readonly #unpack: (block: Uint8Array) => readonly TimedBytes[];
  /** As they were read: emptying the kernel's buffer must not wait for their being unpacked. */
  #blocks: Uint8Array[] = [];
  #firstBlock = 0;
  #waitingBytes = 0;
  #pieces: readonly TimedBytes[] = [];
  #firstPiece = 0;
  #failure: unknown = null;

  /**
   * @param read gives a block of what there is, null where there is nothing
   * @param unpack makes pieces of a block
   */
  constructor(read: () => Uint8Array | null, unpack: (block: Uint8Array) => readonly TimedBytes[]) {
    this.#read = read;
    this.#unpack = unpack;
  }

  /** The next piece, null where there is none. @throws what reading throws, once all before it was given */
  next(): TimedBytes | null {
    this.#fill();
    while (this.#firstPiece === this.#pieces.length) {
      const block = this.#takeBlock();
      if (block === null) {
        if (this.#failure !== null) throw this.#failure;
        return null;
      }
      this.#pieces = this.#unpack(block);
      this.#firstPiece = 0;
    }
    return this.#pieces[this.#firstPiece++]!;
  }

  #takeBlock(): Uint8Array | null {
    const block = this.#blocks[this.#firstBlock];
    if (block === undefined) return null;
    this.#firstBlock++;
    this.#waitingBytes -= block.length;
    if (this.#firstBlock === this.#blocks.length) {
      this.#blocks = [];
      this.#firstBlock = 0;
    }
    return block;
  }

  #fill(): void {
    try {
      while (this.#waitingBytes < MOST_WAITING_BYTES && this.#failure === null) {
        const block = this.#read();
        if (block === null) return;
        this.#blocks.push(block);
        this.#waitingBytes += block.length;
      }
    } catch (error) {
      this.#failure = error;
    }
  }
}
