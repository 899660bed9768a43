/** How a control element is named (`snd_ctl_elem_id_t`), as plain data. */

import { AlsatsError } from '../../error.js';
import { MAX_UINT, requireInteger, requireOneOf, requireString } from '../arguments.js';
import { controlApi } from '../native/api/control.js';
import { allocOpaque } from '../native/memory.js';
import type { Pointer } from '../native/types.js';
import { nameOf } from '../pcm/names.js';
import { type ElemIface, elemIfaces } from './names.js';

/**
 * The full name of an element.
 *
 * `numid` is short-lived: the kernel gives a new one at every boot, re-plug, or re-creation. The other fields together
 * name the same element for as long as the driver does.
 */
export interface ElemId {
  /** 1 or more; 0 where it is not known. */
  readonly numid: number;
  readonly iface: ElemIface;
  readonly name: string;
  readonly index: number;
  readonly device: number;
  readonly subdevice: number;
}

/**
 * What is enough to find an element: its `numid`, or its `name` with whatever else is not the usual: interface MIXER,
 * and 0 for the numbers. Where `numid` is there, the rest does not count.
 */
export type ElemRef = { readonly [Key in keyof ElemId]?: ElemId[Key] | undefined };

/** Bytes of a name without its NUL (`SNDRV_CTL_ELEM_ID_NAME_MAXLEN`). */
export const MAX_ELEM_NAME_BYTES = 43;

/** @throws AlsatsError of kind `invalid` unless C can hold the name of an element */
export function requireElemName(name: string): string {
  requireString('name', name);
  if (Buffer.byteLength(name) > MAX_ELEM_NAME_BYTES) {
    throw new AlsatsError('invalid', `an element's name has at most ${MAX_ELEM_NAME_BYTES} bytes: "${name}"`);
  }
  return name;
}

/**
 * Fills in what a reference leaves out.
 *
 * @throws AlsatsError of kind `invalid` where it names nothing (alsa-lib would abort the process), or garbage
 */
export function completeElemId(ref: ElemRef): ElemId {
  if (typeof ref !== 'object' || ref === null) throw new AlsatsError('invalid', 'no element is named');
  const { numid = 0, iface = 'MIXER', name = '', index = 0, device = 0, subdevice = 0 } = ref;
  requireInteger('numid', numid, 0, MAX_UINT);
  requireOneOf('iface', elemIfaces, iface);
  requireElemName(name);
  requireInteger('index', index, 0, MAX_UINT);
  requireInteger('device', device, 0, MAX_UINT);
  requireInteger('subdevice', subdevice, 0, MAX_UINT);
  if (numid === 0 && name === '') throw new AlsatsError('invalid', 'an element needs a numid or a name');
  return { numid, iface, name, index, device, subdevice };
}

/** A `snd_ctl_elem_id_t` made of `id`. */
export function encodeElemId(id: ElemId): Uint8Array {
  const memory = allocElemId();
  controlApi.snd_ctl_elem_id_set_numid(memory, id.numid);
  controlApi.snd_ctl_elem_id_set_interface(memory, elemIfaces[id.iface]);
  controlApi.snd_ctl_elem_id_set_name(memory, id.name);
  controlApi.snd_ctl_elem_id_set_index(memory, id.index);
  controlApi.snd_ctl_elem_id_set_device(memory, id.device);
  controlApi.snd_ctl_elem_id_set_subdevice(memory, id.subdevice);
  return memory;
}

/** Reads a `snd_ctl_elem_id_t`. */
export function decodeElemId(memory: Pointer): ElemId {
  return {
    numid: controlApi.snd_ctl_elem_id_get_numid(memory),
    iface: ifaceOf(controlApi.snd_ctl_elem_id_get_interface(memory)),
    name: controlApi.snd_ctl_elem_id_get_name(memory) ?? '',
    index: controlApi.snd_ctl_elem_id_get_index(memory),
    device: controlApi.snd_ctl_elem_id_get_device(memory),
    subdevice: controlApi.snd_ctl_elem_id_get_subdevice(memory),
  };
}

/** The kernel has no others; a control plug-in of somebody's own could invent one. */
export function ifaceOf(value: number): ElemIface {
  return nameOf(elemIfaces, value) ?? 'CARD';
}

/** Room for a `snd_ctl_elem_id_t`. */
export function allocElemId(): Uint8Array {
  elemIdBytes ??= Number(controlApi.snd_ctl_elem_id_sizeof());
  return allocOpaque(elemIdBytes);
}

let elemIdBytes: number | undefined;

/** Whether two ids name the same element, whatever their numids. `snd_ctl_elem_id_compare_set` */
export function isSameElem(a: ElemId, b: ElemId): boolean {
  return elemKey(a) === elemKey(b);
}

/** A text that two ids share exactly where they name the same element, whatever their numids. */
export function elemKey(id: ElemId): string {
  return `${id.iface},${id.device},${id.subdevice},${id.index},${id.name}`;
}
