/** The state of a card as it is now, in the terms of state files. */

import type { Ctl } from '../../alsa/ctl/ctl.js';
import type { ElemInfo } from '../../alsa/ctl/elem-info.js';
import type { ElemValue, Iec958Value } from '../../alsa/ctl/elem-value.js';
import { encodeTlv, type Tlv } from '../../alsa/ctl/tlv.js';
import { dbRange, findDbTlv, rawToMillibels } from '../../alsa/ctl/tlv-db.js';
import { AlsaError } from '../../alsa/error.js';
import type { CardState, StoredElem, StoredTraits } from '../../asound-state/card-state.js';
import type { ConfigScalar } from '../../asound-state/config-node.js';
import { hexText } from './bytes-text.js';
import { tlvOf } from './element.js';
import { nameElement } from './element-setter.js';

/** Longer TLV data alsactl neither writes nor reads. */
const MAX_STORED_TLV_WORDS = 63;

/**
 * Reads all elements that can be read.
 *
 * @param onError hears of those that could not be, though they say they can
 * @throws AlsaError of kind `disconnected`
 */
export function captureState(ctl: Ctl, cardId: string, onError: (error: unknown) => void): CardState {
  const elements: StoredElem[] = [];
  for (const id of ctl.elemList()) {
    try {
      const info = ctl.elemInfo(id);
      if (!info.access.readable || info.count === 0) continue;
      elements.push(captureElem(info, ctl.elemRead(info), tlvOf(ctl, info)));
    } catch (error) {
      if (error instanceof AlsaError && error.kind === 'disconnected') throw error;
      onError(nameElement(error, { id }));
    }
  }
  return { cardId, elements };
}

/** One element as it is stored. */
export function captureElem(info: ElemInfo, value: ElemValue, tlv: Tlv | null): StoredElem {
  const { numid, iface, name, index, device, subdevice } = info.id;
  return {
    ...{ numid, iface, name, index, device, subdevice },
    value: storedValue(info, value),
    traits: traitsOf(info, value, tlv),
  };
}

/** What `snd_aes_iec958_t` is in memory, as it is stored. */
export function iec958Bytes({ status, subcode, digSubframe }: Iec958Value): Uint8Array {
  return Uint8Array.of(...status, ...subcode, 0, ...digSubframe);
}

function storedValue(info: ElemInfo, value: ElemValue): StoredElem['value'] {
  if (value.type === 'BYTES') return hexText(value.bytes);
  if (value.type === 'IEC958') return hexText(iec958Bytes(value.iec958));
  const scalars = value.values.map((one) => storedScalar(info, one));
  return scalars.length === 1 ? scalars[0]! : new Map(scalars.entries());
}

function storedScalar(info: ElemInfo, value: boolean | number | bigint): ConfigScalar {
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (info.type === 'ENUMERATED') return info.items[Number(value)] ?? BigInt(value);
  return BigInt(value);
}

function traitsOf(info: ElemInfo, value: ElemValue, tlv: Tlv | null): StoredTraits {
  const { access, type, count } = info;
  const words = (
    [
      ['readable', 'read'],
      ['writable', 'write'],
      ['inactive', 'inactive'],
      ['volatile', 'volatile'],
      ['locked', 'locked'],
      ['user', 'user'],
    ] as const
  )
    .filter(([flag]) => access[flag])
    .map(([, word]) => word);
  const isNumber = type === 'INTEGER' || type === 'INTEGER64';
  return {
    access: words,
    type,
    count,
    range: isNumber ? { min: BigInt(info.min), max: BigInt(info.max), step: BigInt(info.step) } : null,
    ...levelsOf(info, value, tlv),
    items: type === 'ENUMERATED' ? info.items : [],
    tlv: storedTlv(info, tlv),
  };
}

/** Only TLV data that a program can set again is worth keeping. */
function storedTlv(info: ElemInfo, tlv: Tlv | null): readonly number[] | null {
  if (tlv === null || !info.access.tlvWritable) return null;
  const words = [...encodeTlv(tlv)];
  return words.length > MAX_STORED_TLV_WORDS ? null : words;
}

function levelsOf(
  info: ElemInfo,
  value: ElemValue,
  tlv: Tlv | null,
): Pick<StoredTraits, 'dbMin' | 'dbMax' | 'dbValues'> {
  const table = tlv === null ? null : findDbTlv(tlv);
  const range = table === null || info.type !== 'INTEGER' ? null : dbRange(table, info);
  if (table === null || range === null || info.type !== 'INTEGER' || value.type !== 'INTEGER') {
    return { dbMin: null, dbMax: null, dbValues: new Map() };
  }
  const levels = value.values.map((raw) => rawToMillibels(table, info, raw));
  return {
    dbMin: range.minMillibels,
    dbMax: range.maxMillibels,
    dbValues: new Map(
      levels.flatMap((level, channel) => (level === null ? [] : [[channel, level] as const])),
    ),
  };
}
