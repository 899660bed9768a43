/** Getting a stream going again after an xrun or a suspend. */

import { setTimeout as sleep } from 'node:timers/promises';
import { AlsaError } from '../alsa/error.js';
import type { Pcm } from '../alsa/pcm/pcm.js';
import type { PlaybackDevice } from './playback-device.js';

const RESUME_RETRY_MS = 100;
const RESUME_TRIES = 300;

/** Whether `error` is one a stream gets over, and which. Some plug-ins answer EBADFD, where only the state tells. */
export function streamTrouble(device: PlaybackDevice, error: unknown): 'xrun' | 'suspend' | null {
  if (!(error instanceof AlsaError) || !device.isOpen) return null;
  if (error.kind === 'xrun') return 'xrun';
  if (error.kind === 'suspended') return 'suspend';
  if (error.code !== 'EBADFD') return null;
  const { state } = device.pcm;
  return state === 'XRUN' ? 'xrun' : state === 'SUSPENDED' ? 'suspend' : null;
}

/**
 * Wakes a suspended stream: goes on where it was if the hardware can, else it is prepared anew and what was in the
 * buffer is lost. Waits for hardware that is still asleep.
 */
export async function resumeStream(pcm: Pcm, givenUp: () => boolean): Promise<'resumed' | 'prepared'> {
  for (let tries = 0; tries < RESUME_TRIES && !givenUp(); tries++) {
    try {
      if (pcm.resume()) return 'resumed';
    } catch (error) {
      if (!(error instanceof AlsaError) || error.kind === 'disconnected') throw error;
      break;
    }
    await sleep(RESUME_RETRY_MS);
  }
  pcm.prepare();
  return 'prepared';
}
