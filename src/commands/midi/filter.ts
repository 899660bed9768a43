/** The filter that the options of `receive`, `dump` and `send-receive` speak of. */

import { AlsatsError } from '../../error.js';
import { MessageFilter, messageTypesOfWord } from '../../midi/message-filter.js';
import type { FilterOptions } from './options.js';

/** @throws AlsatsError of kind `invalid` where a word names no type */
export function filterOf({ only, without, channel, clock, sensing }: FilterOptions): MessageFilter {
  const withoutTypes = typesOf(without);
  if (!clock) withoutTypes.push('clock');
  if (!sensing) withoutTypes.push('active-sensing');
  return new MessageFilter({ types: typesOf(only), withoutTypes, channels: channel });
}

function typesOf(lists: readonly string[] = []): string[] {
  return lists
    .flatMap((list) => list.split(','))
    .flatMap((word) => {
      const types = messageTypesOfWord(word.trim());
      if (types !== null) return types;
      throw new AlsatsError('invalid', `"${word}" is no type of MIDI message`, {
        hint: 'known are note, on, off, pp, cc, pc, cp, pb, syx, mc, start, stop, cont, sensing, voice, realtime, common',
      });
    });
}
