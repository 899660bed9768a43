/** Volumes and levels, as programs have them and as alsa-lib takes them. */

import { AlsatsError } from '../../error.js';
import { requireOneOf, shown } from '../arguments.js';
import { type DbRounding, MUTE_MILLIBELS } from '../ctl/tlv-db.js';

/** The ends of a volume, both included: raw values, or decibels, where null is silence. */
export interface VolumeRange {
  readonly min: number;
  readonly max: number;
}

export interface DbRange {
  /** Null where the lowest value is silence. */
  readonly minDb: number | null;
  readonly maxDb: number;
}

/** Hundredths of a decibel; null is silence. @throws AlsatsError of kind `invalid` */
export function toMillibels(db: number | null): number {
  if (db === null) return MUTE_MILLIBELS;
  if (typeof db !== 'number' || !(Math.abs(db) <= 99_999.99)) {
    throw new AlsatsError('invalid', `db must be a number of decibels or null, not ${shown(db)}`);
  }
  return Math.round(db * 100);
}

const directions: Readonly<Record<DbRounding, number>> = { down: -1, nearest: 0, up: 1 };

/** Which of the two raw values beside a level to take. @throws AlsatsError of kind `invalid` */
export function toDirection(rounding: DbRounding): number {
  return requireOneOf('rounding', directions, rounding);
}
