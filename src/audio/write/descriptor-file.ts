/** Regular files by their descriptor, as places to write at any position of. */

import fs from 'node:fs';
import { promisify } from 'node:util';
import type { PositionedFile } from '../../file/positioned-file.js';
import { codeOf } from './write-failure.js';

const ftruncate = promisify(fs.ftruncate);
const fdatasync = promisify(fs.fdatasync);
const close = promisify(fs.close);
const fstat = promisify(fs.fstat);

/** What a file system answers that has no fdatasync; there is nothing to be done about it. */
const cannotSync = ['EINVAL', 'ENOTSUP', 'ENOSYS', 'EROFS'];

export class DescriptorFile implements PositionedFile {
  readonly #fd: number;
  readonly #startByte: number;
  readonly #isOwned: boolean;
  /** Where the next byte goes that lies behind all others. */
  #endByte = 0;

  /**
   * @param startByte where byte 0 lies in the file
   * @param isOwned whether the descriptor is closed at the end. One that is not belongs to the shell: what is written
   * at the end then goes there by the descriptor's own position, so that the next program goes on behind it
   */
  constructor(fd: number, startByte: number, isOwned: boolean) {
    this.#fd = fd;
    this.#startByte = startByte;
    this.#isOwned = isOwned;
  }

  writeAt(bytes: Uint8Array, offset: number, lengthBytes: number, positionByte: number): Promise<number> {
    const moves = !this.#isOwned && positionByte === this.#endByte;
    return new Promise((resolve, reject) => {
      const position = moves ? null : this.#startByte + positionByte;
      fs.write(this.#fd, bytes, offset, lengthBytes, position, (error, written) => {
        if (error) {
          reject(error);
          return;
        }
        this.#endByte = Math.max(this.#endByte, positionByte + written);
        resolve(written);
      });
    });
  }

  async truncate(sizeBytes: number): Promise<void> {
    await ftruncate(this.#fd, this.#startByte + sizeBytes);
  }

  async sync(): Promise<void> {
    try {
      await fdatasync(this.#fd);
    } catch (error) {
      if (!cannotSync.includes(codeOf(error) ?? '')) throw error;
    }
  }

  async isGone(): Promise<boolean> {
    return this.#isOwned && (await fstat(this.#fd)).nlink === 0;
  }

  async close(): Promise<void> {
    if (this.#isOwned) await close(this.#fd);
  }
}
