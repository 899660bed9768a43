/** `--test-position`: reports positions of the device that cannot be, after each write. */

import type { PlaybackDevice } from '../../transfer/playback-device.js';
import type { PlaybackEvent } from '../../transfer/playback-events.js';

/** Positions may lie outside the buffer by a driver's own queue; beyond this many buffers they are nonsense. */
const PLAUSIBLE_BUFFERS = 4;

/** Gives a function to be called after each write. */
export function positionTest(
  onEvent: (event: PlaybackEvent) => void,
): (device: PlaybackDevice, name: string) => void {
  let suspicious = 0;
  return (device, name) => {
    const { bufferFrames } = device.setup;
    const { availFrames, delayFrames } = device.pcm.availDelay();
    const limit = PLAUSIBLE_BUFFERS * bufferFrames;
    if (Math.abs(availFrames) <= limit && Math.abs(delayFrames) <= limit) return;
    suspicious += 1;
    const message =
      `suspicious buffer position (${suspicious} in all): ` +
      `avail ${availFrames}, delay ${delayFrames}, buffer ${bufferFrames} frames`;
    onEvent({ type: 'warning', name, message });
  };
}
