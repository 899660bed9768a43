/** A file in memory that does what a test tells it to: takes less than it is given, fails at a byte. */

import type { PositionedFile } from '../../../src/file/positioned-file.js';

export class MemoryFile implements PositionedFile {
  #bytes = new Uint8Array(1024);
  #length = 0;
  /** How often each call came. */
  readonly calls = { write: 0, sync: 0, truncate: 0, close: 0 };
  /** Called before every write with its place; what it throws is the write's error. */
  beforeWrite: (positionByte: number, lengthBytes: number) => void = () => {};
  /** The most that is taken at once. */
  mostBytes = Number.POSITIVE_INFINITY;
  /** The file cannot become larger: a full disk. */
  limitBytes = Number.POSITIVE_INFINITY;

  get bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  async writeAt(
    bytes: Uint8Array,
    offset: number,
    lengthBytes: number,
    positionByte: number,
  ): Promise<number> {
    this.calls.write++;
    this.beforeWrite(positionByte, lengthBytes);
    const room = this.limitBytes - positionByte;
    if (room <= 0) throw systemError('ENOSPC');
    const taken = Math.min(lengthBytes, this.mostBytes, room);
    const end = positionByte + taken;
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(end * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes.set(bytes.subarray(offset, offset + taken), positionByte);
    this.#length = Math.max(this.#length, end);
    return taken;
  }

  async truncate(sizeBytes: number): Promise<void> {
    this.calls.truncate++;
    this.#length = sizeBytes;
  }

  async sync(): Promise<void> {
    this.calls.sync++;
  }

  async close(): Promise<void> {
    this.calls.close++;
  }
}

export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: as if the system said so`), { code });
}
