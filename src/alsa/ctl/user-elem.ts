/** Elements that programs add to a card: they live as long as the card, whoever made them. */

import { AlsatsError } from '../../error.js';
import { MAX_UINT, requireInteger, requireOneOf, requireString } from '../arguments.js';
import { AlsaError, check } from '../error.js';
import { controlApi } from '../native/api/control.js';
import { abi } from '../native/layout.js';
import { addressOfMemory } from '../native/memory.js';
import type { Address } from '../native/types.js';
import { allocElemId, completeElemId, decodeElemId, type ElemId, encodeElemId } from './elem-id.js';
import { allocElemInfo } from './elem-info.js';
import { elemTypes, maxElemValues } from './names.js';

/** What elements of all types have. */
export interface UserElemBase {
  readonly id: { readonly name: string } & Partial<Omit<ElemId, 'numid' | 'name'>>;
  /** Values of each element; 1 by default. */
  readonly count?: number;
  /** How many elements of the same name, with indexes counting up; 1 by default. */
  readonly elementCount?: number;
  readonly readable?: boolean;
  readonly writable?: boolean;
  readonly inactive?: boolean;
  /** Whether TLV data can be set; true by default. */
  readonly tlvWritable?: boolean;
}

/** What is to be added. */
export type UserElem =
  | (UserElemBase & { readonly type: 'BOOLEAN' | 'BYTES' })
  | (UserElemBase & {
      readonly type: 'INTEGER';
      readonly min: number;
      readonly max: number;
      readonly step?: number;
    })
  | (UserElemBase & {
      readonly type: 'INTEGER64';
      readonly min: bigint;
      readonly max: bigint;
      readonly step?: bigint;
    })
  | (UserElemBase & { readonly type: 'ENUMERATED'; readonly items: readonly string[] })
  | (Pick<UserElemBase, 'id'> & { readonly type: 'IEC958' });

/** What the kernel takes for all items of one element. */
const MAX_ITEMS = 1024;
/** What the kernel takes of a text without its NUL. */
const MAX_ITEM_BYTES = 63;
const MAX_ELEMENTS = 1024;
const MAX_LONG = 2n ** BigInt(abi.wordBytes * 8 - 1) - 1n;
const MAX_INT64 = 2n ** 63n - 1n;

/**
 * Adds an element, or a set of them, with all values at their lowest. `snd_ctl_add_…_elem_set`,
 * `snd_ctl_elem_add_iec958`
 *
 * @returns the id of the first, with its numid
 * @throws AlsaError of kind `busy` where an element of that name is there; AlsatsError `invalid`
 */
export function addUserElem(ctl: Address, elem: UserElem): ElemId {
  if (typeof elem !== 'object' || elem === null) throw new AlsatsError('invalid', 'no element is described');
  requireOneOf('type', elemTypes, elem.type);
  const id = completeElemId({ ...elem.id, numid: 0 });
  const details = { action: `cannot add element '${id.name}'` };
  if (elem.type === 'IEC958') {
    const memory = encodeElemId(id);
    check('snd_ctl_elem_add_iec958', controlApi.snd_ctl_elem_add_iec958(ctl, memory), details);
    return id;
  }
  const count = requireInteger('count', elem.count ?? 1, 1, maxElemValues[elem.type]);
  const elements = requireInteger('elementCount', elem.elementCount ?? 1, 1, MAX_ELEMENTS);
  const info = allocElemInfo();
  controlApi.snd_ctl_elem_info_set_id(info, encodeElemId(id));
  const { readable = true, writable = true, inactive = false, tlvWritable = true } = elem;
  controlApi.snd_ctl_elem_info_set_read_write(info, Number(readable), Number(writable));
  controlApi.snd_ctl_elem_info_set_tlv_read_write(info, Number(tlvWritable), Number(tlvWritable));
  controlApi.snd_ctl_elem_info_set_inactive(info, Number(inactive));
  try {
    addSet(ctl, elem, info, elements, count, details);
  } catch (error) {
    // Alsa-lib sets numbers to their lowest after it has added them, which it may not where they are read-only.
    const isAdded = error instanceof AlsaError && error.code === 'EPERM' && !writable;
    if (!isAdded || controlApi.snd_ctl_elem_info_get_numid(info) === 0) throw error;
  }
  const added = allocElemId();
  controlApi.snd_ctl_elem_info_get_id(info, added);
  return decodeElemId(added);
}

