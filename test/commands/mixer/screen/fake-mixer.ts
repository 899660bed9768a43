/** A mixer made of nothing: elements with linear volumes, changed by the effects of the screen or from outside. */

import type {
  CardMixer,
  CardMixerListener,
  ElementEffect,
  MixerCards,
} from '../../../../src/commands/mixer/screen/card-mixer.js';
import type {
  Direction,
  ScreenCard,
  ScreenChannel,
  ScreenElement,
  ScreenSide,
} from '../../../../src/commands/mixer/screen/element.js';
import { AlsatsError } from '../../../../src/error.js';

const stereo = ['front-left', 'front-right'];

interface SideOptions {
  readonly channels?: readonly string[];
  readonly max?: number;
  readonly min?: number;
  /** Decibels at the least and the most; null without. */
  readonly db?: readonly [number | null, number] | null;
  readonly percent?: readonly number[];
  readonly on?: readonly boolean[] | null;
  readonly hasVolume?: boolean;
}

/** One direction of an element; stereo, 0 to 100, without decibels and switch where nothing else is said. */
export function side(options: SideOptions = {}): ScreenSide {
  const {
    channels = stereo,
    min = 0,
    max = 100,
    db = null,
    percent = [],
    on = null,
    hasVolume = true,
  } = options;
  const range = hasVolume ? { min, max } : null;
  return {
    channels: channels.map((name, at) =>
      withPercent(
        { name, percent: null, raw: null, db: null, on: on === null ? null : (on[at] ?? on[0] ?? true) },
        percent[at] ?? percent[0] ?? 0,
        { range, dbRange: db === null ? null : { minDb: db[0], maxDb: db[1] } },
      ),
    ),
    range,
    dbRange: db === null || !hasVolume ? null : { minDb: db[0], maxDb: db[1] },
    zones: db === null ? { loudPercent: 70, overPercent: 90 } : { loudPercent: 70, overPercent: 100 },
    hasSwitch: on !== null,
  };
}

function withPercent(
  channel: ScreenChannel,
  percent: number,
  { range, dbRange }: Pick<ScreenSide, 'range' | 'dbRange'>,
): ScreenChannel {
  if (range === null) return channel;
  const raw = Math.round(range.min + ((range.max - range.min) * Math.max(0, Math.min(100, percent))) / 100);
  const share = (raw - range.min) / (range.max - range.min);
  const least = dbRange?.minDb ?? -60;
  const isSilent = raw === range.min && dbRange?.minDb === null;
  const db = dbRange === null || isSilent ? null : least + (dbRange.maxDb - least) * share;
  return { ...channel, raw, percent: share * 100, db };
}

export function element(name: string, parts: Partial<ScreenElement> = {}): ScreenElement {
  return {
    id: `${name},${parts.index ?? 0}`,
    name,
    index: 0,
    isActive: true,
    playback: null,
    capture: null,
    hasCommonVolume: false,
    hasCommonSwitch: false,
    captureGroup: null,
    choice: null,
    ...parts,
  };
}

/** What a laptop has, about. */
export function laptop(): ScreenElement[] {
  return [
    element('Master', {
      playback: side({ max: 87, db: [-65.25, 0], percent: [66], on: [true], channels: ['mono'] }),
    }),
    element('Headphone', {
      playback: side({ max: 87, db: [-65.25, 0], percent: [80, 50], on: [true, false] }),
    }),
    element('Speaker', { playback: side({ max: 87, db: [-65.25, 0], percent: [100], on: [false, false] }) }),
    element('PCM', { playback: side({ max: 255, db: [null, 0], percent: [0] }) }),
    element('Mic', {
      playback: side({ max: 31, db: [-34.5, 12], percent: [97], on: [true] }),
      capture: side({ hasVolume: false, on: [true, false] }),
    }),
    element('IEC958', { playback: side({ hasVolume: false, channels: ['mono'], on: [true] }) }),
    element('Auto-Mute Mode', {
      choice: { items: ['Disabled', 'Enabled'], chosen: [1], direction: 'playback' },
    }),
    element('Capture', { capture: side({ max: 63, db: [-17.25, 30], percent: [40], on: [true] }) }),
    element('Capture', {
      index: 1,
      capture: side({ max: 63, db: [-17.25, 30], percent: [20], on: [false] }),
    }),
    element('Input Source', {
      choice: { items: ['Mic', 'Line', 'Headset Mic with a long name'], chosen: [2], direction: 'capture' },
    }),
  ];
}

