/** Reading TLV data whose size nobody tells beforehand, and checks of what goes the other way. */

import { AlsatsError } from '../../error.js';
import { AlsaError, check } from '../error.js';
import { controlApi } from '../native/api/control.js';
import type { Address } from '../native/types.js';
import { type ElemId, encodeElemId } from './elem-id.js';
import { describe } from './elem-info.js';

const HEADER_WORDS = 2;
const FIRST_WORDS = 256;
/** What the kernel keeps for one element is less than this. */
const MAX_WORDS = 65_536;
const tooSmall = new Set(['ENOMEM', 'ENOSPC', 'EFAULT']);

/** `snd_ctl_elem_tlv_read`, with more room each time it does not fit. @throws AlsaError */
export function readTlvWords(ctl: Address, id: ElemId): Uint32Array {
  const memory = encodeElemId(id);
  const details = { action: `cannot read the TLV data of element ${describe(id)}` };
  for (let words = FIRST_WORDS; ; words *= 4) {
    const tlv = new Uint32Array(new ArrayBuffer(words * 4));
    try {
      const result = controlApi.snd_ctl_elem_tlv_read(ctl, memory, tlv, tlv.byteLength);
      check('snd_ctl_elem_tlv_read', result, details);
      return tlv.slice(0, HEADER_WORDS + Math.ceil(tlv[1]! / 4));
    } catch (error) {
      if (!(error instanceof AlsaError && tooSmall.has(error.code)) || words >= MAX_WORDS) throw error;
    }
  }
}

/** A copy of TLV data that C may read: it trusts the length. @throws AlsatsError of kind `invalid` */
export function requireTlvWords(words: Uint32Array): Uint32Array {
  const byteLength = words[1];
  if (byteLength === undefined || words.byteLength < HEADER_WORDS * 4 + byteLength) {
    throw new AlsatsError('invalid', 'the TLV data is shorter than its length says');
  }
  if (words.length > MAX_WORDS) throw new AlsatsError('invalid', 'the TLV data is too long');
  const copy = new Uint32Array(new ArrayBuffer(words.byteLength));
  copy.set(words);
  return copy;
}
