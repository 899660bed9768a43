/** The mixer of a real card, as the screen needs it. */

import { namedCard } from '../../../alsa/card-name.js';
import { Mixer, type MixerChange } from '../../../alsa/mixer/mixer.js';
import type { Selem } from '../../../alsa/mixer/selem.js';
import type { SelemStream } from '../../../alsa/mixer/selem-stream.js';
import { mappedVolume, rawOfMapped, type VolumeScale } from '../../../alsa/mixer/volume-scale.js';
import { AlsatsError } from '../../../error.js';
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

  /** @throws AlsaError where it cannot be opened */
  constructor(device: string, listener: CardMixerListener) {
    this.#listener = listener;
    this.#mixer = Mixer.open(device);
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
    switch (effect.type) {
      case 'choose':
        for (const channel of selem.enumChannels()) selem.setEnumItem(effect.item, channel);
        break;
      case 'set-switch':
        setSwitches(selem[effect.direction], effect.channels, () => effect.on);
        break;
      case 'set-volume':
      case 'step-volume': {
        const stream = selem[effect.direction];
        const scale = this.#reader.scaleOf(selem, effect.direction);
        if (scale === null) return;
        setVolumes(stream, effect.channels, (raw) =>
          effect.type === 'set-volume'
            ? rawOfMapped(scale, effect.percent / 100)
            : steppedVolume(scale, raw, effect.percent),
        );
      }
    }
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

/** The raw value so many percent further, but by one step at least. */
function steppedVolume(scale: VolumeScale, raw: number, percent: number): number {
  const target = mappedVolume(scale, raw) + percent / 100;
  const isUp = percent > 0;
  const next = rawOfMapped(scale, target, isUp ? 'up' : 'down');
  const moved = isUp ? Math.max(next, raw + 1) : Math.min(next, raw - 1);
  return Math.max(scale.min, Math.min(scale.max, moved));
}

function setVolumes(stream: SelemStream, names: readonly string[], next: (raw: number) => number): void {
  for (const channel of ownChannels(stream, names, stream.hasVolumeJoined)) {
    stream.setVolume(channel, next(stream.getVolume(channel)));
  }
}

function setSwitches(
  stream: SelemStream,
  names: readonly string[],
  isOn: (channel: string) => boolean,
): void {
  for (const channel of ownChannels(stream, names, stream.hasSwitchJoined)) {
    stream.setSwitch(channel, isOn(channel));
  }
}

/** The channels to set: the first alone where it stands for all, which would take a step for each otherwise. */
function ownChannels(stream: SelemStream, names: readonly string[], isJoined: boolean) {
  const channels = stream.channels().filter((channel) => names.includes(channel));
  return isJoined ? channels.slice(0, 1) : channels;
}

function restoreSide(stream: SelemStream, before: ScreenSide | null): void {
  if (before === null) return;
  const names = before.channels.map(({ name }) => name);
  const channelOf = (name: string) => before.channels.find((channel) => channel.name === name);
  if (before.range !== null && stream.hasVolume) {
    for (const channel of ownChannels(stream, names, stream.hasVolumeJoined)) {
      stream.setVolume(channel, channelOf(channel)?.raw ?? before.range.min);
    }
  }
  if (before.hasSwitch && stream.hasSwitch) setSwitches(stream, names, (name) => channelOf(name)?.on ?? true);
}
