/** Which events are shown: by type and channel. */

import { type SeqEventType, seqEventTypes } from '../../alsa/seq/names.js';
import { AlsatsError } from '../../error.js';
import { MessageFilter, messageTypesOfWord } from '../../midi/message-filter.js';
import type { FilterOptions } from '../midi/options.js';

/**
 * @param moreTypes types besides those that events have
 * @throws AlsatsError of kind `invalid` where a word names no type
 */
export function filterOf(
  { only, without, channel, clock, sensing }: FilterOptions,
  moreTypes: readonly string[] = [],
): MessageFilter {
  const typesOf = (lists?: readonly string[]) => typesOfWords(lists, moreTypes);
  const withoutTypes = typesOf(without);
  if (!clock) withoutTypes.push('clock', 'tick');
  if (!sensing) withoutTypes.push('active-sensing');
  return new MessageFilter({ types: typesOf(only), withoutTypes, channels: channel });
}

const announced = (Object.keys(seqEventTypes) as SeqEventType[]).filter((type) =>
  /^(client|port)-/.test(type),
);

/** System exclusive messages of packets are meant as well. */
const systemExclusive = ['system-exclusive', 'system-exclusive-7', 'system-exclusive-8'];

function typesOfWords(lists: readonly string[] = [], moreTypes: readonly string[]): string[] {
  return lists
    .flatMap((list) => list.split(','))
    .map((word) => word.trim())
    .flatMap((word): readonly string[] => {
      if (word === 'announce') return announced;
      if (word === 'control-change' || word === 'cc') return ['control-change', 'control-change-14'];
      // "note" is two messages of MIDI; the sequencer has one more, with a length.
      if (word === 'note') return ['note', 'note-on', 'note-off'];
      if (Object.hasOwn(seqEventTypes, word) && word !== 'system-exclusive') return [word];
      const types = messageTypesOfWord(word);
      if (types?.includes('system-exclusive')) return systemExclusive;
      if (types !== null) return types;
      if (moreTypes.includes(word)) return [word];
      throw new AlsatsError('invalid', `"${word}" is no type of event`, {
        hint: 'known are note, on, off, pp, cc, pc, cp, pb, syx, nrpn, rpn, mc, start, stop, cont, sensing, voice, realtime, common, announce, and the types that --json prints',
      });
    });
}
