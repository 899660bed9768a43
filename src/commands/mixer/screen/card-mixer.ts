/** What the screen needs of sound cards; the real ones are in `alsa-cards.ts`, a test has its own. */

import type { ScreenCard, ScreenElement } from './element.js';
import type { Effect } from './state.js';

/** What changes elements. */
export type ElementEffect = Extract<
  Effect,
  { type: 'step-volume' | 'set-volume' | 'set-switch' | 'choose' | 'restore' }
>;

/** The open mixer of one card. */
export interface CardMixer {
  readonly card: ScreenCard;
  /** The elements as they are now. */
  elements(): readonly ScreenElement[];
  /** @throws AlsatsError */
  perform(effect: ElementEffect): void;
  close(): void;
}

export interface CardMixerListener {
  /** Somebody changed something. */
  onChange(): void;
  /** The card has gone away; the mixer is of no use any more. */
  onGone(): void;
  onError(error: unknown): void;
}

/** All cards. */
export interface MixerCards {
  /** What can be opened: the cards there are, as far as they are watched, and `default`. */
  list(): readonly ScreenCard[];
  /** @throws AlsatsError where it cannot be opened */
  open(device: string, listener: CardMixerListener): CardMixer;
  /** Tells of cards that come and go, until closed. */
  watch(onChange: () => void, onError: (error: unknown) => void): { close(): void };
}
