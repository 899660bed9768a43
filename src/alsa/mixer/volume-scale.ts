/**
 * The scales of a volume: raw, percent of the raw range, and percent as alsamixer shows it.
 *
 * alsamixer's percent follows the ear: a range of more than 24 dB is laid on the cube root of the amplitude, a smaller
 * one on its decibels, one without decibels on its raw values. The numbers are those of alsamixer and `amixer -M`, to
 * the last raw value.
 */

import { roundToEven } from '../../audio/rounding.js';
import { AlsatsError } from '../../error.js';
import { remember } from '../../remember.js';
import type { DbRounding } from '../ctl/tlv-db.js';
import type { DbRange, VolumeRange } from './levels.js';
import type { SelemStream } from './selem-stream.js';

/** A volume as far as its scales go; a {@link SelemStream} with a volume is one, see {@link volumeScale}. */
export interface VolumeScale extends VolumeRange {
  /** Null where the volume has no decibels. */
  readonly db: DbRange | null;
  /** The level of a raw value; null is silence. Only where there are decibels. */
  dbOf(raw: number): number | null;
  /** The raw value for a level. Only where there are decibels. */
  rawOfDb(db: number | null, rounding: DbRounding): number;
}

/** A range up to this is shown as it is. */
const MAX_LINEAR_DB = 24;
/** Decibels for a tenfold of what is shown. */
const DB_PER_DECADE = 60;

/**
 * The scales of a live volume, with the range and the decibels that it has now: what was asked once is remembered, so
 * take it anew when the element tells of new properties. @throws AlsatsError `unsupported` without a volume
 */
export function volumeScale(stream: SelemStream): VolumeScale {
  const db = stream.getDbRange();
  const levels = new Map<number, number | null>();
  const raws = new Map<number, number>();
  return {
    ...stream.getVolumeRange(),
    // An empty range tells nothing.
    db: db === null || (db.minDb ?? Number.NEGATIVE_INFINITY) >= db.maxDb ? null : db,
    dbOf(raw) {
      const known = levels.get(raw);
      return known === undefined ? remember(levels, raw, dbIfAny(stream, raw)) : known;
    },
    rawOfDb(level, rounding) {
      if (level === null || rounding !== 'nearest') return stream.askDbVol(level, rounding);
      return raws.get(level) ?? remember(raws, level, stream.askDbVol(level, rounding));
    },
  };
}

/** Tables of decibels may have holes: alsamixer shows nothing there. */
function dbIfAny(stream: SelemStream, raw: number): number | null {
  try {
    return stream.askVolDb(raw);
  } catch (error) {
    if (error instanceof AlsatsError && error.kind === 'unsupported') return null;
    throw error;
  }
}

/** Where a raw value lies between nothing (0) and all (1), as alsamixer's bars show it. */
export function mappedVolume(scale: VolumeScale, raw: number): number {
  if (scale.db === null) return linearVolume(scale, raw);
  const { minDb, maxDb } = scale.db;
  const db = scale.dbOf(raw);
  if (minDb !== null && isShortRange(scale.db)) return db === null ? 0 : (db - minDb) / (maxDb - minDb);
  const amplitude = db === null ? 0 : 10 ** ((db - maxDb) / DB_PER_DECADE);
  if (minDb === null) return amplitude;
  const lowest = 10 ** ((minDb - maxDb) / DB_PER_DECADE);
  return (amplitude - lowest) / (1 - lowest);
}

/** The raw value for such a place; the inverse of {@link mappedVolume}. */
export function rawOfMapped(scale: VolumeScale, mapped: number, rounding: DbRounding = 'nearest'): number {
  if (mapped <= 0) return scale.min;
  if (mapped >= 1) return scale.max;
  if (scale.db === null) return rawOfLinear(scale, mapped, rounding);
  const { minDb, maxDb } = scale.db;
  const round = (db: number) => roundTo(rounding, db * 100) / 100;
  if (minDb !== null && isShortRange(scale.db)) {
    return clamp(scale, scale.rawOfDb(round(mapped * (maxDb - minDb)) + minDb, rounding));
  }
  const lowest = minDb === null ? 0 : 10 ** ((minDb - maxDb) / DB_PER_DECADE);
  const amplitude = mapped * (1 - lowest) + lowest;
  return clamp(scale, scale.rawOfDb(round(DB_PER_DECADE * Math.log10(amplitude)) + maxDb, rounding));
}

/** Where a raw value lies in the raw range, from 0 to 1. */
export function linearVolume({ min, max }: VolumeRange, raw: number): number {
  return max <= min ? 0 : (raw - min) / (max - min);
}

/** The raw value for such a place; the inverse of {@link linearVolume}. */
export function rawOfLinear(scale: VolumeRange, linear: number, rounding: DbRounding = 'nearest'): number {
  return clamp(scale, scale.min + roundTo(rounding, linear * (scale.max - scale.min)));
}

/** Whole percent as alsamixer and `amixer -M` show it. */
export function mappedPercent(scale: VolumeScale, raw: number): number {
  return roundToEven(mappedVolume(scale, raw) * 100);
}

/** Whole percent of the raw range, as amixer shows it without `-M`. */
export function linearPercent(scale: VolumeRange, raw: number): number {
  return roundToEven(linearVolume(scale, raw) * 100);
}

function isShortRange({ minDb, maxDb }: DbRange): boolean {
  return minDb !== null && maxDb - minDb <= MAX_LINEAR_DB;
}

function clamp({ min, max }: VolumeRange, raw: number): number {
  return Math.min(Math.max(raw, min), max);
}

function roundTo(rounding: DbRounding, value: number): number {
  if (rounding === 'up') return Math.ceil(value);
  return rounding === 'down' ? Math.floor(value) : roundToEven(value);
}
