/** Opens a path, or standard input, as the kind of source it is. */

import {
  closeSync,
  constants,
  createReadStream,
  fstatSync,
  openSync,
  read,
  readFileSync,
  readSync,
  type Stats,
} from 'node:fs';
import { AlsatsError } from '../error.js';
import type { ByteSource, RandomAccessSource } from './byte-source.js';
import { streamSource } from './stream-source.js';
import { closedError, fromSystemError } from './system-error.js';

/**
 * Opens a file by name. Regular files give random access; FIFOs, terminals and other devices flow.
 *
 * O_NONBLOCK matters for FIFOs alone: opening one would otherwise wait for its writer, with the event loop or (by the
 * asynchronous call) with a thread that keeps the process from ending.
 *
 * @throws AlsatsError of kind `not-found`, `permission`, `no-memory` or `failed`
 */
export function openPath(path: string): ByteSource {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch (error) {
    throw fromSystemError(error);
  }
  try {
    return sourceOfDescriptor(fd);
  } catch (error) {
    closeSync(fd);
    throw fromSystemError(error);
  }
}

function sourceOfDescriptor(fd: number): ByteSource {
  const stats = fstatSync(fd);
  if (stats.isDirectory()) throw new AlsatsError('failed', 'is a directory');
  if (stats.isFile()) return new FileSource(fd, 0, stats.size, true);
  // A socket handle waits on the event loop; read on a stalled FIFO would hold a thread and delay the exit.
  if (stats.isFIFO() || stats.isSocket()) {
    const { Socket } = process.getBuiltinModule('node:net');
    return streamSource(new Socket({ fd, writable: false }));
  }
  // Files are what is opened most, and these modules cost milliseconds: they are loaded where they are needed.
  const tty = process.getBuiltinModule('node:tty');
  if (tty.isatty(fd)) return streamSource(new tty.ReadStream(fd));
  return streamSource(createReadStream('', { fd }));
}

/**
 * Standard input. Where it is a regular file it is read from where the shell left it, and jumped about in; else it
 * flows through `process.stdin`, the one handle that may watch the descriptor.
 */
export function openStdin(): ByteSource {
  const fd = 0;
  let stats: Stats;
  try {
    stats = fstatSync(fd);
  } catch (error) {
    throw fromSystemError(error);
  }
  if (stats.isDirectory()) throw new AlsatsError('failed', 'is a directory');
  if (!stats.isFile()) return streamSource(process.stdin);
  const startByte = Math.min(descriptorPosition(fd), stats.size);
  return new FileSource(fd, startByte, stats.size - startByte, false);
}

/** Node has no lseek; the kernel tells where a descriptor stands. 0 where /proc is missing. */
function descriptorPosition(fd: number): number {
  try {
    const match = /^pos:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1'));
    return match === null ? 0 : Number(match[1]);
  } catch {
    return 0;
  }
}

/** A regular file by its descriptor; `startByte` is byte 0 to the outside. */
class FileSource implements RandomAccessSource {
  readonly access = 'random';
  readonly sizeBytes: number;
  readonly #fd: number;
  readonly #startByte: number;
  readonly #ownsDescriptor: boolean;
  #pendingReads = 0;
  #closed = false;

  constructor(fd: number, startByte: number, sizeBytes: number, ownsDescriptor: boolean) {
    this.#fd = fd;
    this.#startByte = startByte;
    this.sizeBytes = sizeBytes;
    this.#ownsDescriptor = ownsDescriptor;
  }

  readAt(target: Uint8Array, targetOffset: number, lengthBytes: number, byteOffset: number): Promise<number> {
    if (this.#closed) return Promise.reject(closedError());
    this.#pendingReads++;
    return new Promise((resolve, reject) => {
      read(this.#fd, target, targetOffset, lengthBytes, this.#startByte + byteOffset, (error, bytes) => {
        this.#pendingReads--;
        this.#releaseWhenIdle();
        if (error) reject(fromSystemError(error));
        else resolve(bytes);
      });
    });
  }

  readAtSync(target: Uint8Array, targetOffset: number, lengthBytes: number, byteOffset: number): number {
    if (this.#closed) throw closedError();
    try {
      return readSync(this.#fd, target, targetOffset, lengthBytes, this.#startByte + byteOffset);
    } catch (error) {
      throw fromSystemError(error);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#releaseWhenIdle();
  }

  /** The number of a closed descriptor is given out again at once: a read still under way must not meet it. */
  #releaseWhenIdle(): void {
    if (!this.#closed || !this.#ownsDescriptor || this.#pendingReads > 0) return;
    closeSync(this.#fd);
  }
}
