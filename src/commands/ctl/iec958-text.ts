/** IEC 60958 settings as users write them, in the words of iecset. */

import type { Iec958Value } from '../../alsa/ctl/elem-value.js';
import { changeIec958, type Iec958Change, type Iec958Emphasis, iec958Rates } from '../../alsa/ctl/iec958.js';
import { AlsatsError } from '../../error.js';

type Field =
  | 'mode'
  | 'professional'
  | 'audio'
  | 'rate'
  | 'emphasis'
  | 'lock'
  | 'sbits'
  | 'wordlength'
  | 'category'
  | 'copyright'
  | 'original';

const fields: readonly Field[] = [
  'mode',
  'professional',
  'audio',
  'rate',
  'emphasis',
  'lock',
  'sbits',
  'wordlength',
  'category',
  'copyright',
  'original',
];

/** Bytes of the channel status, AES0 to AES23. */
const STATUS_BYTES = 24;

/**
 * Reads `rate=48000,copyright=off`, bytes of the channel status as `AES0=0x04,AES3=0x02`, or all of it as hexadecimal
 * digits, the first bytes first.
 *
 * @param present what is not named stays as it is
 * @throws AlsatsError of kind `invalid`
 */
export function iec958FromText(text: string, present: Iec958Value): Iec958Value {
  const digits = text.trim().replace(/^0x/i, '');
  if (/^([0-9a-f]{2})+$/i.test(digits) && digits.length <= STATUS_BYTES * 2) {
    const status = Uint8Array.from(present.status);
    status.set(Buffer.from(digits, 'hex'));
    return { ...present, status };
  }
  const words = text.split(',').flatMap((word) => {
    const [name = '', value] = word.trim().split('=');
    if (name === '' && value === undefined) return [];
    if (value === undefined)
      throw new AlsatsError('invalid', `"${word}" is no field=value`, { hint: fieldsHint() });
    return [[name, value] as const];
  });
  return iec958FromWords(words, present);
}

/** The same from pairs of a field and its value. */
export function iec958FromWords(
  words: readonly (readonly [name: string, value: string])[],
  present: Iec958Value,
): Iec958Value {
  const status = Uint8Array.from(present.status);
  let change: Iec958Change = {};
  for (const [name, value] of words) {
    const place = /^AES(\d+)$/i.exec(name)?.[1];
    if (place === undefined) {
      change = { ...change, ...changeOf(fieldOf(name), value) };
    } else {
      if (Number(place) >= STATUS_BYTES) throw new AlsatsError('invalid', `there is no byte ${name}`);
      status[Number(place)] = number(name, value, 255);
    }
  }
  const changed = { ...present, status };
  const rate = change.framesPerSecond;
  if (rate !== undefined && rate !== null) {
    const isProfessional =
      (change.mode ?? ((status[0]! & 1) !== 0 ? 'professional' : 'consumer')) === 'professional';
    const rates = iec958Rates(isProfessional ? 'professional' : 'consumer');
    if (!rates.includes(rate)) {
      throw new AlsatsError('invalid', `${rate} Hz cannot be told in the channel status`, {
        hint: `the rates are ${rates.join(', ')}, and 0 for none`,
      });
    }
  }
  return changeIec958(changed, change);
}

/** iecset goes by the first three letters; so do we, where they fit one word. */
function fieldOf(name: string): Field {
  const lower = name.toLowerCase();
  const found = fields.filter((field) => field === lower || (lower.length >= 3 && field.startsWith(lower)));
  if (found.length === 1) return found[0]!;
  throw new AlsatsError('invalid', `"${name}" is no field of IEC958`, { hint: fieldsHint() });
}

function fieldsHint(): string {
  return `the fields are ${fields.join(', ')}, and AES0 to AES${STATUS_BYTES - 1} for the bytes`;
}

const MAX_3_BITS = 7;
const MAX_CATEGORY = 127;
const MAX_RATE = 1_000_000;
const emphases: Readonly<Record<string, Iec958Emphasis>> = {
  '0': 'none',
  none: 'none',
  off: 'none',
  '1': '50/15us',
  '50/15us': '50/15us',
  '2': 'CCITT J.17',
  ccitt: 'CCITT J.17',
  'ccitt j.17': 'CCITT J.17',
};

function changeOf(field: Field, value: string): Iec958Change {
  switch (field) {
    case 'mode':
      if (/^con(sumer)?$/i.test(value)) return { mode: 'consumer' };
      if (/^pro(fessional)?$/i.test(value)) return { mode: 'professional' };
      throw new AlsatsError('invalid', `"${value}" is no mode`, { hint: 'write consumer or professional' });
    case 'professional':
      return { mode: flag(field, value) ? 'professional' : 'consumer' };
    case 'audio':
      return { audio: flag(field, value) };
    case 'rate':
      return { framesPerSecond: number(field, value, MAX_RATE) || null };
    case 'emphasis': {
      const emphasis = emphases[value.toLowerCase()];
      if (emphasis !== undefined) return { emphasis };
      throw new AlsatsError('invalid', `"${value}" is no emphasis`, { hint: 'write none, 50/15us or CCITT' });
    }
    case 'lock':
      return { rateLocked: flag(field, value) };
    case 'sbits':
      return { sampleBits: number(field, value, MAX_3_BITS) };
    case 'wordlength':
      return { wordLength: number(field, value, MAX_3_BITS) };
    case 'category':
      return { category: number(field, value, MAX_CATEGORY) };
    case 'copyright':
      return { copyright: flag(field, value) };
    case 'original':
      return { original: flag(field, value) };
  }
}

function flag(name: string, value: string): boolean {
  if (/^(on|yes|true|1)$/i.test(value)) return true;
  if (/^(off|no|false|0)$/i.test(value)) return false;
  throw new AlsatsError('invalid', `${name} is on or off, not "${value}"`);
}

function number(name: string, value: string, max: number): number {
  const parsed = /^(\d+|0x[0-9a-f]+)$/i.test(value) ? Number(value) : Number.NaN;
  if (parsed <= max) return parsed;
  throw new AlsatsError('invalid', `${name} is a number from 0 to ${max}, not "${value}"`);
}
