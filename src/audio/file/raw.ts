/** Raw samples: no header at all, everything is said by the caller. */

import { AlsatsError } from '../../error.js';
import { bytesOfFrames, type SampleFormat } from '../sample-format.js';
import type { ByteCursor } from './byte-cursor.js';
import { type DataRegion, maxChannels, maxFramesPerSecond } from './stream-layout.js';

/** What raw samples are, since nothing in them tells. */
export interface RawParameters {
  readonly format: SampleFormat;
  readonly channels: number;
  readonly framesPerSecond: number;
}

/** The rest of the source as raw samples. @throws AlsatsError of kind `invalid` for parameters that cannot be */
export function rawRegion(
  cursor: ByteCursor,
  { format, channels, framesPerSecond }: RawParameters,
): DataRegion {
  if (!Number.isInteger(channels) || channels < 1 || channels > maxChannels) {
    throw new AlsatsError('invalid', `${channels} channels; 1 to ${maxChannels} are possible`);
  }
  if (!Number.isInteger(framesPerSecond) || framesPerSecond < 1 || framesPerSecond > maxFramesPerSecond) {
    throw new AlsatsError(
      'invalid',
      `a rate of ${framesPerSecond} frames per second; 1 to ${maxFramesPerSecond} are possible`,
    );
  }
  if (bytesOfFrames(format, channels) === null) {
    throw new AlsatsError('invalid', `frames of ${format} with ${channels} channels are no whole bytes`);
  }
  return {
    container: 'raw',
    samples: { format, channels, framesPerSecond, channelMap: null, validBits: null },
    startByte: cursor.offset,
    lengthBytes: cursor.remainingBytes,
    warnings: [],
    passTrailer: null,
  };
}
