/** What every writer of an audio file offers, whatever the container. */

import type { ChannelPosition } from './reader.js';
import type { SampleFormat } from './sample-format.js';

/** What a stream of frames is, for the header of the file that holds it. */
export interface AudioSpec {
  /** Format of the frames as they are handed in; the container may store them in another one without loss. */
  readonly format: SampleFormat;
  readonly channels: number;
  readonly framesPerSecond: number;
  readonly channelMap: readonly ChannelPosition[] | null;
}

/**
 * A file being written. Frames go in whole and in order; what was handed in is in the file, or the call throws.
 *
 * A file that is left behind by a process that was killed is valid up to the last {@link update}, and up to the last
 * but one after a power cut. Calls may overlap: each takes effect in the order of the calls.
 *
 * Once a write has failed (disk full, target gone, size limit of the container), every later one rejects with the same
 * error; the whole frames written until then stay in the file, and {@link finish} makes it a valid one.
 */
export interface AudioWriter {
  readonly spec: AudioSpec;
  /** How the samples are kept in the file. */
  readonly storedFormat: SampleFormat;
  /** Bytes of one frame as it is handed in. */
  readonly frameBytes: number;
  /** Whole frames handed in and written since the writer was opened; what a file had before appending is not in it. */
  readonly framesWritten: number;
  /** Bytes the target has, header and all; for one that was appended to, with what was there before. */
  readonly bytesWritten: number;
  /** Frames that can be written in all before the container's size limit; Infinity where it has none. */
  readonly maxFrames: number;
  /**
   * Writes whole frames; `frames.length` is a multiple of {@link frameBytes}. The array may be reused as soon as the
   * promise is settled. On a pipe it is settled when the reader has taken the bytes: that is the backpressure.
   *
   * @throws AudioWriteError (kind `write-failed`) where the target is full, gone or at its size limit; in the last case
   * nothing of `frames` is written. AlsatsError of kind `closed` after {@link finish}, `invalid` for a torn frame or
   * for more frames than a pipe was told of
   */
  write(frames: Uint8Array): Promise<void>;
  /**
   * Brings the header up to date with what was written, and asks the system to put both on the disk (unless the writer
   * was opened with `sync: false`). Resolves when that is done; writes go on meanwhile. Does nothing on a pipe and
   * after a failed write.
   *
   * @throws AudioWriteError
   */
  update(): Promise<void>;
  /**
   * Completes the file (whole frames, padding, header) and closes it. Idempotent: later calls give the first one's
   * outcome. After a failed write it does not throw that error again, only one of its own.
   *
   * @throws AudioWriteError where the header could not be completed, or the file was deleted meanwhile; the target is
   * closed nevertheless
   */
  finish(): Promise<void>;
}
