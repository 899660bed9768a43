/** Opens an audio file for writing. */

import { AlsatsError } from '../../error.js';
import type { AudioSpec, AudioWriter } from '../writer.js';
import type { WritableFileType } from './file-type.js';
import type { BroadcastExtension, FileInfo } from './metadata.js';
import type { AudioTarget } from './target.js';

export interface AudioWriterOptions {
  readonly type: WritableFileType;
  /** Written into WAVE and Wave64 files. */
  readonly bext?: BroadcastExtension | undefined;
  readonly info?: FileInfo | undefined;
  /**
   * How many frames will be written, where that is known: the header of a pipe then says so, and a WAVE file that ends
   * well before 4 GiB gets the plain 44-byte header, without room to become RF64. Fewer frames are no error.
   */
  readonly expectedFrames?: number | null | undefined;
  /** Whether `update` and `finish` wait for the disk (fdatasync), so that a power cut loses little. True by default. */
  readonly sync?: boolean | undefined;
  /** Ends the waiting for a FIFO's reader. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Checks all that can be checked, opens the target and writes the header. With `append` the file must be intact and
 * hold the same kind of frames; nothing of it is touched where it does not.
 *
 * @throws AlsatsError of kind `unsupported` where the type cannot hold the format ({@link storedFormatOf} tells
 * beforehand), or an existing file cannot be appended to; `invalid` for parameters that make no sense; `failed` where
 * `create` meets a file; `malformed` where what is to be appended to is no audio file; `not-found`, `permission`,
 * `no-memory`; `interrupted` by the signal; AudioWriteError (`write-failed`) where the header cannot be written
 */
export async function openAudioWriter(
  _target: AudioTarget,
  _spec: AudioSpec,
  _options: AudioWriterOptions,
): Promise<AudioWriter> {
  throw new AlsatsError('unsupported', 'writing is not there yet');
}
