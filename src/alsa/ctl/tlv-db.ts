/**
 * Raw values to decibels and back, by an element's TLV data. The results are those of `snd_tlv_convert_to_dB` and
 * `snd_tlv_convert_from_dB`, to the last hundredth: a level shown here must be the level that amixer shows.
 *
 * All levels are whole millibels (hundredths of a decibel), all divisions those of C: towards zero.
 */

import type { DbTlv, Tlv } from './tlv.js';

/** What stands for silence (`SND_CTL_TLV_DB_GAIN_MUTE`). */
export const MUTE_MILLIBELS = -9_999_999;

/** Whole raw values on which an element's scale is laid. */
export interface RawRange {
  readonly min: number;
  readonly max: number;
}

/** The levels at the two ends of a range. */
export interface DbLevels {
  readonly minMillibels: number;
  readonly maxMillibels: number;
}

/** Which raw value to take where none is exactly the level wanted: the next below, the nearest, the next above. */
export type DbRounding = 'down' | 'nearest' | 'up';

/** Beyond this many bytes alsa-lib takes no scale. */
const MAX_SCALE_BYTES = 256;

/** The first dB table in TLV data, looking into containers; null where there is none. `snd_tlv_parse_dB_info` */
export function findDbTlv(tlv: Tlv): DbTlv | null {
  switch (tlv.type) {
    case 'container':
      for (const item of tlv.items) {
        const found = findDbTlv(item);
        if (found !== null) return found;
      }
      return null;
    case 'dbRange':
      return tlv.ranges.length > 0 && rangeBytes(tlv) <= MAX_SCALE_BYTES ? tlv : null;
    case 'dbScale':
    case 'dbLinear':
    case 'dbMinMax':
      return tlv;
    default:
      return null;
  }
}

function rangeBytes(tlv: DbTlv): number {
  if (tlv.type !== 'dbRange') return 8;
  return tlv.ranges.reduce((sum, range) => sum + 16 + (isDb(range.tlv) ? rangeBytes(range.tlv) : 0), 0);
}

function isDb(tlv: Tlv): tlv is DbTlv {
  return (
    tlv.type === 'dbScale' || tlv.type === 'dbLinear' || tlv.type === 'dbMinMax' || tlv.type === 'dbRange'
  );
}

/** The levels of the lowest and highest raw value; null where the table does not say. `snd_tlv_get_dB_range` */
export function dbRange(tlv: Tlv, raw: RawRange): DbLevels | null {
  switch (tlv.type) {
    case 'dbScale':
      return {
        minMillibels: tlv.mute ? MUTE_MILLIBELS : tlv.minMillibels,
        maxMillibels: tlv.minMillibels + tlv.stepMillibels * (raw.max - raw.min),
      };
    case 'dbLinear':
      return { minMillibels: tlv.minMillibels, maxMillibels: tlv.maxMillibels };
    case 'dbMinMax':
      return {
        minMillibels: tlv.mute ? MUTE_MILLIBELS : tlv.minMillibels,
        maxMillibels: tlv.maxMillibels,
      };
    case 'dbRange': {
      const parts: DbLevels[] = [];
      for (const range of tlv.ranges) {
        const max = Math.min(range.max, raw.max);
        const part = dbRange(range.tlv, { min: range.min, max });
        if (part === null) return null;
        parts.push(part);
        if (max === raw.max) break;
      }
      if (parts.length === 0) return null;
      return {
        minMillibels: Math.min(...parts.map(({ minMillibels }) => minMillibels)),
        maxMillibels: Math.max(...parts.map(({ maxMillibels }) => maxMillibels)),
      };
    }
    default:
      return null;
  }
}

