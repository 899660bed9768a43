/** Values of elements (`snd_ctl_elem_value_t`), as plain data that carries its type. */

import { AlsatsError } from '../../error.js';
import { MAX_UINT } from '../arguments.js';
import { controlApi } from '../native/api/control.js';
import { abi } from '../native/layout.js';
import { addressOfMemory, allocOpaque } from '../native/memory.js';
import { type ElemId, encodeElemId } from './elem-id.js';
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

/**
 * A `snd_ctl_elem_value_t`. Its values are read and written in place: a call into C for each of them would cost more
 * than the kernel does, and alsa-lib's own setter of bytes refuses some legal lengths with an abort.
 */
export class ElemValueMemory {
  /** The whole struct, as C sees it. */
  readonly memory: Uint8Array;
  readonly #data: Uint8Array;
  /** The same as 32-bit words, the lower one of a long or a 64-bit number first. */
  readonly #words: Int32Array;
  readonly #numid: Uint32Array;

  constructor() {
    this.memory = allocOpaque(Number(controlApi.snd_ctl_elem_value_sizeof()));
    this.#numid = new Uint32Array(this.memory.buffer, this.memory.byteOffset, 1);
    // Where this alsa-lib has the values: all kinds of them start at the same place.
    const bytes = controlApi.snd_ctl_elem_value_get_bytes(this.memory)!;
    const offset = Number(bytes - addressOfMemory(this.memory));
    this.#data = this.memory.subarray(offset, offset + ROOM_BYTES);
    this.#words = new Int32Array(this.memory.buffer, this.memory.byteOffset + offset, ROOM_BYTES / 4);
  }

  /** Names the element that C is to read or write. */
  setId(id: ElemId): void {
    // By numid, the first word of all, the kernel looks no further; the rest would be seven calls.
    if (id.numid > 0) this.#numid[0] = id.numid;
    else controlApi.snd_ctl_elem_value_set_id(this.memory, encodeElemId(id));
  }

  /** The values that C has read. */
  decode(shape: ValueShape): ElemValue {
    const { type } = shape;
    const each = <T>(read: (place: number) => T): T[] =>
      Array.from({ length: valueCount(shape) }, (_, place) => read(place));
    switch (type) {
      case 'BOOLEAN':
        return { type, values: each((place) => this.#readLong(place) !== 0) };
      case 'INTEGER':
        return { type, values: each((place) => this.#readLong(place)) };
      case 'INTEGER64':
        return { type, values: each((place) => this.#readInt64(place)) };
      case 'ENUMERATED':
        return { type, values: each((place) => this.#words[place]! >>> 0) };
      case 'BYTES':
        return { type, bytes: this.#data.slice(0, valueCount(shape)) };
      case 'IEC958': {
        const data = this.#data;
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

  /** Puts in the values that C is to write. They must have passed {@link requireElemValue}. */
  encode(value: ElemValue): void {
    switch (value.type) {
      case 'BOOLEAN':
        value.values.forEach((on, place) => {
          this.#writeLong(place, on ? 1 : 0);
        });
        break;
      case 'INTEGER':
        value.values.forEach((number, place) => {
          this.#writeLong(place, number);
        });
        break;
      case 'INTEGER64':
        value.values.forEach((number, place) => {
          this.#words[2 * place] = Number(BigInt.asIntN(32, number));
          this.#words[2 * place + 1] = Number(number >> 32n);
        });
        break;
      case 'ENUMERATED':
        value.values.forEach((item, place) => {
          this.#words[place] = item;
        });
        break;
      case 'BYTES':
        this.#data.set(value.bytes);
        break;
      case 'IEC958':
        this.#data.set(value.iec958.status);
        this.#data.set(value.iec958.subcode, STATUS_BYTES);
        this.#data[SUBFRAME_OFFSET - 1] = 0;
        this.#data.set(value.iec958.digSubframe, SUBFRAME_OFFSET);
        break;
    }
  }

  #readLong(place: number): number {
    if (isNarrow) return this.#words[place]!;
    return this.#words[2 * place + 1]! * 2 ** 32 + (this.#words[2 * place]! >>> 0);
  }

  #writeLong(place: number, value: number): void {
    if (isNarrow) {
      this.#words[place] = value;
    } else {
      const high = Math.floor(value / 2 ** 32);
      this.#words[2 * place] = value - high * 2 ** 32;
      this.#words[2 * place + 1] = high;
    }
  }

  #readInt64(place: number): bigint {
    return (BigInt(this.#words[2 * place + 1]!) << 32n) | BigInt(this.#words[2 * place]! >>> 0);
  }
}

/** The largest of the values, 128 longs of 64 bits. */
const ROOM_BYTES = maxElemValues.INTEGER * abi.wordBytes;
const isNarrow = abi.wordBytes === 4;

const freeRooms: ElemValueMemory[] = [];

/** Lends room for a value: the same each time, unless a control plug-in in JavaScript calls us from within a call. */
export function withValueRoom<Result>(use: (room: ElemValueMemory) => Result): Result {
  const room = freeRooms.pop() ?? new ElemValueMemory();
  try {
    return use(room);
  } finally {
    freeRooms.push(room);
  }
}

/** How many values of a shape there is room for: what a driver claims beyond that cannot be read. */
export function valueCount({ type, count }: ValueShape): number {
  return Math.min(count, maxElemValues[type]);
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
  const count = valueCount(shape);
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
const isLong = (value: unknown) =>
  Number.isInteger(value) && Math.abs(value as number) < 2 ** (abi.wordBytes * 8 - 1);
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
  const copy: T[] = [];
  for (let place = 0; place < count; place++) {
    const value = values[place]!;
    if (!isValue(value)) throw new AlsatsError('invalid', `${String(value)} is no value of type ${type}`);
    copy.push(value);
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