function addSet(
  ctl: Address,
  elem: Exclude<UserElem, { type: 'IEC958' }>,
  info: Uint8Array,
  elements: number,
  count: number,
  details: { action: string },
): void {
  switch (elem.type) {
    case 'BOOLEAN': {
      const func = 'snd_ctl_add_boolean_elem_set';
      check(func, controlApi[func](ctl, info, elements, count), details);
      break;
    }
    case 'BYTES': {
      const func = 'snd_ctl_add_bytes_elem_set';
      check(func, controlApi[func](ctl, info, elements, count), details);
      break;
    }
    case 'INTEGER': {
      const func = 'snd_ctl_add_integer_elem_set';
      const [min, max, step] = requireRange(elem, MAX_LONG);
      check(func, controlApi[func](ctl, info, elements, count, min, max, step), details);
      break;
    }
    case 'INTEGER64': {
      const func = 'snd_ctl_add_integer64_elem_set';
      const [min, max, step] = requireRange(elem, MAX_INT64);
      check(func, controlApi[func](ctl, info, elements, count, min, max, step), details);
      break;
    }
    case 'ENUMERATED': {
      const func = 'snd_ctl_add_enumerated_elem_set';
      const labels = encodeLabels(elem.items);
      check(func, controlApi[func](ctl, info, elements, count, elem.items.length, labels.pointers), details);
      break;
    }
  }
}

function requireRange(
  elem: { readonly min: number | bigint; readonly max: number | bigint; readonly step?: number | bigint },
  limit: bigint,
): [min: bigint, max: bigint, step: bigint] {
  const bound = (name: string, value: number | bigint): bigint => {
    const isWhole = typeof value === 'bigint' || Number.isInteger(value);
    if (isWhole && BigInt(value) <= limit && BigInt(value) >= -limit - 1n) return BigInt(value);
    const range = `a whole number from ${-limit - 1n} to ${limit}`;
    throw new AlsatsError('invalid', `${name} must be ${range}, not ${String(value)}`);
  };
  const [min, max, step] = [bound('min', elem.min), bound('max', elem.max), bound('step', elem.step ?? 0)];
  if (min > max) throw new AlsatsError('invalid', `min ${min} is more than max ${max}`);
  return [min, max, step];
}

/** A `const char *[]`; `texts` must stay reachable as long as C reads it. */
function encodeLabels(items: readonly string[]): { pointers: BigUint64Array | Uint32Array; texts: Buffer } {
  if (!Array.isArray(items) || items.length === 0 || items.length > MAX_ITEMS) {
    throw new AlsatsError('invalid', `an enumerated element has 1 to ${MAX_ITEMS} items`);
  }
  const encoded = items.map((item, place) => Buffer.from(`${requireString(`items[${place}]`, item)}\0`));
  const wrong = encoded.findIndex(({ length }) => length < 2 || length > MAX_ITEM_BYTES + 1);
  if (wrong >= 0) {
    throw new AlsatsError(
      'invalid',
      `an item has a text of 1 to ${MAX_ITEM_BYTES} bytes, not "${items[wrong]}"`,
    );
  }
  const offsets: number[] = [];
  let end = 0;
  for (const text of encoded) {
    offsets.push(end);
    end += text.length;
  }
  // Off the JavaScript heap, where nothing moves it.
  const texts = Buffer.from(new ArrayBuffer(requireInteger('length of all items', end, 1, MAX_UINT)));
  encoded.forEach((text, place) => {
    texts.set(text, offsets[place]);
  });
  const start = addressOfMemory(texts);
  const pointers =
    abi.wordBytes === 8
      ? BigUint64Array.from(offsets, (offset) => start + BigInt(offset))
      : Uint32Array.from(offsets, (offset) => Number(start) + offset);
  return { pointers, texts };
}
