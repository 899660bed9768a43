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
 * A file that is left behind at any moment (a crash, a power cut) is valid up to the last {@link update}.
 *
 * @throws AlsatsError of kind `write-failed` where the disk is full or the target is gone; the frames written until
 * then stay in the file, and {@link finish} can still be called
 */
export interface AudioWriter {
  readonly spec: AudioSpec;
  /** Frames handed in and written. */
  readonly framesWritten: number;
  /** Bytes the file has, header and all. */
  readonly bytesWritten: number;
  /** Writes whole frames; `frames.length` is a multiple of the frame's bytes. The array may be reused afterwards. */
  write(frames: Uint8Array): Promise<void>;
  /** Brings the header up to date with what was written; does nothing on a pipe. */
  update(): Promise<void>;
  /** Completes the file and closes it. Idempotent. */
  finish(): Promise<void>;
}
