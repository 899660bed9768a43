/** What setting an element comes down to, worked out as a whole before anything is set. */

import type { MixerChannel } from '../../alsa/mixer/channels.js';
import type { MixerDirection } from '../../alsa/mixer/selem-functions.js';
import { AlsatsError } from '../../error.js';
import { abilitiesText, type ElementFacts, elementLabel, type StreamFacts } from './element.js';
import { planItems } from './item-plan.js';
import { type LevelAsk, type LevelScaleName, rawOfAsk } from './level-ask.js';
import { isSameChannel, targets } from './targets.js';
import { type Ask, parseWord, type SwitchAsk, type WordAsk } from './words.js';

/** Which part of the element is meant. */
export interface Part {
  readonly playback?: boolean;
  readonly capture?: boolean;
  /** Only these channels. */
  readonly channels?: readonly MixerChannel[];
  /** The scale of bare numbers. */
  readonly scale?: LevelScaleName;
  /** Nobody will be told what was before, so that it is not read where it makes no difference: `from` is `to` then. */
  readonly untold?: boolean;
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
export function planChanges(facts: ElementFacts, words: readonly string[], part: Part): readonly Change[] {
  if (facts.items !== null) return planItems(facts, words, part);
  return planAsks(
    facts,
    words.map((text) => parseWord(text, part.scale ?? null)),
    part,
  );
}

/** The same for words that were read already, and an element that is no choice of items. */
export function planAsks(facts: ElementFacts, asks: readonly WordAsk[], part: Part): readonly Change[] {
  const plan = new Plan(facts, part);
  try {
    for (const ask of asks) {
      if (ask.kind === 'level') plan.level(ask);
      else plan.switch(ask);
    }
  } catch (error) {
    throw nameElement(error, facts);
  }
  return plan.changes;
}

/** Puts the element's name in front of what is wrong with it. */
function nameElement(error: unknown, { selem }: ElementFacts): unknown {
  if (!(error instanceof AlsatsError)) return error;
  return new AlsatsError(error.kind, `${elementLabel(selem)}: ${error.message}`, {
    hint: error.hint,
    cause: error,
  });
}

const hasVolume = ({ scale }: StreamFacts) => scale !== null;
const hasSwitch = (side: StreamFacts) => side.hasSwitch;

/** Later words start from what earlier ones come to. */
class Plan {
  readonly #facts: ElementFacts;
  readonly #part: Part;
  /** One for each channel of a side. */
  readonly changes: (VolumeChange | SwitchChange)[] = [];

  constructor(facts: ElementFacts, part: Part) {
    this.#facts = facts;
    this.#part = part;
  }

  level(ask: Ask<LevelAsk>): void {
    const sides = this.#sides(hasVolume);
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
    const isRelative = 'relative' in asked && asked.relative;
    if (!isRelative && this.#part.untold === true) {
      const to = rawOfAsk(asked, scale, scale.min);
      for (const channel of channels) {
        this.#set({ kind: 'volume', facts: side, channel, asked, from: to, to });
      }
      return;
    }
    const presents = channels.map((channel) => this.#volume(side, channel));
    const loudest = Math.max(...presents);
    const target = rawOfAsk(asked, scale, loudest);
    for (const [place, channel] of channels.entries()) {
      const moved = presents[place]! + target - loudest;
      const to = isRelative ? Math.min(Math.max(moved, scale.min), scale.max) : target;
      const from = this.#volumeChange(side, channel)?.from ?? presents[place]!;
      this.#set({ kind: 'volume', facts: side, channel, asked, from, to });
    }
  }

  #volume(side: StreamFacts, channel: MixerChannel): number {
    return this.#volumeChange(side, channel)?.to ?? side.stream.getVolume(channel);
  }

  #volumeChange(side: StreamFacts, channel: MixerChannel): VolumeChange | undefined {
    for (const change of this.changes) {
      if (change.kind === 'volume' && change.facts === side && change.channel === channel) return change;
    }
    return undefined;
  }

  #switchChange(side: StreamFacts, channel: MixerChannel): SwitchChange | undefined {
    for (const change of this.changes) {
      if (change.kind === 'switch' && change.facts === side && change.channel === channel) return change;
    }
    return undefined;
  }

  #set(change: VolumeChange | SwitchChange): void {
    const { changes } = this;
    for (let place = 0; place < changes.length; place++) {
      const { kind, facts, channel } = changes[place]!;
      if (kind !== change.kind || facts !== change.facts || channel !== change.channel) continue;
      changes[place] = change;
      return;
    }
    changes.push(change);
  }

  switch(ask: Ask<SwitchAsk>): void {
    const isCapture = [ask.all, ...ask.inOrder, ...ask.byName.map(([, value]) => value)].some(
      (value) => value?.isCapture,
    );
    if (isCapture && this.#part.playback === true && this.#part.capture !== true) {
      throw new AlsatsError('invalid', 'cap and nocap are for capture, not for playback');
    }
    const able = this.#sides(hasSwitch);
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
      this.#set({ kind: 'switch', facts: side, channel, asked, from, to });
    }
  }

  #isOn(side: StreamFacts, channel: MixerChannel): boolean {
    return this.#switchChange(side, channel)?.to ?? side.stream.getSwitch(channel);
  }

  /** The directions that are meant and can do it. */
  #sides(can: (side: StreamFacts) => boolean): StreamFacts[] {
    const { playback, capture } = this.#part;
    const areBoth = playback !== true && capture !== true;
    const { playback: out, capture: input, selem } = this.#facts;
    const sides: StreamFacts[] = [];
    if (out !== null && can(out)) {
      // What both directions share stands with playback, and is meant by either.
      const isMeant =
        areBoth ||
        playback === true ||
        (out.scale !== null && selem.hasCommonVolume) ||
        selem.hasCommonSwitch;
      if (isMeant) sides.push(out);
    }
    if (input !== null && (areBoth || capture === true) && can(input)) sides.push(input);
    return sides;
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
