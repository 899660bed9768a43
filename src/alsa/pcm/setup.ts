/** What is installed on a PCM once its hardware parameters were accepted. */

import { bytesOfFrames, type SampleFormat } from '../../audio/sample-format.js';
import type { HwParams } from './hw-params.js';
import type { PcmAccess } from './names.js';

export interface PcmSetup {
  readonly access: PcmAccess;
  readonly format: SampleFormat;
  readonly channels: number;
  /** Whole part of the rate; {@link HwParams.rateFraction} is exact. */
  readonly framesPerSecond: number;
  readonly periodFrames: number;
  readonly bufferFrames: number;
  /** Bytes of a frame, or null where frames do not end on a byte. */
  readonly frameBytes: number | null;
}

/** Reads the one configuration that is left in `params`. @throws AlsaError of kind `unsupported` if it is not one */
export function setupOf(params: HwParams): PcmSetup {
  const format = params.format.value;
  const channels = params.channels.value;
  // What is given to callers is what the binding goes by: it must not change in their hands.
  return Object.freeze({
    access: params.access.value,
    format,
    channels,
    framesPerSecond: params.rate.value,
    periodFrames: params.periodFrames.value,
    bufferFrames: params.bufferFrames.value,
    frameBytes: bytesOfFrames(format, channels),
  });
}