/** Names that are long, wide, hostile. */
export function oddNames(): ScreenElement[] {
  return [
    element('Headset Mic Boost Volume of the Docking Station', { playback: side({ percent: [10] }) }),
    element('マスター音量', { playback: side({ percent: [50], on: [true] }) }),
    element('Höhen \u0301é 👩‍🚀', { playback: side({ percent: [75] }) }),
    element('evil\x1b[2J\u202e', { playback: side({ percent: [99] }) }),
    element('7.1', {
      playback: side({
        channels: [
          'front-left',
          'front-right',
          'rear-left',
          'rear-right',
          'front-center',
          'woofer',
          'side-left',
          'side-right',
        ],
        percent: [10, 20, 30, 40, 50, 60, 70, 80],
        on: [true, true, true, false, true, true, true, true],
      }),
    }),
  ];
}

export class FakeCardMixer implements CardMixer {
  isClosed = false;
  readonly performed: ElementEffect[] = [];
  failure: AlsatsError | null = null;

  constructor(
    readonly card: ScreenCard,
    public list: ScreenElement[],
    readonly listener: CardMixerListener,
  ) {}

  elements(): readonly ScreenElement[] {
    return this.list;
  }

  perform(effect: ElementEffect): void {
    if (this.failure !== null) throw this.failure;
    this.performed.push(effect);
    this.list = applyEffect(this.list, effect);
  }

  close(): void {
    this.isClosed = true;
  }
}

/** What an effect makes of elements. */
export function applyEffect(elements: readonly ScreenElement[], effect: ElementEffect): ScreenElement[] {
  if (effect.type === 'restore') {
    return elements.map((present) => effect.elements.find(({ id }) => id === present.id) ?? present);
  }
  return elements.map((present) => {
    if (present.id !== effect.element) return present;
    if (effect.type === 'choose')
      return { ...present, choice: { ...present.choice!, chosen: [effect.item] } };
    const { direction, channels } = effect;
    return withChannels(present, direction, channels, (channel, volume) => {
      if (effect.type === 'set-switch') return { ...channel, on: effect.on };
      if (effect.type === 'set-volume') return withPercent(channel, effect.percent, volume);
      const oneStep = 100 / (volume.range!.max - volume.range!.min);
      const by = Math.sign(effect.percent) * Math.max(Math.abs(effect.percent), oneStep);
      return withPercent(channel, channel.percent! + by, volume);
    });
  });
}

function withChannels(
  present: ScreenElement,
  direction: Direction,
  channels: readonly string[],
  change: (channel: ScreenChannel, side: ScreenSide) => ScreenChannel,
): ScreenElement {
  const old = present[direction]!;
  const next = old.channels.map((channel) =>
    channels.includes(channel.name) ? change(channel, old) : channel,
  );
  return { ...present, [direction]: { ...old, channels: next } };
}

export class FakeCards implements MixerCards {
  readonly opened: FakeCardMixer[] = [];
  isWatching = false;
  #onChange: () => void = () => {};

  constructor(public contents: Record<string, ScreenElement[]>) {}

  list(): readonly ScreenCard[] {
    return Object.keys(this.contents).map(cardOf);
  }

  open(device: string, listener: CardMixerListener): FakeCardMixer {
    const list = this.contents[device];
    if (list === undefined)
      throw new AlsatsError('not-found', `cannot open mixer "${device}": no such device`);
    const mixer = new FakeCardMixer(cardOf(device), list, listener);
    this.opened.push(mixer);
    return mixer;
  }

  watch(onChange: () => void): { close(): void } {
    this.#onChange = onChange;
    this.isWatching = true;
    return {
      close: () => {
        this.isWatching = false;
      },
    };
  }

  get current(): FakeCardMixer {
    return this.opened.at(-1)!;
  }

  unplug(device: string): void {
    delete this.contents[device];
    if (this.current.card.device === device) this.current.listener.onGone();
    this.#onChange();
  }

  plug(device: string, elements: ScreenElement[]): void {
    this.contents[device] = elements;
    this.#onChange();
  }
}

export function cardOf(device: string): ScreenCard {
  const number = /^hw:(\d)$/.exec(device)?.[1];
  return number === undefined
    ? { device, number: '', id: device, name: '' }
    : { device, number, id: `Card${number}`, name: `HDA Test ${number}` };
}
