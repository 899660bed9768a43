/** Values of elements (`snd_ctl_elem_value_t`), as plain data that carries its type. */

import { AlsatsError } from '../../error.js';
import { MAX_UINT } from '../arguments.js';
import { controlApi } from '../native/api/control.js';
import { addressOfMemory, allocOpaque } from '../native/memory.js';
import type { ElemInfo } from './elem-info.js';
import { type ElemType, elemTypes, maxElemValues } from './names.js';

/** An IEC 60958 (S/PDIF) setup: `snd_aes_iec958_t`. */
export interface Iec958Value {
  /** The 24 bytes of channel status; the first four say nearly all. */
  readonly status: Uint8Array;
  /** 147 bytes of subcode. */
  readonly subcode: Uint8Array;
  /** 4 bytes of the digital subframe. */
  readonly digSubframe: Uint8Array;
}

/** All values of an element, one a channel. */
export type ElemValue =
  | { readonly type: 'BOOLEAN'; readonly values: readonly boolean[] }
  | { readonly type: 'INTEGER'; readonly values: readonly number[] }
  | { readonly type: 'INTEGER64'; readonly values: readonly bigint[] }
  /** Indexes of items. */
  | { readonly type: 'ENUMERATED'; readonly values: readonly number[] }
  | { readonly type: 'BYTES'; readonly bytes: Uint8Array }
  | { readonly type: 'IEC958'; readonly iec958: Iec958Value };

/** What decides how a value is read: the part of {@link ElemInfo} that says so. */
export type ValueShape = Pick<ElemInfo, 'type' | 'count'>;

const STATUS_BYTES = 24;
const SUBCODE_BYTES = 147;
/** After one byte of padding. */
const SUBFRAME_OFFSET = STATUS_BYTES + SUBCODE_BYTES + 1;
const SUBFRAME_BYTES = 4;
const MAX_INT64 = 2n ** 63n - 1n;

let elemValueBytes: number | undefined;
let dataOffset: number | undefined;

/** Room for a `snd_ctl_elem_value_t`, all zero. */
export function allocElemValue(): Uint8Array {
  elemValueBytes ??= Number(controlApi.snd_ctl_elem_value_sizeof());
  return allocOpaque(elemValueBytes);
}

/** The bytes of the values, wherever this alsa-lib has them; its own setter refuses some legal lengths with an abort. */
function dataOf(memory: Uint8Array): Uint8Array {
  dataOffset ??= Number(controlApi.snd_ctl_elem_value_get_bytes(memory)! - addressOfMemory(memory));
  return memory.subarray(dataOffset, dataOffset + maxElemValues.BYTES);
}

/** How many values of a shape there is room for: what a driver claims beyond that cannot be read. */
function countOf({ type, count }: ValueShape): number {
  return Math.min(count, maxElemValues[type]);
}

/** Reads the values out of a `snd_ctl_elem_value_t`. */
export function decodeElemValue(memory: Uint8Array, shape: ValueShape): ElemValue {
  const { type } = shape;
  const each = <T>(read: (place: number) => T): T[] =>
    Array.from({ length: countOf(shape) }, (_, place) => read(place));
  switch (type) {
    case 'BOOLEAN':
      return {
        type,
        values: each((place) => controlApi.snd_ctl_elem_value_get_boolean(memory, place) !== 0),
      };
    case 'INTEGER':
      return {
        type,
        values: each((place) => Number(controlApi.snd_ctl_elem_value_get_integer(memory, place))),
      };
    case 'INTEGER64':
      return {
        type,
        values: each((place) => BigInt(controlApi.snd_ctl_elem_value_get_integer64(memory, place))),
      };
    case 'ENUMERATED':
      return { type, values: each((place) => controlApi.snd_ctl_elem_value_get_enumerated(memory, place)) };
    case 'BYTES':
      return { type, bytes: dataOf(memory).slice(0, countOf(shape)) };
    case 'IEC958': {
      const data = dataOf(memory);
      return {
        type,
        iec958: {
          status: data.slice(0, STATUS_BYTES),
          subcode: data.slice(STATUS_BYTES, STATUS_BYTES + SUBCODE_BYTES),
          digSubframe: data.slice(SUBFRAME_OFFSET, SUBFRAME_OFFSET + SUBFRAME_BYTES),
        },
      };
    }
  }
}

