/** Who holds the PCM devices of the machine, as the kernel tells it in /proc/asound. */

import { procEntries, programOf, readProcText } from '../proc.js';
import type { PcmStream } from './names.js';

/** A process that holds a PCM substream. */
export interface PcmOwner {
  readonly card: number;
  readonly device: number;
  readonly subdevice: number;
  readonly stream: PcmStream;
  readonly pid: number;
  /** Name of the program, or null where it is not told. */
  readonly program: string | null;
}

/** All substreams that are open now, with their owners. Reads `owner_pid` of the `status` files under `/proc/asound`. */
export function* pcmOwners(proc = '/proc'): Generator<PcmOwner, void> {
  for (const [cardName, card] of procEntries(`${proc}/asound`, /^card(\d+)$/)) {
    for (const [pcmName, device, direction] of procEntries(
      `${proc}/asound/${cardName}`,
      /^pcm(\d+)([pc])$/,
    )) {
      for (const [subName, subdevice] of procEntries(`${proc}/asound/${cardName}/${pcmName}`, /^sub(\d+)$/)) {
        const status = readProcText(`${proc}/asound/${cardName}/${pcmName}/${subName}/status`);
        const pid = Number(/^owner_pid\s*:\s*(\d+)/m.exec(status ?? '')?.[1] ?? 0);
        if (pid === 0) continue;
        yield {
          card: Number(card),
          device: Number(device),
          subdevice: Number(subdevice),
          stream: direction === 'p' ? 'playback' : 'capture',
          pid,
          program: programOf(Number(pid), proc),
        };
      }
    }
  }
}
