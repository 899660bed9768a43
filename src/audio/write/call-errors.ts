/** Mistakes of a writer's caller. */

import { AlsatsError } from '../../error.js';

export function closedError(): AlsatsError {
  return new AlsatsError('closed', 'the audio file is finished');
}

/** The number of frames. @throws AlsatsError of kind `invalid` where there is a part of one */
export function checkWholeFrames(frames: Uint8Array, frameBytes: number): number {
  const count = frames.length / frameBytes;
  if (Number.isInteger(count)) return count;
  throw new AlsatsError('invalid', `${frames.length} bytes are no whole frames of ${frameBytes} bytes`);
}