/** The level of a raw value in millibels; null where the table does not say. `snd_tlv_convert_to_dB` */
export function rawToMillibels(tlv: Tlv, raw: RawRange, value: number): number | null {
  const { min, max } = raw;
  switch (tlv.type) {
    case 'dbScale':
      if (tlv.mute && value <= min) return MUTE_MILLIBELS;
      return (value - min) * tlv.stepMillibels + tlv.minMillibels;
    case 'dbMinMax': {
      const { minMillibels, maxMillibels } = tlv;
      if (value <= min || max <= min) return tlv.mute ? MUTE_MILLIBELS : minMillibels;
      if (value >= max) return maxMillibels;
      return Math.trunc(((maxMillibels - minMillibels) * (value - min)) / (max - min)) + minMillibels;
    }
    case 'dbLinear': {
      const { minMillibels, maxMillibels } = tlv;
      if (value <= min || max <= min) return minMillibels;
      if (value >= max) return maxMillibels;
      const part = (value - min) / (max - min);
      if (minMillibels <= MUTE_MILLIBELS) return Math.trunc(100 * 20 * Math.log10(part)) + maxMillibels;
      const low = amplitude(minMillibels);
      const high = amplitude(maxMillibels);
      return Math.trunc(100 * 20 * Math.log10((high - low) * part + low));
    }
    case 'dbRange': {
      const range = tlv.ranges.find((range) => value >= range.min && value <= range.max);
      return range === undefined ? null : rawToMillibels(range.tlv, range, value);
    }
    default:
      return null;
  }
}

/** The raw value for a level in millibels; null where the table does not say. `snd_tlv_convert_from_dB` */
export function millibelsToRaw(
  tlv: Tlv,
  raw: RawRange,
  millibels: number,
  rounding: DbRounding = 'nearest',
): number | null {
  const { min, max } = raw;
  switch (tlv.type) {
    case 'dbScale': {
      const top = tlv.minMillibels + tlv.stepMillibels * (max - min);
      return alongLine(tlv.minMillibels, top, tlv.mute, raw, millibels, rounding);
    }
    case 'dbMinMax':
      return alongLine(tlv.minMillibels, tlv.maxMillibels, tlv.mute, raw, millibels, rounding);
    case 'dbLinear': {
      const { minMillibels, maxMillibels } = tlv;
      if (millibels <= minMillibels) return min;
      if (millibels >= maxMillibels) return max;
      const low = minMillibels <= MUTE_MILLIBELS ? 0 : amplitude(minMillibels);
      const high = amplitude(maxMillibels);
      const place = ((amplitude(millibels) - low) * (max - min)) / (high - low);
      return min + roundPlace(place, rounding);
    }
    case 'dbRange':
      return inRanges(tlv, raw, millibels, rounding);
    default:
      return null;
  }
}

/** Where a level lies between two ends that a straight line joins. */
function alongLine(
  bottom: number,
  top: number,
  mute: boolean,
  { min, max }: RawRange,
  millibels: number,
  rounding: DbRounding,
): number {
  // Above silence is not silence: whoever rounds up must not end there.
  if (millibels <= bottom) return mute && millibels > MUTE_MILLIBELS && rounding === 'up' ? min + 1 : min;
  if (millibels >= top) return max;
  const span = top - bottom;
  const extra = rounding === 'up' ? span - 1 : rounding === 'nearest' ? Math.trunc((span + 1) / 2) : 0;
  return Math.trunc(((millibels - bottom) * (max - min) + extra) / span) + min;
}

function inRanges(
  tlv: Extract<DbTlv, { type: 'dbRange' }>,
  raw: RawRange,
  millibels: number,
  rounding: DbRounding,
): number | null {
  if (tlv.ranges.length === 0) return null;
  let maxBefore = 0;
  for (const [place, range] of tlv.ranges.entries()) {
    const part = { min: range.min, max: Math.min(range.max, raw.max) };
    const levels = dbRange(range.tlv, part);
    if (levels !== null) {
      if (millibels >= levels.minMillibels && millibels <= levels.maxMillibels)
        return millibelsToRaw(range.tlv, part, millibels, rounding);
      if (millibels < levels.minMillibels) return rounding === 'up' || place === 0 ? part.min : maxBefore;
    }
    maxBefore = part.max;
    if (part.max === raw.max) break;
  }
  return maxBefore;
}

function amplitude(millibels: number): number {
  return 10 ** (millibels / 2000);
}

function roundPlace(place: number, rounding: DbRounding): number {
  if (rounding === 'up') return Math.ceil(place);
  if (rounding === 'down') return Math.trunc(place);
  // To the even neighbour where it lies in the middle, as C's lrint does.
  const below = Math.floor(place);
  const rest = place - below;
  if (rest !== 0.5) return Math.round(place);
  return below % 2 === 0 ? below : below + 1;
}

/** Millibels as decibels: null for silence, which no number is. */
export function millibelsToDb(millibels: number): number | null {
  return millibels <= MUTE_MILLIBELS ? null : millibels / 100;
}
