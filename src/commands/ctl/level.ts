/** The raw value that a wish comes down to on an element. */

import type { DbTlv } from '../../alsa/ctl/tlv.js';
import {
  type DbRounding,
  dbRange,
  millibelsToDb,
  millibelsToRaw,
  rawToMillibels,
} from '../../alsa/ctl/tlv-db.js';
import { AlsatsError } from '../../error.js';
import type { LevelWish } from '../level-text.js';

/** The part of an element that a level depends on. */
export interface LevelScale {
  readonly min: bigint;
  readonly max: bigint;
  /** 0 where any value goes. */
  readonly step: bigint;
  /** Null where it has no decibels. */
  readonly db: DbTlv | null;
}

/**
 * @param present the raw value now
 * @throws AlsatsError of kind `invalid` for a level outside the range, `unsupported` for decibels where there are none
 */
export function rawLevel(wish: LevelWish, scale: LevelScale, present: bigint): bigint {
  switch (wish.unit) {
    case 'raw': {
      const amount = BigInt(wish.amount);
      return wish.relative ? clamp(present + amount, scale) : requireInRange(amount, scale);
    }
    case 'percent':
      return fromPercent(Number(wish.amount), wish.relative, scale, present);
    case 'dB':
      return fromDb(Number(wish.amount), wish.relative, scale, present);
  }
}

/** As amixer: rounded to the nearest, but more than nothing is never nothing. */
function fromPercent(percent: number, relative: boolean, scale: LevelScale, present: bigint): bigint {
  const { min, max } = scale;
  const span = max - min;
  const steps = scalePart(span, Math.abs(percent));
  const atLeastOne = steps === 0n && percent !== 0 && span > 0n ? 1n : steps;
  if (relative) return clamp(onGrid(percent < 0 ? present - atLeastOne : present + atLeastOne, scale), scale);
  if (percent < 0 || percent > 100) {
    throw new AlsatsError('invalid', `${percent}% is outside of 0% to 100%`);
  }
  return clamp(onGrid(min + atLeastOne, scale), scale);
}

/** `percent` of a span, rounded to the nearest; spans of 64 bits are beyond what a number holds. */
function scalePart(span: bigint, percent: number): bigint {
  if (span < 2n ** 40n) return BigInt(Math.round((Number(span) * percent) / 100));
  const MILLION = 1_000_000n;
  return (span * BigInt(Math.round(percent * 10_000)) + MILLION / 2n) / MILLION;
}

function fromDb(db: number, relative: boolean, scale: LevelScale, present: bigint): bigint {
  const { min, max, db: tlv } = scale;
  if (tlv === null) {
    throw new AlsatsError('unsupported', 'this element has no scale in decibels', {
      hint: `give a raw level from ${min} to ${max}, or a percentage`,
    });
  }
  const raw = { min: Number(min), max: Number(max) };
  const range = dbRange(tlv, raw);
  const wanted = Math.round(db * 100);
  if (relative) {
    const now = rawToMillibels(tlv, raw, Number(present)) ?? 0;
    // Silence has no level to add to: the way up starts at the lowest that is none.
    const start = millibelsToDb(now) === null ? lowestAudible(tlv, raw) : now;
    const rounding: DbRounding = wanted > 0 ? 'up' : 'down';
    const value = BigInt(millibelsToRaw(tlv, raw, start + wanted, rounding) ?? Number(present));
    return clamp(onGrid(value, scale), scale);
  }
  if (range !== null && (wanted > range.maxMillibels || wanted < range.minMillibels)) {
    throw new AlsatsError(
      'invalid',
      `${db} dB is outside of ${dbText(range.minMillibels)} to ${dbText(range.maxMillibels)}`,
    );
  }
  const value = millibelsToRaw(tlv, raw, wanted);
  if (value === null) throw new AlsatsError('unsupported', `this element has no value for ${db} dB`);
  return clamp(onGrid(BigInt(value), scale), scale);
}

function lowestAudible(tlv: DbTlv, raw: { min: number; max: number }): number {
  return rawToMillibels(tlv, raw, raw.min + 1) ?? 0;
}

/** Silence is `mute`, everything else a number with `dB`. */
export function dbText(millibels: number): string {
  const db = millibelsToDb(millibels);
  return db === null ? 'mute' : `${db.toFixed(2)} dB`;
}

function requireInRange(value: bigint, { min, max }: LevelScale): bigint {
  if (value >= min && value <= max) return value;
  throw new AlsatsError('invalid', `${value} is outside of ${min} to ${max}`);
}

function clamp(value: bigint, { min, max }: LevelScale): bigint {
  return value < min ? min : value > max ? max : value;
}

/** The nearest value that is a whole number of steps above the lowest. */
function onGrid(value: bigint, { min, step }: LevelScale): bigint {
  if (step <= 1n) return value;
  const above = value - min;
  return min + ((above + step / 2n) / step) * step;
}
