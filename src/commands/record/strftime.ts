/** File names made of the time, as strftime(3) makes them in the C locale, with two additions: `%v` and `%3N`. */

import { AlsatsError } from '../../error.js';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const MS_PER_DAY = 86_400_000;

const pad = (value: number, digits = 2, fill = '0') => String(value).padStart(digits, fill);

function dayOfYear(time: Date): number {
  const midnight = Date.UTC(time.getFullYear(), time.getMonth(), time.getDate());
  return Math.round((midnight - Date.UTC(time.getFullYear(), 0, 1)) / MS_PER_DAY) + 1;
}

/** Weeks begin on `firstDay`; the days before the first such day are week 0. */
function weekOfYear(time: Date, firstDay: number): number {
  const sinceFirstDay = (time.getDay() + 7 - firstDay) % 7;
  return Math.floor((dayOfYear(time) + 6 - sinceFirstDay) / 7);
}

/** ISO 8601: a week belongs to the year its Thursday is in. */
function isoWeek(time: Date): { year: number; week: number } {
  const thursday = new Date(time);
  thursday.setDate(time.getDate() + 3 - ((time.getDay() + 6) % 7));
  return { year: thursday.getFullYear(), week: Math.floor((dayOfYear(thursday) - 1) / 7) + 1 };
}

function zoneOffset(time: Date): string {
  const minutes = -time.getTimezoneOffset();
  const away = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(away / 60))}${pad(away % 60)}`;
}

const hour12 = (time: Date) => time.getHours() % 12 || 12;

type Conversion = (time: Date) => string;

const conversions: Readonly<Record<string, Conversion>> = {
  a: (t) => DAYS[t.getDay()]!.slice(0, 3),
  A: (t) => DAYS[t.getDay()]!,
  b: (t) => MONTHS[t.getMonth()]!.slice(0, 3),
  B: (t) => MONTHS[t.getMonth()]!,
  c: (t) => expand('%a %b %e %H:%M:%S %Y', t),
  C: (t) => pad(Math.floor(t.getFullYear() / 100)),
  d: (t) => pad(t.getDate()),
  D: (t) => expand('%m/%d/%y', t),
  e: (t) => pad(t.getDate(), 2, ' '),
  F: (t) => expand('%Y-%m-%d', t),
  g: (t) => pad(isoWeek(t).year % 100),
  G: (t) => String(isoWeek(t).year),
  h: (t) => expand('%b', t),
  H: (t) => pad(t.getHours()),
  I: (t) => pad(hour12(t)),
  j: (t) => pad(dayOfYear(t), 3),
  k: (t) => pad(t.getHours(), 2, ' '),
  l: (t) => pad(hour12(t), 2, ' '),
  m: (t) => pad(t.getMonth() + 1),
  M: (t) => pad(t.getMinutes()),
  n: () => '\n',
  N: (t) => `${pad(t.getMilliseconds(), 3)}000000`,
  p: (t) => (t.getHours() < 12 ? 'AM' : 'PM'),
  P: (t) => (t.getHours() < 12 ? 'am' : 'pm'),
  r: (t) => expand('%I:%M:%S %p', t),
  R: (t) => expand('%H:%M', t),
  s: (t) => String(Math.floor(t.getTime() / 1000)),
  S: (t) => pad(t.getSeconds()),
  t: () => '\t',
  T: (t) => expand('%H:%M:%S', t),
  u: (t) => String(t.getDay() || 7),
  U: (t) => pad(weekOfYear(t, 0)),
  V: (t) => pad(isoWeek(t).week),
  w: (t) => String(t.getDay()),
  W: (t) => pad(weekOfYear(t, 1)),
  x: (t) => expand('%m/%d/%y', t),
  X: (t) => expand('%H:%M:%S', t),
  y: (t) => pad(t.getFullYear() % 100),
  Y: (t) => String(t.getFullYear()),
  z: zoneOffset,
  Z: (t) => /\(([^)]+)\)/.exec(t.toString())?.[1] ?? zoneOffset(t),
  '%': () => '%',
};

function expand(pattern: string, time: Date): string {
  return pattern.replace(/%(.)/gs, (_, letter: string) => conversions[letter]!(time));
}

/**
 * A name by a pattern, in local time.
 *
 * @param fileNumber what `%v` stands for, in two digits at least
 * @throws AlsatsError of kind `invalid` for a conversion there is none of
 */
export function strftime(pattern: string, time: Date, fileNumber: number): string {
  return pattern.replace(
    /%([EO]?)(\d?)(.?)/gs,
    (whole, _modifier: string, digits: string, letter: string) => {
      if (letter === 'v') return pad(fileNumber, Number(digits) || 2);
      const conversion = Object.hasOwn(conversions, letter) ? conversions[letter] : undefined;
      if (conversion === undefined || (digits !== '' && letter !== 'N')) {
        throw new AlsatsError('invalid', `"${whole}" is nothing that strftime knows`, {
          hint: 'a percent sign itself is %%; %Y-%m-%d_%H-%M-%S is date and time',
        });
      }
      const text = conversion(time);
      return digits === '' ? text : text.slice(0, Number(digits));
    },
  );
}
