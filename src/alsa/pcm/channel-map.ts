/**
 * Channel maps: which speaker each channel of a frame belongs to (`snd_pcm_chmap_t`).
 *
 * A map is a list of positions, by ALSA's names (`FL`, `FR`, `LFE` …), one a channel. As in alsa-lib's own text form a
 * channel of reversed polarity is `FL[INV]`; a number with a meaning of the driver's own is written as that number.
 */

import { channelPositions } from '../../audio/channel-position.js';
import type { ChannelPosition } from '../../audio/reader.js';
import { AlsatsError } from '../../error.js';
import { pcmApi } from '../native/api/pcm.js';
import { freeC, readPointer, readUint32 } from '../native/memory.js';
import type { Address } from '../native/types.js';
import { nameOf, type PcmChannelMapType, pcmChannelMapTypes } from './names.js';

export type ChannelMap = readonly ChannelPosition[];

/** A map a device offers, and what may be done with it: taken as it is, its channels swapped, or swapped in pairs. */
export interface ChannelMapOffer {
  readonly type: PcmChannelMapType;
  readonly map: ChannelMap;
}

const POSITION_MASK = 0xffff;
const PHASE_INVERSE = 1 << 16;
const DRIVER_SPECIFIC = 2 << 16;
// No device has more; a larger number is memory read wrongly.
const MAX_CHANNELS = 1024;
const MAX_OFFERS = 256;
const UINT_BYTES = 4;

function positionText(value: number): ChannelPosition {
  if ((value & DRIVER_SPECIFIC) !== 0) return `0x${value.toString(16)}`;
  const name = channelPositions[value & POSITION_MASK] ?? `0x${(value & POSITION_MASK).toString(16)}`;
  return (value & PHASE_INVERSE) !== 0 ? `${name}[INV]` : name;
}

function positionValue(text: ChannelPosition): number {
  const match = /^(0x[0-9a-f]{1,8}|[a-z]+)(\[inv\])?$/i.exec(text);
  const name = match?.[1] ?? '';
  const value = name.startsWith('0x')
    ? Number(name)
    : (channelPositions as readonly string[]).indexOf(name.toUpperCase());
  if (match === null || value < 0) throw new AlsatsError('invalid', `"${text}" is no channel position`);
  return match[2] === undefined ? value : value | PHASE_INVERSE;
}

/** Lays a map out as C wants it: the count, then one number a channel. @throws AlsatsError of kind `invalid` */
export function encodeChannelMap(map: ChannelMap): Uint32Array {
  return Uint32Array.of(map.length, ...map.map(positionValue));
}

/** Reads a `snd_pcm_chmap_t`. */
function decodeChannelMap(address: Address): ChannelMap {
  const channels = Math.min(readUint32(address), MAX_CHANNELS);
  const map: ChannelPosition[] = [];
  for (let i = 1; i <= channels; i++) map.push(positionText(readUint32(address + BigInt(i * UINT_BYTES))));
  return map;
}

/** Takes over what `snd_pcm_get_chmap` returned: reads and frees it; null where the device has none. */
export function takeChannelMap(address: Address | null): ChannelMap | null {
  if (address === null) return null;
  try {
    return decodeChannelMap(address);
  } finally {
    freeC(address);
  }
}

/** Takes over what `snd_pcm_query_chmaps` returned: a list of pointers that ends with NULL; frees it. */
export function takeChannelMapOffers(address: Address | null): ChannelMapOffer[] {
  if (address === null) return [];
  const offers: ChannelMapOffer[] = [];
  try {
    for (let index = 0; index < MAX_OFFERS; index++) {
      const entry = readPointer(address, index);
      if (entry === null) break;
      offers.push({
        type: nameOf(pcmChannelMapTypes, readUint32(entry)) ?? 'NONE',
        map: decodeChannelMap(entry + BigInt(UINT_BYTES)),
      });
    }
  } finally {
    pcmApi.snd_pcm_free_chmaps(address);
  }
  return offers;
}
