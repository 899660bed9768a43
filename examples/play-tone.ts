/** Plays a buffer: a second of 440 Hz. */

import { Pcm } from 'alsats';

const FRAMES_PER_SECOND = 48_000;

/** Plays to the end, blocking. `playTone('default')`, or any other name of ALSA; the frames that were played. */
export function playTone(device: string): number {
  const samples = Int16Array.from(
    { length: FRAMES_PER_SECOND },
    (_, frame) => 8000 * Math.sin((2 * Math.PI * 440 * frame) / FRAMES_PER_SECOND),
  );
  using pcm = Pcm.open(device, 'playback');
  pcm.setParams({ format: 'S16_LE', channels: 1, framesPerSecond: FRAMES_PER_SECOND, latencyUs: 200_000 });
  const io = pcm.io(Int16Array);
  let played = 0;
  // A call may take fewer frames than it was given.
  while (played < samples.length) played += io.writei(samples, samples.length - played, played);
  pcm.drain();
  return played;
}
