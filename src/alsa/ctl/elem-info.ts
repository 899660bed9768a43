/** What an element is (`snd_ctl_elem_info_t`): its type, range, items, and what may be done with it. */

import { check } from '../error.js';
import { controlApi } from '../native/api/control.js';
import { allocOpaque } from '../native/memory.js';
import type { LongResult } from '../native/types.js';
import { nameOf } from '../pcm/names.js';
import { allocElemId, decodeElemId, type ElemId, encodeElemId } from './elem-id.js';
import { type ElemType, elemTypes } from './names.js';

/** What may be done with an element. */
export interface ElemAccess {
  readonly readable: boolean;
  readonly writable: boolean;
  /** The value changes without an event. */
  readonly volatile: boolean;
  /** Setting it has no effect now. */
  readonly inactive: boolean;
  /** Some handle holds the write lock. */
  readonly locked: boolean;
  /** It is this handle that holds the lock. */
  readonly owner: boolean;
  /** Added by a program, not by the driver. */
  readonly user: boolean;
  readonly tlvReadable: boolean;
  readonly tlvWritable: boolean;
  readonly tlvCommandable: boolean;
}

interface ElemInfoBase {
  readonly id: ElemId;
  /** How many values (channels) it has; bytes for BYTES; 1 for IEC958. */
  readonly count: number;
  readonly access: ElemAccess;
  /** Process that holds the write lock, or null. */
  readonly ownerPid: number | null;
  /** How the values are laid out, `[2, 3]` for a matrix; empty where they are a plain row (always, in newer kernels). */
  readonly dimensions: readonly number[];
}

export interface IntegerElemInfo extends ElemInfoBase {
  readonly type: 'INTEGER';
  readonly min: number;
  readonly max: number;
  /** 0 where any value goes. */
  readonly step: number;
}

export interface Integer64ElemInfo extends ElemInfoBase {
  readonly type: 'INTEGER64';
  readonly min: bigint;
  readonly max: bigint;
  readonly step: bigint;
}

export interface EnumeratedElemInfo extends ElemInfoBase {
  readonly type: 'ENUMERATED';
  /** Texts of the items; a value is an index in this list. */
  readonly items: readonly string[];
}

export interface PlainElemInfo extends ElemInfoBase {
  readonly type: 'BOOLEAN' | 'BYTES' | 'IEC958';
}

/** A snapshot of an element's properties. */
export type ElemInfo = IntegerElemInfo | Integer64ElemInfo | EnumeratedElemInfo | PlainElemInfo;

/** Passes a `snd_ctl_elem_info_t` to C, which fills it; gives C's return value. */
export type ElemInfoQuery = (info: Uint8Array) => LongResult;

export function allocElemInfo(): Uint8Array {
  return allocOpaque(Number(controlApi.snd_ctl_elem_info_sizeof()));
}

/** Lets `query` fill a `snd_ctl_elem_info_t` about `id` and reads it out. @throws AlsaError named after `func` */
export function readElemInfo(func: string, query: ElemInfoQuery, id: ElemId): ElemInfo {
  const info = allocElemInfo();
  controlApi.snd_ctl_elem_info_set_id(info, encodeElemId(id));
  const details = { action: `cannot ask what element ${describe(id)} is` };
  check(func, query(info), details);
  const type: ElemType | null = nameOf(elemTypes, controlApi.snd_ctl_elem_info_get_type(info));
  const base = readBase(info);
  switch (type) {
    case 'INTEGER':
      return {
        ...base,
        type,
        min: Number(controlApi.snd_ctl_elem_info_get_min(info)),
        max: Number(controlApi.snd_ctl_elem_info_get_max(info)),
        step: Number(controlApi.snd_ctl_elem_info_get_step(info)),
      };
    case 'INTEGER64':
      return {
        ...base,
        type,
        min: BigInt(controlApi.snd_ctl_elem_info_get_min64(info)),
        max: BigInt(controlApi.snd_ctl_elem_info_get_max64(info)),
        step: BigInt(controlApi.snd_ctl_elem_info_get_step64(info)),
      };
    case 'ENUMERATED':
      return { ...base, type, items: [...readItems(func, query, info, details)] };
    case 'BOOLEAN':
    case 'BYTES':
    case 'IEC958':
      return { ...base, type };
    default:
      // An element of a type that is not known has values nobody can read: it is shown without any.
      return { ...base, type: 'BYTES', count: 0 };
  }
}

function readBase(info: Uint8Array): ElemInfoBase {
  const id = allocElemId();
  controlApi.snd_ctl_elem_info_get_id(info, id);
  const ownerPid = controlApi.snd_ctl_elem_info_get_owner(info);
  const dimensions = Math.max(0, controlApi.snd_ctl_elem_info_get_dimensions(info));
  return {
    id: decodeElemId(id),
    count: controlApi.snd_ctl_elem_info_get_count(info),
    access: readAccess(info),
    ownerPid: ownerPid > 0 ? ownerPid : null,
    dimensions: Array.from({ length: dimensions }, (_, place) =>
      controlApi.snd_ctl_elem_info_get_dimension(info, place),
    ),
  };
}

function readAccess(info: Uint8Array): ElemAccess {
  return {
    readable: controlApi.snd_ctl_elem_info_is_readable(info) !== 0,
    writable: controlApi.snd_ctl_elem_info_is_writable(info) !== 0,
    volatile: controlApi.snd_ctl_elem_info_is_volatile(info) !== 0,
    inactive: controlApi.snd_ctl_elem_info_is_inactive(info) !== 0,
    locked: controlApi.snd_ctl_elem_info_is_locked(info) !== 0,
    owner: controlApi.snd_ctl_elem_info_is_owner(info) !== 0,
    user: controlApi.snd_ctl_elem_info_is_user(info) !== 0,
    tlvReadable: controlApi.snd_ctl_elem_info_is_tlv_readable(info) !== 0,
    tlvWritable: controlApi.snd_ctl_elem_info_is_tlv_writable(info) !== 0,
    tlvCommandable: controlApi.snd_ctl_elem_info_is_tlv_commandable(info) !== 0,
  };
}

function* readItems(
  func: string,
  query: ElemInfoQuery,
  info: Uint8Array,
  details: { action: string },
): Generator<string, void> {
  const items = controlApi.snd_ctl_elem_info_get_items(info);
  for (let item = 0; item < items; item++) {
    controlApi.snd_ctl_elem_info_set_item(info, item);
    check(func, query(info), details);
    // Another element may bear the name by now, and alsa-lib asserts that the type is this one.
    if (controlApi.snd_ctl_elem_info_get_type(info) !== elemTypes.ENUMERATED) return;
    yield controlApi.snd_ctl_elem_info_get_item_name(info) ?? '';
  }
}

/** An element in the words of a message. */
export function describe(id: ElemId): string {
  if (id.name === '') return `numid=${id.numid}`;
  return id.index === 0 ? `'${id.name}'` : `'${id.name}',index=${id.index}`;
}
