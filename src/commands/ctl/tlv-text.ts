/** TLV data as options of `alsats ctl add` have it. */

import { decodeTlv, type Tlv } from '../../alsa/ctl/tlv.js';
import { MUTE_MILLIBELS } from '../../alsa/ctl/tlv-db.js';
import { AlsatsError } from '../../error.js';

export interface TlvOptions {
  /** `MIN,STEP[,mute]` in decibels */
  readonly dbScale?: string;
  /** `MIN,MAX` */
  readonly dbLinear?: string;
  /** `MIN,MAX[,mute]` */
  readonly dbMinmax?: string;
  /** Words of eight hexadecimal digits, type and length first. */
  readonly tlv?: string;
}

/** Null where none is asked for. @throws AlsatsError of kind `invalid` */
export function tlvFromOptions({ dbScale, dbLinear, dbMinmax, tlv }: TlvOptions): Tlv | null {
  const given = [dbScale, dbLinear, dbMinmax, tlv].filter((text) => text !== undefined);
  if (given.length > 1)
    throw new AlsatsError('invalid', 'give one of --db-scale, --db-linear, --db-minmax and --tlv');
  if (dbScale !== undefined) {
    const [minMillibels, stepMillibels, mute] = levels(dbScale, '--db-scale', 'MIN,STEP[,mute]');
    if (stepMillibels < 0 || stepMillibels > 0xffff)
      throw new AlsatsError('invalid', 'a step is from 0 to 655.35 dB');
    return { type: 'dbScale', minMillibels, stepMillibels, mute };
  }
  if (dbLinear !== undefined) {
    const [minMillibels, maxMillibels] = levels(dbLinear, '--db-linear', 'MIN,MAX');
    return { type: 'dbLinear', minMillibels, maxMillibels };
  }
  if (dbMinmax !== undefined) {
    const [minMillibels, maxMillibels, mute] = levels(dbMinmax, '--db-minmax', 'MIN,MAX[,mute]');
    return { type: 'dbMinMax', minMillibels, maxMillibels, mute };
  }
  return tlv === undefined ? null : fromHex(tlv);
}

function levels(text: string, option: string, form: string): [first: number, second: number, mute: boolean] {
  const [first = '', second = '', mute, ...rest] = text.split(',').map((word) => word.trim());
  const takesMute = form.includes('mute');
  if (rest.length > 0 || (mute !== undefined && (!takesMute || mute.toLowerCase() !== 'mute'))) {
    throw new AlsatsError('invalid', `${option} is ${form}, not "${text}"`);
  }
  return [level(first, option, form), level(second, option, form), mute !== undefined];
}

function level(text: string, option: string, form: string): number {
  if (/^mute$/i.test(text)) return MUTE_MILLIBELS;
  const match = /^([+-]?\d+(?:\.\d+)?)\s*(?:db)?$/i.exec(text);
  const millibels = Math.round(Number(match?.[1] ?? Number.NaN) * 100);
  if (Math.abs(millibels) <= -MUTE_MILLIBELS) return millibels;
  throw new AlsatsError('invalid', `${option} is ${form} in decibels; "${text}" is no level`);
}

function fromHex(text: string): Tlv {
  const digits = text.replace(/^0x/i, '').replace(/[\s,:]/g, '');
  if (!/^([0-9a-f]{8}){2,}$/i.test(digits)) {
    throw new AlsatsError(
      'invalid',
      '--tlv is made of words of eight hexadecimal digits: type, bytes, value',
    );
  }
  const words = Uint32Array.from(digits.match(/.{8}/g)!, (word) => Number.parseInt(word, 16));
  try {
    return decodeTlv(words);
  } catch (error) {
    throw new AlsatsError('invalid', `--tlv: ${(error as Error).message}`, { cause: error });
  }
}
