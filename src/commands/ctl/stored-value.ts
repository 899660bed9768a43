/** A stored value in the terms of the element it is for, which may have changed since. */

import type { ElemInfo } from '../../alsa/ctl/elem-info.js';
import type { ElemValue } from '../../alsa/ctl/elem-value.js';
import type { Tlv } from '../../alsa/ctl/tlv.js';
import { dbRange, findDbTlv, millibelsToRaw } from '../../alsa/ctl/tlv-db.js';
import type { StoredElem, StoredTraits } from '../../asound-state/card-state.js';
import type { ConfigScalar } from '../../asound-state/config-node.js';
import { AlsatsError } from '../../error.js';

/** Types whose values can stand for each other. */
const scalarTypes = new Set(['BOOLEAN', 'INTEGER', 'INTEGER64', 'ENUMERATED']);
const STATUS_BYTES = 24;
const SUBCODE_BYTES = 147;
const IEC958_BYTES = STATUS_BYTES + SUBCODE_BYTES + 1 + 4;

/**
 * The value to set: what is stored, translated where range, type or the number of channels changed. Where an element has
 * decibels and another range than it had, the level is kept and not the number. One stored value serves all channels;
 * channels that are not stored keep theirs.
 *
 * @throws AlsatsError of kind `invalid`
 */
export function restoredValue(
  stored: Pick<StoredElem, 'value' | 'traits'>,
  info: ElemInfo,
  present: ElemValue,
  tlv: () => Tlv | null,
): ElemValue {
  const { value, traits } = stored;
  if (value === null) throw new AlsatsError('invalid', 'no value is stored');
  const storedType = traits?.type ?? null;
  if (storedType !== null && storedType !== info.type) {
    if (!scalarTypes.has(storedType) || !scalarTypes.has(info.type)) {
      throw new AlsatsError(
        'invalid',
        `the stored value is of type ${storedType}, the element of ${info.type}`,
      );
    }
  }
  if (present.type === 'BYTES') return { type: 'BYTES', bytes: bytesOf(value, present.bytes) };
  if (present.type === 'IEC958') {
    const old = new Uint8Array(IEC958_BYTES);
    old.set(present.iec958.status);
    old.set(present.iec958.subcode, STATUS_BYTES);
    old.set(present.iec958.digSubframe, IEC958_BYTES - 4);
    const bytes = bytesOf(value, old);
    const status = bytes.slice(0, STATUS_BYTES);
    const subcode = bytes.slice(STATUS_BYTES, STATUS_BYTES + SUBCODE_BYTES);
    return { type: 'IEC958', iec958: { status, subcode, digSubframe: bytes.slice(-4) } };
  }
  const of = <T extends number | bigint | boolean>(
    values: readonly T[],
    read: (scalar: ConfigScalar, channel: number) => T,
  ): T[] =>
    values.map((now, channel) => {
      const scalar = value instanceof Map ? value.get(channel) : (value as ConfigScalar);
      return scalar === undefined ? now : read(scalar, channel);
    });
  switch (present.type) {
    case 'BOOLEAN':
      return { type: present.type, values: of(present.values, (scalar) => booleanOf(scalar, traits)) };
    case 'INTEGER64':
      return {
        type: present.type,
        values: of(present.values, (scalar) => inRange(wholeOf(scalar, traits), info)),
      };
    case 'ENUMERATED':
      return { type: present.type, values: of(present.values, (scalar) => itemOf(scalar, info)) };
    case 'INTEGER': {
      const convert = levelConverter(traits, info, tlv);
      const values = of(present.values, (scalar, channel) => {
        const raw = wholeOf(scalar, traits);
        return convert?.(raw, channel) ?? Number(inRange(raw, info));
      });
      return { type: present.type, values };
    }
  }
}

