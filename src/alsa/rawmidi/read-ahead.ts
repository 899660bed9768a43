/** Takes bytes out of the kernel's small buffer as soon as they are there, however long each is worked on. */

import type { TimedBytes } from './timestamped-frames.js';

/** More than this waits in the kernel, and is lost there in the end. */
const MOST_WAITING_BYTES = 16 * 1024 * 1024;

export class ReadAhead {
  readonly #read: () => readonly TimedBytes[];
  #waiting: TimedBytes[] = [];
  #first = 0;
  #waitingBytes = 0;
  #failure: unknown = null;

  /** @param read gives what there is, none where there is nothing */
  constructor(read: () => readonly TimedBytes[]) {
    this.#read = read;
  }

  /** The next piece, null where there is none. @throws what reading throws, once all before it was given */
  next(): TimedBytes | null {
    if (this.#waitingBytes < MOST_WAITING_BYTES && this.#failure === null) this.#fill();
    const piece = this.#waiting[this.#first];
    if (piece === undefined) {
      if (this.#failure !== null) throw this.#failure;
      return null;
    }
    this.#first++;
    this.#waitingBytes -= piece.bytes.length;
    if (this.#first === this.#waiting.length) {
      this.#waiting = [];
      this.#first = 0;
    }
    return piece;
  }

  #fill(): void {
    try {
      for (const piece of this.#read()) {
        this.#waiting.push(piece);
        this.#waitingBytes += piece.bytes.length;
      }
    } catch (error) {
      this.#failure = error;
    }
  }
}
