/** The mixer of a real card, as the screen needs it. */

import { namedCard } from '../../../alsa/card-name.js';
import type { Mixer, MixerChange } from '../../../alsa/mixer/mixer.js';
import type { Selem } from '../../../alsa/mixer/selem.js';
import type { SelemStream } from '../../../alsa/mixer/selem-stream.js';
import { AlsatsError } from '../../../error.js';
import { applyPlan } from '../apply.js';
import { planChanges } from '../plan.js';
import { ElementReader, elementId } from './alsa-element.js';
import type { CardMixer, CardMixerListener, ElementEffect } from './card-mixer.js';
import type { ScreenCard, ScreenElement, ScreenSide } from './element.js';

export class AlsaCardMixer implements CardMixer {
  readonly card: ScreenCard;
  readonly #mixer: Mixer;
  readonly #listener: CardMixerListener;
  readonly #reader = new ElementReader();
  readonly #end = new AbortController();
  #isTelling = false;

  /** @param mixer is closed with this */
  constructor(mixer: Mixer, device: string, listener: CardMixerListener) {
    this.#listener = listener;
    this.#mixer = mixer;
    const info = this.#mixer.cardInfo();
    // The number of a control that is no card (of a sound server, say) means nothing.
    const isCard = info !== null && namedCard(info.index)?.id === info.id;
    this.card = {
      device,
      number: isCard ? String(info.index) : '',
      id: info?.id || device,
      name: info?.name ?? '',
    };
    void this.#listen();
  }

  elements(): readonly ScreenElement[] {
    return this.#mixer
      .elements()
      .filter(({ isPresent }) => isPresent)
      .map((selem) => this.#reader.read(selem));
  }

  perform(effect: ElementEffect): void {
    if (effect.type === 'restore') {
      for (const before of effect.elements) this.#restore(before);
      return;
    }
    const selem = this.#find(effect.element);
    if (selem === null) return;
    this.#reader.forgetValues(selem);
    if (effect.type === 'choose') {
      for (const channel of selem.enumChannels()) selem.setEnumItem(effect.item, channel);
      return;
    }
    // As `mixer set` does it: steps that take the same way back, channels that keep their balance.
    const { direction, channels: names } = effect;
    const channels = selem[direction].channels().filter((channel) => names.includes(channel));
    const facts = this.#reader.factsOf(selem);
    applyPlan(facts, planChanges(facts, [wordOf(effect)], { [direction]: true, channels }));
  }

  close(): void {
    this.#end.abort();
    this.#mixer.close();
  }

  #find(id: string): Selem | null {
    return this.#mixer.elements().find((selem) => selem.isPresent && elementId(selem) === id) ?? null;
  }

  #restore(before: ScreenElement): void {
    const selem = this.#find(before.id);
    if (selem === null) return;
    this.#reader.forgetValues(selem);
    for (const direction of ['playback', 'capture'] as const)
      restoreSide(selem[direction], before[direction]);
    const { choice } = before;
    if (choice === null) return;
    for (const [at, channel] of selem.enumChannels().entries()) {
      selem.setEnumItem(choice.chosen[at] ?? 0, channel);
    }
  }

  async #listen(): Promise<void> {
    const { signal } = this.#end;
    try {
      for await (const change of this.#mixer.changes(signal)) this.#take(change);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof AlsatsError && error.kind === 'disconnected') this.#listener.onGone();
      else this.#listener.onError(error);
    }
  }

  #take({ change, selem }: MixerChange): void {
    if (change === 'value') this.#reader.forgetValues(selem);
    else this.#reader.forget(selem);
    if (this.#isTelling) return;
    this.#isTelling = true;
    // A burst of changes is one for the screen.
    setImmediate(() => {
      this.#isTelling = false;
      if (!this.#end.signal.aborted) this.#listener.onChange();
    });
  }
}

/** The change as a word of the command line. */
function wordOf(effect: Exclude<ElementEffect, { type: 'choose' | 'restore' }>): string {
  switch (effect.type) {
    case 'set-switch':
      if (effect.direction === 'capture') return effect.on ? 'cap' : 'nocap';
      return effect.on ? 'on' : 'off';
    case 'set-volume':
      return `${effect.percent.toFixed(3)}%`;
    case 'step-volume':
      return `${Math.abs(effect.percent)}%${effect.percent < 0 ? '-' : '+'}`;
  }
}

function restoreSide(stream: SelemStream, before: ScreenSide | null): void {
  if (before === null) return;
  for (const channel of stream.channels()) {
    const was = before.channels.find(({ name }) => name === channel);
    if (was?.raw != null && stream.hasVolume) stream.setVolume(channel, was.raw);
    if (was?.on != null && stream.hasSwitch) stream.setSwitch(channel, was.on);
  }
}
