/** A mixer element as plain data, for text and JSON alike. */

import type { MixerChannel } from '../../alsa/mixer/channels.js';
import type { Selem, SelemCapability } from '../../alsa/mixer/selem.js';
import type { MixerDirection } from '../../alsa/mixer/selem-functions.js';
import type { SelemStream } from '../../alsa/mixer/selem-stream.js';
import { type VolumeScale, volumeScale } from '../../alsa/mixer/volume-scale.js';
import { type Level, levelOf } from './level-ask.js';

/** A channel: its level is null where there is no volume, `on` where there is no switch. */
export interface ChannelState {
  readonly channel: MixerChannel;
  readonly percent: number | null;
  readonly linearPercent: number | null;
  readonly raw: number | null;
  readonly dB: number | null;
  readonly on: boolean | null;
}

/** One direction of an element. */
export interface StreamState {
  readonly channels: readonly ChannelState[];
  readonly range: { readonly min: number; readonly max: number } | null;
  /** `min` is null where the lowest value is silence. */
  readonly dBRange: { readonly min: number | null; readonly max: number } | null;
}

/** The items of an enumerated element, and which of them each channel is set to. */
export interface EnumState {
  readonly items: readonly string[];
  readonly channels: readonly {
    readonly channel: MixerChannel;
    readonly item: string;
    readonly itemNumber: number;
  }[];
}

export interface MixerElement {
  readonly name: string;
  readonly index: number;
  readonly active: boolean;
  readonly capabilities: readonly SelemCapability[];
  readonly captureGroup: number | null;
  readonly playback: StreamState | null;
  readonly capture: StreamState | null;
  readonly enum: EnumState | null;
}

/** What of one direction does not change with its values. */
export interface StreamFacts {
  readonly direction: MixerDirection;
  readonly stream: SelemStream;
  readonly channels: readonly MixerChannel[];
  /** Null without a volume, and where the other direction has it for both. */
  readonly scale: VolumeScale | null;
  readonly volumeJoined: boolean;
  /** Whether there is a switch; one that both directions have is counted for playback. */
  readonly hasSwitch: boolean;
  readonly switchJoined: boolean;
}

/** What of an element does not change with its values: worth to be kept where it is set often. */
export interface ElementFacts {
  readonly selem: Selem;
  readonly capabilities: readonly SelemCapability[];
  readonly playback: StreamFacts | null;
  readonly capture: StreamFacts | null;
  readonly items: readonly string[] | null;
  readonly itemChannels: readonly MixerChannel[];
}

/** @throws AlsatsError where the element went away */
export function factsOf(selem: Selem): ElementFacts {
  const isEnumerated = selem.isEnumerated;
  return {
    selem,
    capabilities: selem.capabilities,
    playback: isEnumerated ? null : streamFacts(selem, 'playback'),
    capture: isEnumerated ? null : streamFacts(selem, 'capture'),
    items: isEnumerated ? selem.enumItems() : null,
    itemChannels: isEnumerated ? selem.enumChannels() : [],
  };
}

function streamFacts(selem: Selem, direction: MixerDirection): StreamFacts | null {
  const stream = selem[direction];
  const isShared = direction === 'capture';
  const hasVolume = stream.hasVolume && !(isShared && selem.hasCommonVolume);
  const hasSwitch = stream.hasSwitch && !(isShared && selem.hasCommonSwitch);
  if (!hasVolume && !hasSwitch) return null;
  return {
    direction,
    stream,
    channels: stream.channels(),
    scale: hasVolume ? volumeScale(stream) : null,
    volumeJoined: stream.hasVolumeJoined,
    hasSwitch,
    switchJoined: stream.hasSwitchJoined,
  };
}

/** The element as it is now. */
export function describeSelem(selem: Selem, facts: ElementFacts = factsOf(selem)): MixerElement {
  return {
    name: selem.name,
    index: selem.index,
    active: selem.isActive,
    capabilities: facts.capabilities,
    captureGroup: selem.captureGroup,
    playback: facts.playback === null ? null : streamState(facts.playback),
    capture: facts.capture === null ? null : streamState(facts.capture),
    enum: facts.items === null ? null : enumState(selem, facts),
  };
}

function streamState(facts: StreamFacts): StreamState {
  const { stream, channels, scale, hasSwitch } = facts;
  return {
    channels: channels.map((channel) => ({
      channel,
      ...(scale === null ? NO_LEVEL : levelOf(scale, stream.getVolume(channel))),
      on: hasSwitch ? stream.getSwitch(channel) : null,
    })),
    range: scale === null ? null : { min: scale.min, max: scale.max },
    dBRange: scale === null || scale.db === null ? null : { min: scale.db.minDb, max: scale.db.maxDb },
  };
}

const NO_LEVEL: { readonly [Key in keyof Level]: null } = {
  percent: null,
  linearPercent: null,
  raw: null,
  dB: null,
};

function enumState(selem: Selem, { items, itemChannels }: ElementFacts): EnumState {
  return {
    items: items!,
    channels: itemChannels.map((channel) => {
      const itemNumber = selem.getEnumItem(channel);
      return { channel, item: items![itemNumber] ?? '', itemNumber };
    }),
  };
}

/** How an element is called: `Master`, `IEC958,16`. */
export function elementLabel({ name, index }: { readonly name: string; readonly index: number }): string {
  return index === 0 ? name : `${name},${index}`;
}

/** What an element can do, as the end of a sentence. */
export function abilitiesText({ playback, capture, items }: ElementFacts): string {
  const abilities: string[] = [];
  for (const side of [playback, capture]) {
    if (side === null) continue;
    if (side.scale !== null) abilities.push(`a ${side.direction} volume`);
    if (side.hasSwitch) abilities.push(`a ${side.direction} switch`);
  }
  if (items !== null) abilities.push(`a choice of ${items.map((item) => `'${item}'`).join(', ')}`);
  return abilities.length === 0 ? 'nothing that can be set' : abilities.join(' and ');
}
