/** Completes audio files whose header was never brought up to date. */

import { AlsatsError } from '../../error.js';
import type { ContainerKind } from '../reader.js';
import type { SampleFormat } from '../sample-format.js';

export interface RepairReport {
  readonly container: ContainerKind;
  readonly format: SampleFormat;
  readonly channels: number;
  readonly framesPerSecond: number;
  /** Frames the file has now, by its header. */
  readonly frames: number;
  /** Frames the header spoke of before; null where it left that open. */
  readonly framesBefore: number | null;
  /** What was changed, each in a sentence; empty for a file that was intact. */
  readonly changes: readonly string[];
  /** What is odd and was left alone, each in a sentence. */
  readonly remarks: readonly string[];
}

/**
 * Makes the header of a WAVE, RF64, Wave64, AU or AIFF file say what the file holds, in place. Only sizes in the header
 * and padding behind the samples are written; no sample is.
 *
 * @throws AlsatsError of kind `malformed` or `unsupported` where the header does not tell what the samples are, or has
 * no room for the truth; then nothing was written. `not-found`, `permission`, `failed`; `write-failed`
 */
export async function repairAudioFile(_path: string): Promise<RepairReport> {
  throw new AlsatsError('unsupported', 'repairing is not there yet');
}
