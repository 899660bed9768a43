/**
 * Where a channel belongs: the names ALSA has for speaker positions, their numbers (`enum snd_pcm_chmap_position` of
 * <alsa/pcm.h>), and the channel mask of WAVE files (dwChannelMask of WAVEFORMATEXTENSIBLE, Microsoft's
 * "Multiple Channel Audio Data and WAVE Files").
 */

import { AlsatsError } from '../error.js';
import type { ChannelPosition } from './reader.js';

/** All positions in the order of their ALSA numbers: the index is the number. */
export const channelPositions = Object.freeze([
  ...[
    'UNKNOWN',
    'NA',
    'MONO',
    'FL',
    'FR',
    'RL',
    'RR',
    'FC',
    'LFE',
    'SL',
    'SR',
    'RC',
    'FLC',
    'FRC',
    'RLC',
    'RRC',
  ],
  ...[
    'FLW',
    'FRW',
    'FLH',
    'FCH',
    'FRH',
    'TC',
    'TFL',
    'TFR',
    'TFC',
    'TRL',
    'TRR',
    'TRC',
    'TFLC',
    'TFRC',
    'TSL',
  ],
  ...['TSR', 'LLFE', 'RLFE', 'BC', 'BLC', 'BRC'],
] as const satisfies readonly ChannelPosition[]);

/** The positions a WAVE channel mask can name, by bit. */
const wavePositions = [
  ...['FL', 'FR', 'FC', 'LFE', 'RL', 'RR', 'FLC', 'FRC', 'RC', 'SL', 'SR', 'TC', 'TFL', 'TFC', 'TFR'],
  ...['TRL', 'TRC', 'TRR'],
] as const satisfies readonly ChannelPosition[];

const numbers = new Map<string, number>(channelPositions.map((name, value) => [name, value]));

/** The `SND_CHMAP_…` number of a position's name; null for a name ALSA does not know. */
export function channelPositionValue(position: ChannelPosition): number | null {
  return numbers.get(position) ?? null;
}

/** The name of a `SND_CHMAP_…` number; null for one this table does not know. */
export function channelPositionFromValue(value: number): ChannelPosition | null {
  return channelPositions[value] ?? null;
}

/**
 * Reads a list such as `FL,FR,LFE`, in any case, parted by commas or blanks.
 * @throws AlsatsError of kind `invalid` with the known names in its hint
 */
export function parseChannelMap(text: string): ChannelPosition[] {
  const names = text.trim().split(/\s*,\s*|\s+/);
  return names.map((name) => {
    const position = name.toUpperCase();
    if (numbers.has(position)) return position;
    throw new AlsatsError(
      'invalid',
      name === '' ? 'the channel map has an empty place' : `${JSON.stringify(name)} is no channel position`,
      { hint: `known positions: ${channelPositions.join(' ')}` },
    );
  });
}

/**
 * Positions of the first `channels` channels under a WAVE channel mask. Channels beyond its bits are `UNKNOWN`, bits
 * beyond the channels are not used. Null for a mask that names no position.
 */
export function channelMapFromWaveMask(mask: number, channels: number): ChannelPosition[] | null {
  const named: ChannelPosition[] = wavePositions.filter((_, bit) => (mask & (1 << bit)) !== 0);
  if (named.length === 0) return null;
  return Array.from({ length: channels }, (_, channel) => named[channel] ?? 'UNKNOWN');
}

/**
 * The WAVE channel mask of a map, and in which order its channels must be written (`order[k]` is the index in the map
 * of the k-th channel of the file): WAVE has no say in the order, it is that of the bits. Null where a position has no
 * bit or comes twice.
 */
export function waveMaskFromChannelMap(
  map: readonly ChannelPosition[],
): { readonly mask: number; readonly order: readonly number[] } | null {
  const bits = map.map((position) => (wavePositions as readonly string[]).indexOf(position));
  if (bits.includes(-1) || new Set(bits).size !== bits.length) return null;
  const order = bits.map((_, channel) => channel).sort((a, b) => bits[a]! - bits[b]!);
  return { mask: bits.reduce((mask, bit) => mask | (1 << bit), 0), order };
}
