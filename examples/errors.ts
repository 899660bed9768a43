/** What can go wrong with a device, and what a program does about it: errors are told apart by their kind. */

import { AlsatsError, Pcm } from 'alsats';

/** Opens the first of several devices that can be had; null where none can. */
export function openFirst(devices: readonly string[], tell: (line: string) => void): Pcm | null {
  for (const device of devices) {
    try {
      return Pcm.open(device, 'playback');
    } catch (error) {
      if (!(error instanceof AlsatsError)) throw error;
      // not-found, busy and permission are ordinary; what is left is a mistake.
      if (!['not-found', 'busy', 'permission'].includes(error.kind)) throw error;
      tell(`${error.kind}: ${error.message}`);
    }
  }
  return null;
}
