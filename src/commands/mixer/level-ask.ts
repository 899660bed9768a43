/** Levels of the mixer as users write them, and the raw values they come down to. */

import {
  linearPercent,
  mappedPercent,
  mappedVolume,
  rawOfMapped,
  type VolumeScale,
} from '../../alsa/mixer/volume-scale.js';
import { AlsatsError } from '../../error.js';
import { remember } from '../../remember.js';
import { parseLevel } from '../level-text.js';

/** What a level is told in: percent as alsamixer shows it, percent of the raw range, raw steps, decibels. */
export type LevelScaleName = 'percent' | 'linear' | 'raw' | 'dB';

export const levelScales: Readonly<Record<string, LevelScaleName>> = {
  percent: 'percent',
  linear: 'linear',
  raw: 'raw',
  db: 'dB',
};

/** A level that was asked for. */
export type LevelAsk =
  | {
      readonly scale: LevelScaleName;
      /** To be added to the present level (or taken from it, if negative), or the level itself. */
      readonly relative: boolean;
      readonly amount: number;
    }
  | { readonly end: 'min' | 'max' };

/** A volume in all scales; `dB` is null for silence, and where there are no decibels. */
export interface Level {
  readonly percent: number;
  readonly linearPercent: number;
  readonly raw: number;
  readonly dB: number | null;
}

/** Levels that were worked out before: a batch meets the same ones again and again. */
const knownLevels = new WeakMap<VolumeScale, Map<number, Level>>();

export function levelOf(scale: VolumeScale, raw: number): Level {
  let levels = knownLevels.get(scale);
  if (levels === undefined) {
    levels = new Map();
    knownLevels.set(scale, levels);
  }
  const known = levels.get(raw);
  if (known !== undefined) return known;
  const level: Level = {
    percent: mappedPercent(scale, raw),
    linearPercent: linearPercent(scale, raw),
    raw,
    dB: scale.db === null ? null : scale.dbOf(raw),
  };
  return remember(levels, raw, level);
}

const unitOfScale: Readonly<Record<LevelScaleName, string>> = {
  percent: '%',
  linear: '%',
  raw: '',
  dB: 'dB',
};

/**
 * Reads `40%`, `+5%`, `5%-`, `-12dB`, `3dB+`, `max`, and bare numbers in the scale that was named.
 *
 * @param scale the scale of bare numbers; null where none was named, and they mean nothing
 * @returns null for what is no level at all
 * @throws AlsatsError of kind `invalid` for a number of which nobody knows the scale
 */
export function parseLevelAsk(text: string, scale: LevelScaleName | null): LevelAsk | null {
  const word = text.trim().toLowerCase();
  if (word === 'min' || word === 'max') return { end: word };
  // Most have a unit: what follows is for those that end otherwise.
  const hasUnit = word.includes('%') || word.includes('db');
  const bare = hasUnit ? null : /^([+-]?)(\d+(?:\.\d+)?|\.\d+)([+-]?)$/.exec(word);
  const [, before, digits, after] = bare ?? [];
  if (digits !== undefined && scale === null) {
    throw new AlsatsError('invalid', `"${text}" could be percent or raw steps`, {
      hint: `write ${before}${digits}%${after}, or say which with --scale percent, linear, raw or dB`,
    });
  }
  if (!/^(?=.*\d)[-+.\d]/s.test(word)) return null;
  const whole = digits === undefined ? word : `${before}${digits}${unitOfScale[scale!]}${after}`;
  const { unit, relative, amount } = parseLevel(whole);
  const percentScale = scale === 'raw' || scale === 'linear' ? 'linear' : 'percent';
  return { scale: unit === 'percent' ? percentScale : unit, relative, amount: Number(amount) };
}

/**
 * The raw value for a level. A relative one moves by at least one step in its direction, and ends at the end of the
 * range.
 *
 * @throws AlsatsError of kind `invalid` outside of the range, `unsupported` for decibels where there are none
 */
