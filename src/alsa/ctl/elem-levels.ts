/** The levels of an element of whole numbers, in decibels: what `snd_ctl_…_dB` say of it. */

import { AlsatsError } from '../../error.js';
import { requireOneOf } from '../arguments.js';
import { describe, type ElemInfo } from './elem-info.js';
import type { DbTlv, Tlv } from './tlv.js';
import {
  type DbRounding,
  dbRange,
  findDbTlv,
  MUTE_MILLIBELS,
  millibelsToDb,
  millibelsToRaw,
  type RawRange,
  rawToMillibels,
} from './tlv-db.js';

/** The numbers alsa-lib has for them. */
const roundings: Readonly<Record<DbRounding, number>> = { down: -1, nearest: 0, up: 1 };

/** Levels at the ends of an element's range; null is silence. */
export interface ElemDbRange {
  readonly minDb: number | null;
  readonly maxDb: number | null;
}

/** What an element's raw values mean. */
export class ElemLevels {
  readonly #table: DbTlv;
  readonly #raw: RawRange;
  readonly #what: string;

  /** @throws AlsatsError of kind `unsupported` where it has no levels */
  constructor(info: ElemInfo, tlv: Tlv | null) {
    this.#what = describe(info.id);
    const table = tlv === null ? null : findDbTlv(tlv);
    if (table === null || info.type !== 'INTEGER') throw this.#without('has no levels in decibels');
    this.#table = table;
    this.#raw = { min: info.min, max: info.max };
  }

  /** At the two ends. */
  range(): ElemDbRange {
    const range = dbRange(this.#table, this.#raw);
    if (range === null) throw this.#without('has no range in decibels');
    return { minDb: millibelsToDb(range.minMillibels), maxDb: millibelsToDb(range.maxMillibels) };
  }

  /** Decibels of a raw value; null is silence. */
  toDb(value: number): number | null {
    this.#requireNumber(value);
    const millibels = rawToMillibels(this.#table, this.#raw, value);
    if (millibels === null) throw this.#without(`has no level for ${value}`);
    return millibelsToDb(millibels);
  }

  /** The raw value for a level. */
  fromDb(levelDb: number | null, rounding: DbRounding): number {
    requireOneOf('rounding', roundings, rounding);
    if (levelDb !== null) this.#requireNumber(levelDb);
    const millibels = levelDb === null ? MUTE_MILLIBELS : Math.round(levelDb * 100);
    const value = millibelsToRaw(this.#table, this.#raw, millibels, rounding);
    if (value === null) throw this.#without(`has no value for ${levelDb} dB`);
    return value;
  }

  #requireNumber(value: number): void {
    if (!Number.isFinite(value))
      throw new AlsatsError('invalid', `${String(value)} is no level of element ${this.#what}`);
  }

  #without(what: string): AlsatsError {
    return new AlsatsError('unsupported', `element ${this.#what} ${what}`);
  }
}
