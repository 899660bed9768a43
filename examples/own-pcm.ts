/** A PCM whose transfer is yours: what is played on it is measured, and gone. */

import { IoPlug, type Pcm } from 'alsats';

/** What a program plays on the PCM is given to `tell`, as the peak of each piece, 0 to 1. */
export function peakMeter(tell: (peak: number) => void): Pcm {
  let taken = 0;
  return IoPlug.open({
    name: 'peak meter',
    stream: 'playback',
    constraints: {
      formats: ['S16_LE'],
      channels: { min: 1, max: 8 },
      framesPerSecond: { min: 8000, max: 192_000 },
      periodBytes: { min: 64, max: 65_536 },
      bufferBytes: { min: 128, max: 262_144 },
    },
    handlers: {
      pointer: () => taken,
      prepare: () => {
        taken = 0;
      },
      // The bytes are C's memory: they are of use until the function returns.
      transfer(bytes, frames) {
        const samples = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
        tell(samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample) / 32_768), 0));
        taken += frames;
        return frames;
      },
    },
  });
}
