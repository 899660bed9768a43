/** Who holds the PCM devices of the machine, as the kernel tells it in /proc/asound. */

import { readdirSync, readFileSync } from 'node:fs';
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

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Gone meanwhile, or not for us to see: as good as not there.
    return null;
  }
}

function entries(path: string, pattern: RegExp): RegExpExecArray[] {
  try {
    return readdirSync(path)
      .map((name) => pattern.exec(name))
      .filter((match) => match !== null);
  } catch {
    return [];
  }
}

/** All substreams that are open now, with their owners. Reads `owner_pid` of the `status` files under `/proc/asound`. */
export function* pcmOwners(proc = '/proc'): Generator<PcmOwner, void> {
  for (const [cardName, card] of entries(`${proc}/asound`, /^card(\d+)$/)) {
    for (const [pcmName, device, direction] of entries(`${proc}/asound/${cardName}`, /^pcm(\d+)([pc])$/)) {
      for (const [subName, subdevice] of entries(`${proc}/asound/${cardName}/${pcmName}`, /^sub(\d+)$/)) {
        const status = readText(`${proc}/asound/${cardName}/${pcmName}/${subName}/status`);
        const pid = Number(/^owner_pid\s*:\s*(\d+)/m.exec(status ?? '')?.[1] ?? 0);
        if (pid === 0) continue;
        yield {
          card: Number(card),
          device: Number(device),
          subdevice: Number(subdevice),
          stream: direction === 'p' ? 'playback' : 'capture',
          pid,
          program: readText(`${proc}/${pid}/comm`)?.trim() ?? null,
        };
      }
    }
  }
}