/** Gives the number now for the level then; null where numbers mean what they meant, or there are no levels. */
function levelConverter(
  traits: StoredTraits | null,
  info: ElemInfo,
  tlv: () => Tlv | null,
): ((raw: bigint, channel: number) => number | null) | null {
  if (traits === null || info.type !== 'INTEGER') return null;
  const { range, dbMin, dbMax, dbValues } = traits;
  if (range === null || dbMin === null || dbMax === null) return null;
  if (range.min >= range.max || info.min >= info.max || dbMin >= dbMax) return null;
  const data = tlv();
  const table = data === null ? null : findDbTlv(data);
  const levels = table === null ? null : dbRange(table, info);
  if (table === null || levels === null || levels.minMillibels >= levels.maxMillibels) return null;
  const isSame =
    Number(range.min) === info.min &&
    Number(range.max) === info.max &&
    dbMin === levels.minMillibels &&
    dbMax === levels.maxMillibels;
  if (isSame) return null;
  return (raw, channel) => {
    const level = dbValues.get(channel) ?? straightLevel(raw, range, dbMin, dbMax);
    if (level === null) return null;
    const value = millibelsToRaw(table, info, level, level > 0 ? 'up' : 'nearest');
    return value === null ? null : Math.min(Math.max(value, info.min), info.max);
  };
}

/** As if the level grew evenly with the number. */
function straightLevel(
  raw: bigint,
  range: { readonly min: bigint; readonly max: bigint },
  dbMin: number,
  dbMax: number,
): number | null {
  if (raw < range.min || raw > range.max) return null;
  return Math.trunc((Number(raw - range.min) * (dbMax - dbMin)) / Number(range.max - range.min)) + dbMin;
}

function booleanOf(scalar: ConfigScalar, traits: StoredTraits | null): boolean {
  if (scalar === 'true' || scalar === 'on') return true;
  if (scalar === 'false' || scalar === 'off') return false;
  const number = wholeOf(scalar, traits);
  if (number === 0n || number === 1n) return number === 1n;
  throw new AlsatsError('invalid', `the stored value ${scalar} is neither on nor off`);
}

function wholeOf(scalar: ConfigScalar, traits: StoredTraits | null): bigint {
  if (typeof scalar === 'bigint') return scalar;
  if (/^-?\d+$/.test(scalar)) return BigInt(scalar);
  if (scalar === 'true' || scalar === 'on') return 1n;
  if (scalar === 'false' || scalar === 'off') return 0n;
  const item = traits?.items.indexOf(scalar) ?? -1;
  if (item >= 0) return BigInt(item);
  throw new AlsatsError('invalid', `the stored value "${scalar}" is no number`);
}

/** Items go by their text: numbers may mean others now. */
function itemOf(scalar: ConfigScalar, info: ElemInfo): number {
  const items = info.type === 'ENUMERATED' ? info.items : [];
  if (typeof scalar === 'string') {
    const item = items.indexOf(scalar);
    if (item >= 0) return item;
    const listed = items.map((text) => `'${text}'`).join(', ');
    throw new AlsatsError('invalid', `there is no item "${scalar}" any more`, {
      hint: `the items are ${listed}`,
    });
  }
  if (scalar >= 0n && scalar < BigInt(items.length)) return Number(scalar);
  throw new AlsatsError(
    'invalid',
    `there is no item ${scalar}: the items are numbered 0 to ${items.length - 1}`,
  );
}

function inRange(value: bigint, info: ElemInfo): bigint {
  if (info.type !== 'INTEGER' && info.type !== 'INTEGER64') return value;
  if (value >= BigInt(info.min) && value <= BigInt(info.max)) return value;
  throw new AlsatsError('invalid', `the stored value ${value} is outside of ${info.min} to ${info.max}`);
}

/** Hexadecimal digits of all bytes, or numbers by channel. */
function bytesOf(value: NonNullable<StoredElem['value']>, present: Uint8Array): Uint8Array {
  if (value instanceof Map) {
    return present.map((now, place) => {
      const scalar = value.get(place);
      if (scalar === undefined) return now;
      const byte = Number(scalar);
      if (Number.isInteger(byte) && byte >= 0 && byte <= 255) return byte;
      throw new AlsatsError('invalid', `the stored value ${scalar} is no byte`);
    });
  }
  // Unquoted digits were read as a number: a file made by hand, of one byte.
  const hex = typeof value === 'bigint' ? value.toString().padStart(2, '0') : String(value);
  if (/^([0-9a-f]{2})*$/i.test(hex) && hex.length === present.length * 2) {
    return Uint8Array.from(Buffer.from(hex, 'hex'));
  }
  throw new AlsatsError('invalid', `the stored value is not ${present.length} bytes in hexadecimal digits`);
}
