/** What setting a choice of items comes down to. */

import type { MixerChannel } from '../../alsa/mixer/channels.js';
import { similarNames } from '../../alsa/similar-names.js';
import { AlsatsError } from '../../error.js';
import { abilitiesText, type ElementFacts, elementLabel } from './element.js';
import type { ItemChange, Part } from './plan.js';
import { isSameChannel, targets } from './targets.js';
import { gather, parseWord, splitChannels } from './words.js';

export function planItems(facts: ElementFacts, words: readonly string[], part: Part): ItemChange[] {
  const { selem, itemChannels } = facts;
  const [text = ''] = words;
  if (words.length > 1) {
    throw new AlsatsError('invalid', `${elementLabel(selem)} takes one item, not ${words.length} words`, {
      hint: `it has ${abilitiesText(facts)}`,
    });
  }
  const change = (channel: MixerChannel, item: number): ItemChange => ({
    kind: 'item',
    channel,
    from: selem.getEnumItem(channel),
    to: item,
  });
  const meant = itemChannels.filter(
    (channel) => part.channels?.some((named) => isSameChannel(named, channel)) ?? true,
  );
  // An item's own text may have commas.
  const whole = findItem(text, facts.items!);
  if (whole !== null) return meant.map((channel) => change(channel, whole));
  const pieces = text.includes('=') || text.includes(',') ? splitChannels(text) : [];
  if (pieces.length === 0) throw noItem(text, facts);
  const ask = gather(
    pieces.map(({ channel, value }) => {
      const item = value === null || value === '' ? null : findItem(value, facts.items!);
      if (item === null && value !== null && value !== '') throw noItem(value, facts);
      return { channel, value: item };
    }),
  );
  return targets(ask, meant, false).flatMap(({ channels, value }) =>
    channels.map((channel) => change(channel, value)),
  );
}

/** An item by its text, in any case where that is clear. */
function findItem(text: string, items: readonly string[]): number | null {
  const exact = items.indexOf(text);
  if (exact >= 0) return exact;
  const lower = text.toLowerCase();
  const alike = items.flatMap((item, number) => (item.toLowerCase() === lower ? [number] : []));
  return alike.length === 1 ? alike[0]! : null;
}

function noItem(text: string, facts: ElementFacts): AlsatsError {
  const items = facts.items!;
  // A level or a switch is a word of ours, that an element of this kind cannot do.
  let isOurs = true;
  try {
    parseWord(text, 'percent');
  } catch {
    isOurs = false;
  }
  const label = elementLabel(facts.selem);
  const listed = `it has ${abilitiesText(facts)}`;
  if (isOurs)
    return new AlsatsError('unsupported', `${label} has neither volume nor switch`, { hint: listed });
  const [near] = similarNames(text, items);
  return new AlsatsError('not-found', `${label} has no item "${text}"`, {
    hint: near === undefined ? listed : `did you mean '${near}'? ${listed}`,
  });
}
