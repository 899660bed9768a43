/**
 * Where the bytes of a file come from: something one can jump about in (a regular file, memory), or something
 * that only flows (a pipe, a FIFO, a socket, a terminal, any iterable of a library's user).
 *
 * A source belongs to whom it is given to: the reader opened on it closes it.
 */

export interface RandomAccessSource {
  readonly access: 'random';
  /** As it was when the source was opened. */
  readonly sizeBytes: number;
  /**
   * Reads up to `lengthBytes` bytes at `byteOffset` into `target` from `targetOffset` on; resolves to their number,
   * 0 at the end. @throws AlsatsError
   */
  readAt(target: Uint8Array, targetOffset: number, lengthBytes: number, byteOffset: number): Promise<number>;
  /** Like {@link readAt}, at once. */
  readAtSync(target: Uint8Array, targetOffset: number, lengthBytes: number, byteOffset: number): number;
  /** Idempotent. */
  close(): Promise<void>;
}

export interface SequentialSource {
  readonly access: 'sequential';
  /**
   * Resolves as soon as there is at least one byte, with the number of those put into `target` from `targetOffset` on;
   * 0 is the end. An aborted call has taken nothing from the source. @throws AlsatsError, kind `interrupted` on abort
   */
  read(target: Uint8Array, targetOffset: number, lengthBytes: number, signal?: AbortSignal): Promise<number>;
  /** Idempotent. Ends a read that is under way. */
  close(): Promise<void>;
}

export type ByteSource = RandomAccessSource | SequentialSource;

/** Bytes that are in memory already. The array is not copied and must not change while it is read. */
export function memorySource(bytes: Uint8Array): RandomAccessSource {
  const readAtSync = (target: Uint8Array, targetOffset: number, lengthBytes: number, byteOffset: number) => {
    const taken = bytes.subarray(byteOffset, byteOffset + lengthBytes);
    target.set(taken, targetOffset);
    return taken.length;
  };
  return {
    access: 'random',
    sizeBytes: bytes.length,
    readAtSync,
    readAt: async (...where) => readAtSync(...where),
    close: async () => {},
  };
}
