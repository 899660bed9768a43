/** Who holds raw MIDI ports, as the kernel tells it in /proc/asound. */

import { procEntries, programOf, readProcText } from '../proc.js';
import type { RawmidiStream } from './names.js';

/** A process that holds a subdevice in one direction. */
export interface RawmidiOwner {
  readonly card: number;
  readonly device: number;
  readonly subdevice: number;
  readonly stream: RawmidiStream;
  readonly pid: number;
  /** Name of the program, or null where it is not told. */
  readonly program: string | null;
}

/** All ports that are open now, with their owners. Reads the `midi*` files under `/proc/asound/card*`. */
export function* rawmidiOwners(proc = '/proc'): Generator<RawmidiOwner, void> {
  for (const [cardName, card] of procEntries(`${proc}/asound`, /^card(\d+)$/)) {
    for (const [midiName, device] of procEntries(`${proc}/asound/${cardName}`, /^midi(\d+)$/)) {
      const text = readProcText(`${proc}/asound/${cardName}/${midiName}`) ?? '';
      const owners = text.matchAll(/^(Output|Input) (\d+)\n(?:[ \t]+.*\n)*?[ \t]+Owner PID\s*:\s*(\d+)/gm);
      for (const [, direction, subdevice, pid] of owners) {
        yield {
          card: Number(card),
          device: Number(device),
          subdevice: Number(subdevice),
          stream: direction === 'Output' ? 'output' : 'input',
          pid: Number(pid),
          program: programOf(Number(pid), proc),
        };
      }
    }
  }
}