export function rawOfAsk(ask: LevelAsk, scale: VolumeScale, present: number): number {
  if ('end' in ask) return scale[ask.end];
  const { amount, relative } = ask;
  if (relative) return amount === 0 ? present : moved(ask.scale, amount, scale, present);
  switch (ask.scale) {
    case 'percent':
      return rawOfMapped(scale, requirePercent(amount) / 100);
    case 'linear': {
      const steps = Math.round(((scale.max - scale.min) * requirePercent(amount)) / 100);
      // As amixer: more than nothing is not nothing.
      return Math.min(scale.max, scale.min + (steps === 0 && amount > 0 ? 1 : steps));
    }
    case 'raw':
      if (amount < scale.min || amount > scale.max) {
        throw new AlsatsError('invalid', `${amount} is outside of ${scale.min} to ${scale.max}`);
      }
      return amount;
    case 'dB': {
      const { minDb, maxDb } = requireDb(scale);
      if (amount > maxDb || (minDb !== null && amount < minDb)) {
        throw new AlsatsError('invalid', `${amount} dB is outside of ${dbText(minDb)} to ${dbText(maxDb)}`);
      }
      return scale.rawOfDb(amount, 'nearest');
    }
  }
}

function moved(name: LevelScaleName, amount: number, scale: VolumeScale, present: number): number {
  const target = amount > 0 ? above(name, amount, scale, present) : below(name, -amount, scale, present);
  // Whatever rounding makes of it: never the wrong way, and never nowhere.
  const step = amount > 0 ? Math.max(target, present + 1) : Math.min(target, present - 1);
  return Math.min(Math.max(step, scale.min), scale.max);
}

function below(name: LevelScaleName, amount: number, scale: VolumeScale, present: number): number {
  switch (name) {
    case 'percent':
      return rawOfMapped(scale, mappedVolume(scale, present) - amount / 100);
    case 'dB': {
      requireDb(scale);
      const db = scale.dbOf(present);
      return db === null ? scale.min : scale.rawOfDb(db - amount, 'down');
    }
    default:
      return present - stepsOf(name, amount, scale);
  }
}

function above(name: LevelScaleName, amount: number, scale: VolumeScale, present: number): number {
  switch (name) {
    case 'percent': {
      const near = rawOfMapped(scale, mappedVolume(scale, present) + amount / 100);
      // The way up is the way down backwards where it can be: otherwise steps to and fro would creep.
      const undone = (raw: number) => raw > present && moved(name, -amount, scale, raw) === present;
      return [near, near - 1, near + 1].find((raw) => raw <= scale.max && undone(raw)) ?? near;
    }
    case 'dB': {
      requireDb(scale);
      // Silence has no level to add to: the way up starts at the lowest that is none.
      const db = scale.dbOf(present) ?? scale.dbOf(Math.min(scale.min + 1, scale.max)) ?? 0;
      return scale.rawOfDb(db + amount, 'up');
    }
    default:
      return present + stepsOf(name, amount, scale);
  }
}

function stepsOf(name: 'raw' | 'linear', amount: number, { min, max }: VolumeScale): number {
  return name === 'raw' ? amount : Math.round(((max - min) * amount) / 100);
}

function requirePercent(percent: number): number {
  if (percent >= 0 && percent <= 100) return percent;
  throw new AlsatsError('invalid', `${percent} % is outside of 0 % to 100 %`);
}

function requireDb({ db, min, max }: VolumeScale): NonNullable<VolumeScale['db']> {
  if (db !== null) return db;
  throw new AlsatsError('unsupported', 'it has no scale in decibels', {
    hint: `give a percentage, or raw steps from ${min} to ${max} with --scale raw`,
  });
}

/** `-12.00 dB`; silence is `mute`. */
export function dbText(db: number | null): string {
  return db === null ? 'mute' : `${db.toFixed(2)} dB`;
}

/** `86 %`, `+5 %`, `-12 dB`, `raw 12`, `40 % linear`, `max` */
export function askText(ask: LevelAsk): string {
  if ('end' in ask) return ask.end;
  const sign = ask.relative && ask.amount >= 0 ? '+' : '';
  switch (ask.scale) {
    case 'percent':
      return `${sign}${ask.amount} %`;
    case 'linear':
      return `${sign}${ask.amount} % linear`;
    case 'raw':
      return `raw ${sign}${ask.amount}`;
    case 'dB':
      return `${sign}${ask.amount} dB`;
  }
}
