/** The machine's sound cards, as the screen needs them. */

import { type NamedCard, namedCard, resolveCard } from '../../../alsa/card-name.js';
import { CardWatch } from '../../../alsa/card-watch.js';
import { AlsaCardMixer } from './alsa-card-mixer.js';
import type { CardMixer, CardMixerListener, MixerCards } from './card-mixer.js';
import type { ScreenCard } from './element.js';

/** Cards by the kernel's numbers, and what ALSA takes by default. */
export class AlsaCards implements MixerCards {
  #known: readonly ScreenCard[] = [];

  deviceOf(card: string): string {
    return `hw:${resolveCard(card).index}`;
  }

  list(): readonly ScreenCard[] {
    const standard: ScreenCard = { device: 'default', number: '', id: 'default', name: '' };
    return [standard, ...this.#known];
  }

  open(device: string, listener: CardMixerListener): CardMixer {
    return new AlsaCardMixer(device, listener);
  }

  watch(onChange: () => void, onError: (error: unknown) => void): { close(): void } {
    const watch: CardWatch<NamedCard> = new CardWatch({
      look: namedCard,
      onEvent: () => {
        this.#known = watch.cards.map(screenCard);
        onChange();
      },
      onError,
    });
    this.#known = watch.cards.map(screenCard);
    return watch;
  }
}

/** A card as it is named on the screen. */
export function screenCard({ index, id, name }: Pick<NamedCard, 'index' | 'id' | 'name'>): ScreenCard {
  return { device: `hw:${index}`, number: String(index), id, name };
}
