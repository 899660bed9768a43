/** What a PCM can do: the whole space of its hardware parameters, and its channel maps, as data. */

import type { SampleFormat } from '../../audio/sample-format.js';
import type { ChannelMapOffer } from './channel-map.js';
import type { HwInterval } from './interval.js';
import type { PcmAccess, PcmStream, PcmSubformat, PcmType } from './names.js';
import { Pcm } from './pcm.js';

/** Both ends belong to it. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** Each dimension for itself: not every combination need be possible. */
export interface PcmCapabilities {
  /** The name it was opened by. */
  readonly device: string;
  readonly stream: PcmStream;
  /** The plug-in it is made of: `HW` is the hardware itself, `PLUG` converts. */
  readonly type: PcmType | null;
  readonly accesses: readonly PcmAccess[];
  readonly formats: readonly SampleFormat[];
  /** Empty where this libasound does not know subformats. */
  readonly subformats: readonly PcmSubformat[];
  readonly channels: Range;
  /** Every count of channels that can be had, up to 64. */
  readonly channelCounts: readonly number[];
  readonly framesPerSecond: Range;
  /** Those of the usual rates that can be had exactly. */
  readonly usualRates: readonly number[];
  readonly periodFrames: Range;
  readonly periodTimeUs: Range;
  readonly periods: Range;
  readonly bufferFrames: Range;
  readonly bufferTimeUs: Range;
  readonly channelMaps: readonly ChannelMapOffer[];
}

/** Plug-ins take thousands of channels, each of them. */
export const MAX_LISTED_CHANNELS = 64;

// biome-ignore format: families of rates belong together
const usualRates = [
  5512, 8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 64000,
  88200, 96000, 176_400, 192_000, 352_800, 384_000, 705_600, 768_000,
] as const;

/**
 * Opens a PCM without blocking, asks, and closes it; nothing is played or installed.
 *
 * @throws AlsaError of kind `busy` where somebody has it, `not-found` …
 */
export function pcmCapabilities(device: string, stream: PcmStream): PcmCapabilities {
  return capabilitiesOf(Pcm.open(device, stream, { nonblock: true }), device);
}

/** The same of a PCM that is open and has no parameters yet; closes it. */
export function capabilitiesOf(opened: Pcm, device: string): PcmCapabilities {
  using pcm = opened;
  const { stream } = pcm;
  const space = pcm.hwParamsAny();
  const channels = rangeOf(space.channels);
  const counts: number[] = [];
  for (let count = channels.min; count <= Math.min(channels.max, MAX_LISTED_CHANNELS); count++) {
    if (space.channels.test(count)) counts.push(count);
  }
  return {
    device,
    stream,
    type: pcm.type,
    accesses: space.access.values,
    formats: space.format.values,
    subformats: space.subformat.values,
    channels,
    channelCounts: counts,
    framesPerSecond: rangeOf(space.rate),
    usualRates: usualRates.filter((rate) => space.rate.test(rate)),
    periodFrames: rangeOf(space.periodFrames),
    periodTimeUs: rangeOf(space.periodTimeUs),
    periods: rangeOf(space.periods),
    bufferFrames: rangeOf(space.bufferFrames),
    bufferTimeUs: rangeOf(space.bufferTimeUs),
    channelMaps: pcm.queryChmaps(),
  };
}

/** Where an end lies between two whole numbers, the one nearer to the middle is not beyond it. */
function rangeOf(interval: HwInterval): Range {
  return { min: interval.min.value, max: interval.max.value };
}
