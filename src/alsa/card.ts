/** The sound cards of the machine. */

import { requireInteger, requireString } from './arguments.js';
import { check } from './error.js';
import { controlApi } from './native/api/control.js';
import { IntCell, PointerCell, takeCString } from './native/memory.js';

const cell = new IntCell();
const MAX_CARD = 1024;

/** Indexes of all cards, in order; they have holes. `snd_card_next` */
export function* cardIndexes(): Generator<number, void> {
  for (let card = -1; ; ) {
    cell.value = card;
    check('snd_card_next', controlApi.snd_card_next(cell.cell));
    card = cell.value;
    if (card < 0) return;
    yield card;
  }
}

/** Index of a card given by index or id. `snd_card_get_index` @throws AlsaError of kind `not-found` */
export function cardIndex(name: string): number {
  const result = controlApi.snd_card_get_index(requireString('name', name));
  return check('snd_card_get_index', result, { action: `cannot find card "${name}"`, kind: 'not-found' });
}

/** `snd_card_get_name` */
export function cardName(index: number): string {
  return cardText('snd_card_get_name', index);
}

/** `snd_card_get_longname` */
export function cardLongName(index: number): string {
  return cardText('snd_card_get_longname', index);
}

function cardText(func: 'snd_card_get_name' | 'snd_card_get_longname', index: number): string {
  requireInteger('index', index, 0, MAX_CARD);
  const text = new PointerCell();
  check(func, controlApi[func](index, text.cell));
  return takeCString(text.value) ?? '';
}
