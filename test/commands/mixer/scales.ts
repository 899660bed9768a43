/** Volumes without a card, with the arithmetic of libasound's tables. */

import type { DbTlv } from '../../../src/alsa/ctl/tlv.js';
import {
  dbRange,
  MUTE_MILLIBELS,
  millibelsToDb,
  millibelsToRaw,
  rawToMillibels,
} from '../../../src/alsa/ctl/tlv-db.js';
import type { VolumeScale } from '../../../src/alsa/mixer/volume-scale.js';

/** The scales of an element with this range and this table. */
export function scaleWith(min: number, max: number, tlv: DbTlv | null = null): VolumeScale {
  const raw = { min, max };
  const levels = tlv === null ? null : dbRange(tlv, raw);
  const db =
    levels === null ? null : { minDb: millibelsToDb(levels.minMillibels), maxDb: levels.maxMillibels / 100 };
  return {
    min,
    max,
    db,
    dbOf: (value) => millibelsToDb(rawToMillibels(tlv!, raw, value)!),
    rawOfDb: (level, rounding) =>
      millibelsToRaw(tlv!, raw, level === null ? MUTE_MILLIBELS : Math.round(level * 100), rounding)!,
  };
}

const dbScale = (minMillibels: number, stepMillibels: number, mute = false): DbTlv => ({
  type: 'dbScale',
  minMillibels,
  stepMillibels,
  mute,
});

/** Volumes of all kinds that cards have. */
export const scales = {
  'without decibels': scaleWith(0, 87),
  'with a negative minimum': scaleWith(-50, 100, dbScale(-4500, 30)),
  'of 74 dB': scaleWith(0, 74, dbScale(-7400, 100)),
  'of 65 dB with silence': scaleWith(0, 87, dbScale(-6525, 75, true)),
  'of 12 dB': scaleWith(0, 24, dbScale(-1200, 50)),
  'of a line between ends': scaleWith(0, 255, {
    type: 'dbMinMax',
    minMillibels: -5000,
    maxMillibels: 400,
    mute: false,
  }),
  'of amplitudes': scaleWith(0, 100, { type: 'dbLinear', minMillibels: -9_999_999, maxMillibels: 0 }),
  'of two steps': scaleWith(0, 1, dbScale(-2000, 2000)),
} as const;
