/** Writing to stdout and stderr, with the reader's going away as an ordinary end. */

import { AlsatsError } from '../error.js';

/** The stream written to, as `process.stdout` is one. */
export interface OutputStream {
  write(chunk: string | Uint8Array, done: (error?: Error | null) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  off(event: 'error', listener: (error: Error) => void): unknown;
}

/** A stream to write to. Give it `close()` when the stream is to be used by others again. */
export class Output {
  readonly #stream: OutputStream;
  readonly #name: string;
  readonly #onClosed: (() => void) | null;
  #closed = false;

  /**
   * @param name What an error message calls the stream.
   * @param onClosed Called once when the reader has gone (`| head`): the program then ends quietly.
   */
  constructor(stream: OutputStream, name = 'standard output', onClosed: (() => void) | null = null) {
    this.#stream = stream;
    this.#name = name;
    this.#onClosed = onClosed;
    // Every failed write also ends in an error event, which unheard would end the process.
    stream.on('error', this.#onError);
  }

  /** Whether the reader has gone; what is written from then on is dropped. */
  get isClosed(): boolean {
    return this.#closed;
  }

  /**
   * Writes, and resolves when the stream has taken it all: awaiting each write keeps memory bounded. Resolves to false
   * when nobody reads any more. @throws AlsatsError `write-failed` (disk full …)
   */
  write(chunk: string | Uint8Array): Promise<boolean> {
    if (this.#closed) return Promise.resolve(false);
    return new Promise((resolve, reject) => {
      this.#stream.write(chunk, (error) => {
        if (error === null || error === undefined) {
          resolve(true);
        } else if (isReaderGone(error)) {
          this.#readerGone();
          resolve(false);
        } else {
          const message = `cannot write to ${this.#name}: ${error.message}`;
          reject(new AlsatsError('write-failed', message, { cause: error }));
        }
      });
    });
  }

  /** Writes text and a line feed; as {@link Output.write}. */
  writeLine(text = ''): Promise<boolean> {
    return this.write(`${text}\n`);
  }

  /** Stops listening to the stream; does not end it. */
  close(): void {
    this.#closed = true;
    this.#stream.off('error', this.#onError);
  }

  readonly #onError = (error: Error): void => {
    // Other errors reach the write that failed.
    if (isReaderGone(error)) this.#readerGone();
  };

  #readerGone(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#onClosed?.();
  }
}

function isReaderGone(error: Error): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED' || code === 'ERR_STREAM_WRITE_AFTER_END';
}
