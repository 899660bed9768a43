/** Events of a control handle (`snd_ctl_event_t`). */

import { controlApi } from '../native/api/control.js';
import { allocElemId, decodeElemId, type ElemId } from './elem-id.js';

/**
 * Something happened to an element. Several flags may be set: the kernel merges what happens to the same element until
 * its event is read, so an event of `value` says that the value changed, not how often.
 */
export interface ElemEvent {
  readonly type: 'elem';
  readonly id: ElemId;
  /** The element is gone; no other flag is set then. */
  readonly removed: boolean;
  readonly added: boolean;
  readonly value: boolean;
  /** Range, items or access changed. */
  readonly info: boolean;
  readonly tlv: boolean;
}

const TYPE_ELEM = 0;
const MASK_VALUE = 1;
const MASK_INFO = 2;
const MASK_ADD = 4;
const MASK_TLV = 8;
/** All bits. */
const MASK_REMOVE = 0xffff_ffff;

/** Reads a `snd_ctl_event_t`; null for one of a kind this library does not know. */
export function decodeElemEvent(event: Uint8Array): ElemEvent | null {
  if (controlApi.snd_ctl_event_get_type(event) !== TYPE_ELEM) return null;
  const id = allocElemId();
  controlApi.snd_ctl_event_elem_get_id(event, id);
  const mask = controlApi.snd_ctl_event_elem_get_mask(event);
  const removed = mask === MASK_REMOVE;
  const has = (bit: number) => !removed && (mask & bit) !== 0;
  return {
    type: 'elem',
    id: decodeElemId(id),
    removed,
    added: has(MASK_ADD),
    value: has(MASK_VALUE),
    info: has(MASK_INFO),
    tlv: has(MASK_TLV),
  };
}
