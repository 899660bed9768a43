/** The machine's sound cards, as the screen needs them. */

import { type NamedCard, namedCard } from '../../../alsa/card-name.js';
import { CardWatch } from '../../../alsa/card-watch.js';
import { Mixer } from '../../../alsa/mixer/mixer.js';
import { explainOpening } from '../../control-choice.js';
import { isVirtualName, type VirtualDevice } from '../../virtual-device.js';
import type { MixerOptions } from '../mixer-choice.js';
import { AlsaCardMixer } from './alsa-card-mixer.js';
import type { CardMixer, CardMixerListener, MixerCards } from './card-mixer.js';
import type { ScreenCard } from './element.js';

/** Cards by the kernel's numbers, and what ALSA takes by default. */
export class AlsaCards implements MixerCards {
  readonly #abstraction: MixerOptions['abstraction'];
  readonly #virtual: VirtualDevice | null;
  #known: readonly ScreenCard[] = [];

  /** @param virtual the card that lives in this process, where the user wants it */
  constructor(abstraction: MixerOptions['abstraction'], virtual: VirtualDevice | null = null) {
    this.#abstraction = abstraction;
    this.#virtual = virtual;
  }

  list(): readonly ScreenCard[] {
    const standard: ScreenCard = { device: 'default', number: '', id: 'default', name: '' };
    const own: readonly ScreenCard[] =
      this.#virtual === null ? [] : [{ device: 'virtual', number: '', id: 'virtual', name: 'Virtual card' }];
    return [...own, standard, ...this.#known];
  }

  open(device: string, listener: CardMixerListener): CardMixer {
    try {
      const mixer =
        this.#virtual !== null && isVirtualName(device)
          ? this.#virtual.card.openMixer()
          : Mixer.open(device, { abstraction: this.#abstraction ?? 'none' });
      return new AlsaCardMixer(mixer, device, listener);
    } catch (error) {
      throw explainOpening(error, device);
    }
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
