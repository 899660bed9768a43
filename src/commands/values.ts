/** Values as users write them on the command line, see `alsats help`. All throw AlsatsError of kind `invalid`. */

import { AlsatsError } from '../error.js';

/** Refuses what somebody wrote. @throws AlsatsError of kind `invalid` */
export function refuse(what: string, text: string, examples: string): never {
  throw new AlsatsError('invalid', `"${text}" is not ${what}`, { hint: `write it as ${examples}` });
}

/** Nothing here goes on longer than ten years. */
const MAX_DURATION_SECONDS = 10 * 365 * 24 * 3600;

const unitSeconds: Readonly<Record<string, number>> = { '': 1, s: 1, ms: 1e-3, us: 1e-6, m: 60, h: 3600 };

/** `1.5`, `1.5s`, `250ms`, `800us`, `2m`, `1h`, `01:02:03`, `2:30` → seconds. */
export function parseDuration(text: string): number {
  const seconds = secondsOf(text);
  if (!(seconds <= MAX_DURATION_SECONDS)) {
    refuse('a duration', text, '1.5, 1.5s, 250ms, 800us or 01:02:03, up to 87600h');
  }
  return seconds;
}

/** NaN where the text is no duration. */
function secondsOf(text: string): number {
  const clock = /^(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:\.\d+)?)$/.exec(text);
  if (clock !== null) {
    const [, hours = '0', minutes, seconds] = clock;
    return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  }
  const plain = /^(\d+(?:\.\d*)?|\.\d+)(s|ms|us|m|h)?$/.exec(text);
  return plain === null ? Number.NaN : Number(plain[1]) * unitSeconds[plain[2] ?? '']!;
}

const unitBytes: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  k: 1000,
  kB: 1000,
  KiB: 1024,
  M: 1_000_000,
  MB: 1_000_000,
  MiB: 1024 ** 2,
  G: 1_000_000_000,
  GB: 1_000_000_000,
  GiB: 1024 ** 3,
};

const SIZE = /^(\d+(?:\.\d+)?)(B|[kMG]B?|[KMG]iB)?$/;

/** `650M`, `4GiB`, `1000000` → bytes. */
export function parseSize(text: string): number {
  const match = SIZE.exec(text);
  const size = Math.floor(Number(match?.[1]) * (unitBytes[match?.[2] ?? ''] ?? Number.NaN));
  if (!(size > 0)) refuse('a size', text, '650M, 4GiB or a count of bytes');
  return size;
}

/** A duration, or a size that says what of: `30`, `30s`, `64M`. */
export function parseDurationOrSize(text: string): { readonly seconds: number } | { readonly bytes: number } {
  const isSize = /[BkMG]$/.test(text) && SIZE.test(text);
  return isSize ? { bytes: parseSize(text) } : { seconds: parseDuration(text) };
}

/** `-40`, `-40dB` → dB below or at full scale. */
export function parseLevelDb(text: string): number {
  const match = /^(-?\d+(?:\.\d+)?) ?(?:db)?$/i.exec(text);
  const levelDb = Number(match?.[1] ?? Number.NaN);
  if (!(levelDb >= -200 && levelDb <= 0)) refuse('a level', text, '-40dB; 0dB is full scale');
  return levelDb;
}

/** Sound that is kept in memory for it is bounded. */
const MAX_LATENCY_SECONDS = 60;

/** A duration for a buffer → seconds. */
export function parseLatency(text: string): number {
  const seconds = parseDuration(text);
  if (!(seconds > 0 && seconds <= MAX_LATENCY_SECONDS)) refuse('a latency', text, '50ms or 2s, up to 60s');
  return seconds;
}

/** A whole number, decimal, within the bounds. */
export function parseCount(
  what: string,
  min: number,
  max = Number.MAX_SAFE_INTEGER,
): (text: string) => number {
  return (text) => {
    const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= min && value <= max)) refuse(what, text, `a whole number from ${min} to ${max}`);
    return value;
  };
}

/** `48000`, `48k`, `44.1k` → frames per second. As in alsa-utils a bare number below 1000 means thousands. */
export function parseRate(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(k|khz|hz)?$/i.exec(text);
  const unit = match?.[2]?.toLowerCase() ?? '';
  const number = Number(match?.[1]);
  const rate = unit.startsWith('k') || (unit === '' && number < 1000) ? number * 1000 : number;
  if (!Number.isInteger(rate) || rate < 2000 || rate > 768_000) refuse('a rate', text, '48000, 48k or 44.1k');
  return rate;
}

/** `-12dB`, `+3dB`, `2.5` → dB. */
export function parseGain(text: string): number {
  const match = /^([+-]?\d+(?:\.\d+)?) ?(?:db)?$/i.exec(text);
  const gainDb = Number(match?.[1] ?? Number.NaN);
  if (!(gainDb >= -200 && gainDb <= 60)) refuse('a gain', text, '-12dB or +3dB, up to +60dB');
  return gainDb;
}

/** Reads one of a closed set of words. */
export interface ChoiceParser<T> {
  (text: string): T;
  /** The words, for those who complete them. */
  readonly words: readonly string[];
}

/** One of the words of a table, in any case. */
export function parseChoice<T>(what: string, table: Readonly<Record<string, T>>): ChoiceParser<T> {
  const parse = (text: string): T => {
    const word = text.toLowerCase();
    if (!Object.hasOwn(table, word)) {
      throw new AlsatsError('invalid', `"${text}" is no ${what}`, {
        hint: `known are ${Object.keys(table).join(', ')}`,
      });
    }
    return table[word]!;
  };
  return Object.assign(parse, { words: Object.keys(table) });
}
