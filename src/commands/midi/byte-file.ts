/**
 * Where received bytes go: a file that is written as they come, so that whatever ends the program leaves what came before;
 * or a pipe.
 */

import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { AlsatsError } from '../../error.js';
import type { OutputStream } from '../../terminal/output.js';
import { Output } from '../../terminal/output.js';

export interface ByteFileOptions {
  /** `-` is standard output. */
  readonly path: string;
  readonly stdout: OutputStream;
  /** It cannot be written to. */
  readonly onFailure: (error: unknown) => void;
  /** Nobody reads any more. */
  readonly onClosed: () => void;
}

/** More than this waits for nobody: reading the port then stops, and what the kernel cannot keep is counted as lost. */
const MOST_WAITING_BYTES = 16 * 1024 * 1024;

/** Takes bytes without waiting, and writes them one piece after the other. */
export class ByteFile {
  readonly #write: (bytes: Uint8Array) => Promise<unknown>;
  readonly #handle: FileHandle | null;
  readonly #onFailure: (error: unknown) => void;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #writing: Promise<void> | null = null;
  #hasFailed = false;

  private constructor(handle: FileHandle | null, { path, stdout, onFailure, onClosed }: ByteFileOptions) {
    this.#handle = handle;
    this.#onFailure = onFailure;
    if (handle === null) {
      const output = new Output(stdout, 'standard output', onClosed);
      this.#write = (bytes) => output.write(bytes);
    } else {
      this.#write = (bytes) =>
        handle.writeFile(bytes).catch((error) => Promise.reject(writeError(path, error)));
    }
  }

  /** Opens and empties it: when everything else is known to be good. @throws AlsatsError */
  static async open(options: ByteFileOptions): Promise<ByteFile> {
    if (options.path === '-') return new ByteFile(null, options);
    try {
      return new ByteFile(await open(options.path, 'w'), options);
    } catch (error) {
      throw writeError(options.path, error);
    }
  }

  write(bytes: Uint8Array): void {
    if (this.#hasFailed || bytes.length === 0) return;
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    this.#writing ??= this.#writeAll();
  }

  /** Null while there is room; else resolves once there is. */
  untilRoom(): Promise<void> | null {
    return this.#waitingBytes > MOST_WAITING_BYTES ? this.#writing : null;
  }

  /** Writes what waits, and puts it on the disk. @throws AlsatsError of kind `write-failed` */
  async finish(): Promise<void> {
    await this.#writing;
    if (this.#handle === null) return;
    try {
      // A pipe or a device has nothing to be put on.
      await this.#handle.datasync().catch(() => {});
    } finally {
      await this.#handle.close();
    }
  }

  async #writeAll(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const bytes = Buffer.concat(this.#waiting);
        this.#waiting = [];
        await this.#write(bytes);
        this.#waitingBytes -= bytes.length;
      }
    } catch (error) {
      this.#hasFailed = true;
      this.#waiting = [];
      this.#onFailure(error);
    } finally {
      this.#writing = null;
    }
  }
}

function writeError(path: string, error: unknown): AlsatsError {
  if (error instanceof AlsatsError) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  const text = `cannot write ${path}`;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new AlsatsError('not-found', `${text}: no such folder`, { cause: error });
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new AlsatsError('permission', `${text}: permission denied`, { cause: error });
  }
  const reason =
    code === 'ENOSPC'
      ? 'no space left on device'
      : code === 'EISDIR'
        ? 'it is a folder'
        : message.replace(/^[A-Z]+: /, '');
  return new AlsatsError('write-failed', `${text}: ${reason}`, { cause: error });
}
