/** The ports that `-p` names. */

import { AlsatsError } from '../../error.js';
import type { PortOptions } from './options.js';
import { noPortHint, type PortDirection } from './port-choice.js';

/** @throws AlsatsError of kind `invalid`, with what there is as the hint, where none is named or one twice */
export function portNames({ port = [] }: PortOptions, direction: PortDirection): readonly string[] {
  if (port.length === 0) {
    throw new AlsatsError('invalid', 'no MIDI port is named', {
      hint: `name one with -p; ${noPortHint('', [direction])}`,
    });
  }
  const twice = port.find((name, index) => port.indexOf(name) < index);
  if (twice !== undefined) throw new AlsatsError('invalid', `port "${twice}" is named twice`);
  return port;
}
