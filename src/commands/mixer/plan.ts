/** What setting an element comes down to, worked out as a whole before anything is set. */

import type { MixerChannel } from '../../alsa/mixer/channels.js';
import type { MixerDirection } from '../../alsa/mixer/selem-stream.js';
import { similarNames } from '../../alsa/similar-names.js';
import { AlsatsError } from '../../error.js';
import { abilitiesText, type ElementFacts, elementLabel, type StreamFacts } from './element.js';
import { type LevelAsk, type LevelScaleName, rawOfAsk } from './level-ask.js';
import { type Ask, gather, parseWord, type SwitchAsk, splitChannels } from './words.js';

/** Which part of the element is meant. */
export interface Part {
  readonly playback?: boolean;
  readonly capture?: boolean;
  /** Only these channels. */
  readonly channels?: readonly MixerChannel[];
  /** The scale of bare numbers. */
  readonly scale?: LevelScaleName;
}

export interface VolumeChange {
  readonly kind: 'volume';
  readonly facts: StreamFacts;
  readonly channel: MixerChannel;
  readonly asked: LevelAsk;
  readonly from: number;
  readonly to: number;
}

export interface SwitchChange {
  readonly kind: 'switch';
  readonly facts: StreamFacts;
  readonly channel: MixerChannel;
  readonly asked: 'on' | 'off' | 'toggle';
  readonly from: boolean;
  readonly to: boolean;
}

export interface ItemChange {
  readonly kind: 'item';
  readonly channel: MixerChannel;
  readonly from: number;
  readonly to: number;
}

export type Change = VolumeChange | SwitchChange | ItemChange;

/**
 * @param words as on the command line, behind the element's name
 * @returns one change for each channel that is named, also where nothing changes
 * @throws AlsatsError of kind `invalid` for words that make no sense, `unsupported` for what the element cannot do,
 *   `not-found` for an item that is none
 */
export function planChanges(facts: ElementFacts, words: readonly string[], part: Part): Change[] {
  if (facts.items !== null) return planItems(facts, words, part);
  const plan = new Plan(facts, part);
  for (const text of words) {
    const ask = parseWord(text, part.scale ?? null);
    try {
      if (ask.kind === 'level') plan.level(ask);
      else plan.switch(ask);
    } catch (error) {
      throw nameElement(error, facts);
    }
  }
  return plan.changes();
}

/** Puts the element's name in front of what is wrong with it. */
function nameElement(error: unknown, { selem }: ElementFacts): unknown {
  if (!(error instanceof AlsatsError)) return error;
  return new AlsatsError(error.kind, `${elementLabel(selem)}: ${error.message}`, {
    hint: error.hint,
    cause: error,
  });
}

/** Later words start from what earlier ones come to. */
class Plan {
  readonly #facts: ElementFacts;
  readonly #part: Part;
  readonly #changes = new Map<string, VolumeChange | SwitchChange>();

  constructor(facts: ElementFacts, part: Part) {
    this.#facts = facts;
    this.#part = part;
  }

  changes(): Change[] {
    return [...this.#changes.values()];
  }

  level(ask: Ask<LevelAsk>): void {
    const sides = this.#sides(({ scale }) => scale !== null);
    if (sides.length === 0) this.#refuse('volume');
    for (const side of sides) {
      for (const { channels, value } of targets(ask, this.#channels(side), side.volumeJoined)) {
        this.#move(side, channels, value);
      }
    }
  }

  /** Channels that move together keep their balance: all go as many steps as the loudest. */
  #move(side: StreamFacts, channels: readonly MixerChannel[], asked: LevelAsk): void {
    const scale = side.scale!;
    const presents = channels.map((channel) => this.#volume(side, channel));
    const loudest = Math.max(...presents);
    const target = rawOfAsk(asked, scale, loudest);
    const isRelative = 'relative' in asked && asked.relative;
    for (const [place, channel] of channels.entries()) {
      const moved = presents[place]! + target - loudest;
      const to = isRelative ? Math.min(Math.max(moved, scale.min), scale.max) : target;
      const before = this.#changes.get(`volume ${side.direction} ${channel}`);
      const from = before?.kind === 'volume' ? before.from : presents[place]!;
      this.#changes.set(`volume ${side.direction} ${channel}`, {
        kind: 'volume',
        facts: side,
        channel,
        asked,
        from,
        to,
      });
    }
  }

