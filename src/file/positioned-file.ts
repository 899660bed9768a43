/** Where a file's bytes go that may be written again. */

/** A place to write at any position of: what a regular file is, or a test's stand-in for one. */
export interface PositionedFile {
  /**
   * Writes up to `lengthBytes` bytes of `bytes` from `offset` on at `positionByte`; resolves to how many were written,
   * at least one. Rejects as `node:fs` does, with a `code`.
   */
  writeAt(bytes: Uint8Array, offset: number, lengthBytes: number, positionByte: number): Promise<number>;
  truncate(sizeBytes: number): Promise<void>;
  /** Puts the data on the disk (fdatasync). */
  sync(): Promise<void>;
  /** Whether the file has no name any more (deleted, with its folder perhaps), so that nobody will find it. */
  isGone?(): Promise<boolean>;
  close(): Promise<void>;
}
