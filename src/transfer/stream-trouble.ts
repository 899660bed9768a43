/** What breaks a stream off and can be got over, in either direction. */

import { AlsaError } from '../alsa/error.js';
import type { Pcm } from '../alsa/pcm/pcm.js';
import { AlsatsError } from '../error.js';

const RESUME_RETRY_MS = 100;
const RESUME_TRIES = 300;

/** Whether `error` is one a stream gets over, and which. Some plug-ins answer EBADFD, where only the state tells. */
export function streamTrouble(pcm: Pick<Pcm, 'name' | 'state'>, error: unknown): 'xrun' | 'suspend' | null {
  if (!(error instanceof AlsaError)) return null;
  if (error.kind === 'xrun') return 'xrun';
  if (error.kind === 'suspended') return 'suspend';
  if (error.kind === 'disconnected') throw goneError(pcm.name, error);
  if (error.code !== 'EBADFD') return null;
  const { state } = pcm;
  if (state === 'DISCONNECTED') throw goneError(pcm.name);
  return state === 'XRUN' ? 'xrun' : state === 'SUSPENDED' ? 'suspend' : null;
}

/** A device that was unplugged. */
export function goneError(name: string, cause?: unknown): AlsatsError {
  return new AlsatsError('disconnected', `"${name}" went away`, { cause });
}

/**
 * Wakes a suspended stream: goes on where it was if the hardware can, else it is prepared anew and what was in the
 * buffer is lost. Waits for hardware that is still asleep. Null where it was given up.
 *
 * @param isCurrent whether the result is wanted still; if not, the stream is left alone
 */
export async function resumeStream(
  pcm: Pick<Pcm, 'resume' | 'prepare'>,
  isCurrent: () => boolean,
): Promise<'resumed' | 'prepared' | null> {
  for (let tries = 0; tries < RESUME_TRIES; tries++) {
    try {
      if (pcm.resume()) return 'resumed';
    } catch (error) {
      if (!(error instanceof AlsaError) || error.kind === 'disconnected') throw error;
      break;
    }
    await sleep(RESUME_RETRY_MS);
    if (!isCurrent()) return null;
  }
  pcm.prepare();
  return 'prepared';
}

export function sleep(timeMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, timeMs);
  });
}