  #volume(side: StreamFacts, channel: MixerChannel): number {
    const change = this.#changes.get(`volume ${side.direction} ${channel}`);
    return change?.kind === 'volume' ? change.to : side.stream.getVolume(channel);
  }

  switch(ask: Ask<SwitchAsk>): void {
    const isCapture = [ask.all, ...ask.inOrder, ...ask.byName.map(([, value]) => value)].some(
      (value) => value?.isCapture,
    );
    if (isCapture && this.#part.playback === true && this.#part.capture !== true) {
      throw new AlsatsError('invalid', 'cap and nocap are for capture, not for playback');
    }
    const able = this.#sides(({ hasSwitch }) => hasSwitch);
    const wanted = isCapture ? 'capture' : undefined;
    const shared = this.#facts.selem.hasCommonSwitch;
    const chosen = able.filter(({ direction }) => wanted === undefined || shared || direction === wanted);
    if (chosen.length === 0) this.#refuse('switch', wanted);
    // Mute is about playback; an element that has none can still be kept from capturing.
    const sides = this.#part.capture === true && this.#part.playback === true ? chosen : chosen.slice(0, 1);
    for (const side of sides) {
      for (const { channels, value } of targets(ask, this.#channels(side), side.switchJoined)) {
        this.#turn(side, channels, value);
      }
    }
  }

  /** A toggle makes channels that are together equal, as one switch would. */
  #turn(side: StreamFacts, channels: readonly MixerChannel[], { to: asked }: SwitchAsk): void {
    const presents = channels.map((channel) => this.#isOn(side, channel));
    const to = asked === 'toggle' ? !presents.some((on) => on) : asked === 'on';
    for (const channel of channels) {
      const from = side.stream.getSwitch(channel);
      this.#changes.set(`switch ${side.direction} ${channel}`, {
        kind: 'switch',
        facts: side,
        channel,
        asked,
        from,
        to,
      });
    }
  }

  #isOn(side: StreamFacts, channel: MixerChannel): boolean {
    const change = this.#changes.get(`switch ${side.direction} ${channel}`);
    return change?.kind === 'switch' ? change.to : side.stream.getSwitch(channel);
  }

  /** The directions that are meant and can do it. */
  #sides(can: (side: StreamFacts) => boolean): StreamFacts[] {
    const { playback, capture } = this.#part;
    const isMeant = (direction: MixerDirection) =>
      (playback !== true && capture !== true) || (direction === 'playback' ? playback : capture) === true;
    const { playback: out, capture: input } = this.#facts;
    // What both directions share stands with playback, and is meant by either.
    const shares = (side: StreamFacts) =>
      side.scale !== null && this.#facts.selem.hasCommonVolume ? true : this.#facts.selem.hasCommonSwitch;
    return [out, input].filter(
      (side): side is StreamFacts =>
        side !== null &&
        can(side) &&
        (isMeant(side.direction) || (side.direction === 'playback' && shares(side))),
    );
  }

  #channels(side: StreamFacts): readonly MixerChannel[] {
    const { channels } = this.#part;
    if (channels === undefined) return side.channels;
    for (const channel of channels) requireChannel(channel, side);
    return side.channels.filter((channel) => channels.some((named) => isSameChannel(named, channel)));
  }

  #refuse(what: 'volume' | 'switch', direction?: MixerDirection): never {
    const { playback, capture } = this.#part;
    const side = direction ?? (playback === true ? 'playback' : capture === true ? 'capture' : '');
    throw new AlsatsError('unsupported', `it has no ${side === '' ? '' : `${side} `}${what}`, {
      hint: `it has ${abilitiesText(this.#facts)}`,
    });
  }
}

function requireChannel(channel: MixerChannel, { channels, direction }: StreamFacts): MixerChannel {
  const found = channels.find((known) => isSameChannel(channel, known));
  if (found !== undefined) return found;
  throw new AlsatsError('invalid', `it has no ${direction} channel ${channel}`, {
    hint: `it has ${channels.join(', ')}`,
  });
}

/** The only channel there is may be called the left one. */
function isSameChannel(a: MixerChannel, b: MixerChannel): boolean {
  const plain = (channel: MixerChannel) => (channel === 'mono' ? 'front-left' : channel);
  return plain(a) === plain(b);
}

interface Target<Value> {
  readonly channels: readonly MixerChannel[];
  readonly value: Value;
}

/** Which channels get what. @throws AlsatsError of kind `invalid` where they do not fit */
function targets<Value>(
  ask: Ask<Value>,
  channels: readonly MixerChannel[],
  isJoined: boolean,
): Target<Value>[] {
  if (ask.all !== null) return [{ channels, value: ask.all }];
  if (ask.inOrder.length > channels.length) {
    throw new AlsatsError(
      'invalid',
      `there are ${ask.inOrder.length} values for ${channels.length} channels`,
      {
        hint: `the channels are ${channels.join(', ')}`,
      },
    );
  }
  const found: Target<Value>[] = [];
  for (const [place, value] of ask.inOrder.entries()) {
    if (value !== null) found.push({ channels: [channels[place]!], value });
  }
  for (const [name, value] of ask.byName) {
    const channel = channels.find((known) => isSameChannel(name, known));
    if (channel === undefined) {
      throw new AlsatsError('invalid', `it has no channel ${name}`, {
        hint: `it has ${channels.join(', ')}`,
      });
    }
    found.push({ channels: [channel], value });
  }
  if (isJoined && found.length > 0) {
    const [first] = found;
    if (found.some(({ value }) => JSON.stringify(value) !== JSON.stringify(first!.value))) {
      throw new AlsatsError('invalid', 'all its channels have one value', { hint: 'give one value for all' });
    }
    return [{ channels, value: first!.value }];
  }
  return found;
}

function planItems(facts: ElementFacts, words: readonly string[], part: Part): ItemChange[] {
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
