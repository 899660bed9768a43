/**
 * The `fmt ` chunk as it is written: WAVEFORMAT, WAVEFORMATEX or WAVEFORMATEXTENSIBLE (<mmreg.h>; "Multiple Channel
 * Audio Data and WAVE Files", Microsoft 2007).
 *
 * The plain forms are kept for what they were made for, one or two channels of 8 or 16 bits, float or a law, without
 * positions other than left and right: every program reads them. All else has to be extensible by that paper.
 */

import { waveMaskFromChannelMap } from '../channel-position.js';
import type { SampleLayout } from '../file/stream-layout.js';
import type { ChannelPosition } from '../reader.js';
import { sampleFormats } from '../sample-format.js';
import { HeaderBuilder } from './header-builder.js';

const tags = { signed: 1, unsigned: 1, float: 3, 'a-law': 6, 'mu-law': 7 } as const;
const extensibleTag = 0xfffe;
const subFormatRest = '\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71';

/** Position of the one channel, where it has one, in a mask that has no bit for "mono". */
const frontCenterMask = 4;

/** Which bits of the channel mask a map stands for, and in which order WAVE wants the channels. */
export interface WaveChannels {
  /** 0 where the file does not say. */
  readonly mask: number;
  /** `order[k]` is the channel that goes to place k; null where they stay. */
  readonly order: readonly number[] | null;
}

/** A map with a position that WAVE has no bit for, or with one that comes twice, is not said at all. */
export function waveChannels(map: readonly ChannelPosition[] | null): WaveChannels {
  if (map === null) return { mask: 0, order: null };
  if (map.length === 1 && map[0] === 'MONO') return { mask: frontCenterMask, order: null };
  const masked = waveMaskFromChannelMap(map);
  if (masked === null) return { mask: 0, order: null };
  const stays = masked.order.every((channel, place) => channel === place);
  return { mask: masked.mask, order: stays ? null : masked.order };
}

/**
 * The body of the chunk for samples as they are stored, in the order of {@link waveChannels}. With `plainFloat`, float
 * and the laws stay plain in more than two channels, too, if there are no positions to tell.
 */
export function waveFormatBody(samples: SampleLayout, { plainFloat = false } = {}): Uint8Array {
  const { format, channels, framesPerSecond, validBits, channelMap } = samples;
  const info = sampleFormats[format];
  const formatTag = tags[info.encoding as keyof typeof tags];
  const sampleBits = info.physicalBits as number;
  const blockAlign = (sampleBits / 8) * channels;
  const isLinear = formatTag === tags.signed;
  const isSmall = isLinear ? channels <= 2 && sampleBits <= 16 : channels <= 2 || plainFloat;
  const isPlain = isSmall && isImplied(channelMap);
  const body = new HeaderBuilder('little')
    .u16(isPlain ? formatTag : extensibleTag)
    .u16(channels)
    .u32(framesPerSecond)
    .u32(framesPerSecond * blockAlign)
    .u16(blockAlign)
    .u16(sampleBits);
  if (isPlain) return isLinear ? body.finish() : body.u16(0).finish();
  return body
    .u16(22)
    .u16(validBits ?? sampleBits)
    .u32(waveChannels(channelMap).mask)
    .u32(formatTag)
    .latin1(subFormatRest)
    .finish();
}

/** Whether the `fact` chunk has to be there: with everything but linear samples. */
export function needsFact({ format }: SampleLayout): boolean {
  return tags[sampleFormats[format].encoding as keyof typeof tags] !== tags.signed;
}

/** One channel is mono and two are left and right, if nothing else is said. */
function isImplied(map: readonly ChannelPosition[] | null): boolean {
  return map === null || waveChannels(map).mask === 0 || ['MONO', 'FL,FR'].includes(map.join());
}