/** Writes the values into a `snd_ctl_elem_value_t`. The value must have passed {@link requireElemValue}. */
export function encodeElemValue(memory: Uint8Array, value: ElemValue): void {
  switch (value.type) {
    case 'BOOLEAN':
      value.values.forEach((on, place) => {
        controlApi.snd_ctl_elem_value_set_boolean(memory, place, on ? 1 : 0);
      });
      break;
    case 'INTEGER':
      value.values.forEach((number, place) => {
        controlApi.snd_ctl_elem_value_set_integer(memory, place, number);
      });
      break;
    case 'INTEGER64':
      value.values.forEach((number, place) => {
        controlApi.snd_ctl_elem_value_set_integer64(memory, place, number);
      });
      break;
    case 'ENUMERATED':
      value.values.forEach((item, place) => {
        controlApi.snd_ctl_elem_value_set_enumerated(memory, place, item);
      });
      break;
    case 'BYTES':
      dataOf(memory).set(value.bytes);
      break;
    case 'IEC958': {
      const data = dataOf(memory);
      data.set(value.iec958.status);
      data.set(value.iec958.subcode, STATUS_BYTES);
      data.set(value.iec958.digSubframe, SUBFRAME_OFFSET);
      break;
    }
  }
}

/**
 * Checks a value that is to be written, and takes a copy that nobody changes any more.
 *
 * @throws AlsatsError of kind `invalid` unless it is of the element's type and has as many values as the element. The
 *   range is the driver's to check.
 */
export function requireElemValue(value: ElemValue, shape: ValueShape): ElemValue {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(elemTypes, String(value.type))) {
    throw new AlsatsError('invalid', 'this is no value of an element');
  }
  if (value.type !== shape.type) {
    throw new AlsatsError('invalid', `the element is of type ${shape.type}, the value of ${value.type}`);
  }
  const count = countOf(shape);
  switch (value.type) {
    case 'BOOLEAN':
      return { type: value.type, values: requireValues(value.type, value.values, count, isBoolean) };
    case 'INTEGER':
      return { type: value.type, values: requireValues(value.type, value.values, count, isLong) };
    case 'INTEGER64':
      return { type: value.type, values: requireValues(value.type, value.values, count, isInt64) };
    case 'ENUMERATED':
      return { type: value.type, values: requireValues(value.type, value.values, count, isItem) };
    case 'BYTES':
      return { type: value.type, bytes: requireBytes('bytes', value.bytes, count) };
    case 'IEC958': {
      const { iec958 } = value;
      if (typeof iec958 !== 'object' || iec958 === null)
        throw new AlsatsError('invalid', 'iec958 is missing');
      return {
        type: value.type,
        iec958: {
          status: requireBytes('status', iec958.status, STATUS_BYTES),
          subcode: requireBytes('subcode', iec958.subcode, SUBCODE_BYTES),
          digSubframe: requireBytes('digSubframe', iec958.digSubframe, SUBFRAME_BYTES),
        },
      };
    }
  }
}

const isBoolean = (value: unknown) => typeof value === 'boolean';
const isLong = (value: unknown) => Number.isInteger(value) && Math.abs(value as number) < 2 ** 63;
const isInt64 = (value: unknown) =>
  typeof value === 'bigint' && value <= MAX_INT64 && value >= -MAX_INT64 - 1n;
const isItem = (value: unknown) =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MAX_UINT;

function requireValues<T>(
  type: ElemType,
  values: readonly T[],
  count: number,
  isValue: (value: unknown) => boolean,
): T[] {
  if (!Array.isArray(values) || values.length !== count) {
    const given = Array.isArray(values) ? values.length : 'none';
    throw new AlsatsError('invalid', `the element has ${count} values, not ${given}`);
  }
  const copy = Array.from(values);
  const wrong = copy.find((value) => !isValue(value));
  if (wrong !== undefined || copy.includes(undefined as T)) {
    throw new AlsatsError('invalid', `${String(wrong)} is no value of type ${type}`);
  }
  return copy;
}

function requireBytes(name: string, bytes: Uint8Array, count: number): Uint8Array {
  if (!(bytes instanceof Uint8Array) || bytes.length !== count) {
    throw new AlsatsError('invalid', `${name} must be a Uint8Array of ${count}`);
  }
  return Uint8Array.from(bytes);
}

/** Whether two values are the same. */
export function isSameValue(a: ElemValue, b: ElemValue): boolean {
  if ('values' in a && 'values' in b) {
    const others: readonly unknown[] = b.values;
    return (
      a.type === b.type &&
      a.values.length === others.length &&
      a.values.every((value, place) => value === others[place])
    );
  }
  if (a.type === 'BYTES' && b.type === 'BYTES') return Buffer.compare(a.bytes, b.bytes) === 0;
  if (a.type === 'IEC958' && b.type === 'IEC958') {
    return (['status', 'subcode', 'digSubframe'] as const).every(
      (part) => Buffer.compare(a.iec958[part], b.iec958[part]) === 0,
    );
  }
  return false;
}
