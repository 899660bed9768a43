/** A mixer element without a card. */

import { channelsOf, type MixerChannel } from '../../../src/alsa/mixer/channels.js';
import type { Selem, SelemCapability } from '../../../src/alsa/mixer/selem.js';
import type { MixerDirection } from '../../../src/alsa/mixer/selem-functions.js';
import type { SelemStream } from '../../../src/alsa/mixer/selem-stream.js';
import type { VolumeScale } from '../../../src/alsa/mixer/volume-scale.js';
import type { ElementFacts, StreamFacts } from '../../../src/commands/mixer/element.js';

export interface FakeSide {
  readonly scale?: VolumeScale;
  /** Raw volumes, one a channel. */
  readonly volumes?: number[];
  readonly switches?: boolean[];
  readonly joined?: boolean;
}

export interface FakeElement {
  readonly playback?: FakeSide;
  readonly capture?: FakeSide;
  /** Items, and which each channel is set to. */
  readonly items?: readonly string[];
  readonly chosen?: number[];
  /** Whether playback and capture share volume and switch. */
  readonly shared?: boolean;
}

/** What is known of the element; what is set goes into the arrays it was made of. */
export function fakeFacts(element: FakeElement): ElementFacts {
  const { items, chosen = [0], shared = false } = element;
  const itemChannels = items === undefined ? [] : channelsOf(chosen.length);
  const selem = {
    name: 'Master',
    index: 0,
    isActive: true,
    captureGroup: null,
    hasCommonVolume: shared,
    hasCommonSwitch: shared,
    getEnumItem: (channel: MixerChannel) => chosen[itemChannels.indexOf(channel)]!,
    setEnumItem: (item: number, channel: MixerChannel) => {
      chosen[itemChannels.indexOf(channel)] = item;
    },
  } as unknown as Selem;
  return {
    selem,
    capabilities: [] as SelemCapability[],
    playback: element.playback === undefined ? null : sideFacts('playback', element.playback),
    capture: element.capture === undefined ? null : sideFacts('capture', element.capture),
    items: items ?? null,
    itemChannels,
  };
}

function sideFacts(direction: MixerDirection, side: FakeSide): StreamFacts {
  const { volumes = [], switches = [], joined = false } = side;
  const channels = channelsOf(Math.max(volumes.length, switches.length));
  const place = (channel: MixerChannel) => channels.indexOf(channel);
  const stream = {
    getVolume: (channel: MixerChannel) => volumes[place(channel)]!,
    setVolume: (channel: MixerChannel, raw: number) => {
      volumes[place(channel)] = raw;
    },
    setVolumeAll: (raw: number) => {
      volumes.fill(raw);
    },
    getSwitch: (channel: MixerChannel) => switches[place(channel)]!,
    setSwitch: (channel: MixerChannel, on: boolean) => {
      switches[place(channel)] = on;
    },
  } as unknown as SelemStream;
  return {
    direction,
    stream,
    channels,
    scale: volumes.length === 0 ? null : side.scale!,
    volumeJoined: joined,
    hasSwitch: switches.length > 0,
    switchJoined: joined,
  };
}
