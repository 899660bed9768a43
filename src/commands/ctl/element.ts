/** An element as `alsats ctl` tells of it: plain data, the same for text and JSON. */

import type { Ctl } from '../../alsa/ctl/ctl.js';
import { formatElemId } from '../../alsa/ctl/elem-id-text.js';
import type { ElemAccess, ElemInfo } from '../../alsa/ctl/elem-info.js';
import type { ElemValue } from '../../alsa/ctl/elem-value.js';
import { decodeIec958, type Iec958Status } from '../../alsa/ctl/iec958.js';
import type { ElemIface, ElemType } from '../../alsa/ctl/names.js';
import { chmapPositionText, type Tlv } from '../../alsa/ctl/tlv.js';
import { dbRange, findDbTlv, millibelsToDb, rawToMillibels } from '../../alsa/ctl/tlv-db.js';
import { AlsatsError } from '../../error.js';
import { hexText } from './bytes-text.js';

/** Which element it is. */
export interface ElementName {
  readonly numid: number;
  readonly iface: ElemIface;
  readonly name: string;
  readonly index: number;
  readonly device: number;
  readonly subdevice: number;
  /** All of it as amixer has it. */
  readonly id: string;
}

/** Values by what they are; what does not apply is null. */
export interface ElementValues {
  /** Booleans, numbers, or texts of items; null for bytes and IEC958, and where it cannot be read. */
  readonly values: readonly (boolean | number | bigint | string)[] | null;
  /** Numbers of the items of an enumerated element. */
  readonly itemNumbers: readonly number[] | null;
  /** Levels in decibels, null for silence; null as a whole where the element has none. */
  readonly db: readonly (number | null)[] | null;
  /** Hexadecimal digits: of BYTES, or of the channel status of IEC958. */
  readonly bytes: string | null;
  readonly iec958: Iec958Status | null;
}

export interface Element extends ElementName, ElementValues {
  readonly type: ElemType;
  readonly count: number;
  readonly access: readonly string[];
  /** Process that holds the write lock. */
  readonly lockedBy: number | null;
  readonly min: number | bigint | null;
  readonly max: number | bigint | null;
  readonly step: number | bigint | null;
  readonly items: readonly string[];
  /** Null levels stand for silence. */
  readonly dbRange: { readonly min: number | null; readonly max: number | null } | null;
  readonly tlv: TlvReport | null;
  readonly dimensions: readonly number[];
}

/** TLV data with levels in decibels. */
export type TlvReport =
  | { readonly type: 'container'; readonly items: readonly TlvReport[] }
  | { readonly type: 'dbScale'; readonly minDb: number; readonly stepDb: number; readonly mute: boolean }
  | { readonly type: 'dbLinear'; readonly minDb: number | null; readonly maxDb: number }
  | {
      readonly type: 'dbMinMax';
      readonly minDb: number | null;
      readonly maxDb: number | null;
      readonly mute: boolean;
    }
  | {
      readonly type: 'dbRange';
      readonly ranges: readonly { readonly min: number; readonly max: number; readonly tlv: TlvReport }[];
    }
  | {
      readonly type: 'chmap';
      readonly kind: 'fixed' | 'variable' | 'paired';
      readonly positions: readonly string[];
    }
  | { readonly type: 'unknown'; readonly typeNumber: number; readonly words: readonly number[] };

export function elementName(id: ElemInfo['id']): ElementName {
  return { ...id, id: formatElemId(id) };
}

/** What can be told of an element, with its values if it can be read. @throws AlsaError */
export function describeElement(ctl: Ctl, info: ElemInfo): Element {
  const tlv = tlvOf(ctl, info);
  const value = info.access.readable && info.count > 0 ? ctl.elemRead(info) : null;
  const isNumber = info.type === 'INTEGER' || info.type === 'INTEGER64';
  return {
    ...elementName(info.id),
    type: info.type,
    count: info.count,
    access: accessWords(info.access),
    lockedBy: info.ownerPid,
    min: isNumber ? info.min : null,
    max: isNumber ? info.max : null,
    step: isNumber ? info.step : null,
    items: info.type === 'ENUMERATED' ? info.items : [],
    dbRange: dbRangeOf(info, tlv),
    tlv: tlv === null ? null : reportTlv(tlv),
    dimensions: info.dimensions,
    ...describeValue(info, value, tlv),
  };
}

/** An element's TLV data, null where it has none or none that makes sense: that is no reason to tell nothing of it. */
export function tlvOf(ctl: Ctl, info: ElemInfo): Tlv | null {
  if (!info.access.tlvReadable) return null;
  try {
    return ctl.tlv(info.id);
  } catch (error) {
    if (error instanceof AlsatsError && error.kind !== 'disconnected') return null;
    throw error;
  }
}

const accessNames: readonly (readonly [keyof ElemAccess, string])[] = [
  ['readable', 'read'],
  ['writable', 'write'],
  ['inactive', 'inactive'],
  ['volatile', 'volatile'],
  ['locked', 'locked'],
  ['owner', 'owner'],
  ['user', 'user'],
  ['tlvReadable', 'tlv-read'],
  ['tlvWritable', 'tlv-write'],
  ['tlvCommandable', 'tlv-command'],
];

function accessWords(access: ElemAccess): string[] {
  return accessNames.filter(([flag]) => access[flag]).map(([, word]) => word);
}

/** The values, in the terms of the element. */
export function describeValue(info: ElemInfo, value: ElemValue | null, tlv: Tlv | null): ElementValues {
  const nothing: ElementValues = { values: null, itemNumbers: null, db: null, bytes: null, iec958: null };
  switch (value?.type) {
    case 'BOOLEAN':
    case 'INTEGER64':
      return { ...nothing, values: value.values };
    case 'INTEGER':
      return { ...nothing, values: value.values, db: levelsOf(info, value.values, tlv) };
    case 'ENUMERATED': {
      const items = info.type === 'ENUMERATED' ? info.items : [];
      const values = value.values.map((item) => items[item] ?? item);
      return { ...nothing, values, itemNumbers: value.values };
    }
    case 'BYTES':
      return { ...nothing, bytes: hexText(value.bytes) };
    case 'IEC958':
      return { ...nothing, bytes: hexText(value.iec958.status), iec958: decodeIec958(value.iec958) };
    case undefined:
      return nothing;
  }
}

function levelsOf(info: ElemInfo, values: readonly number[], tlv: Tlv | null): (number | null)[] | null {
  const table = tlv === null ? null : findDbTlv(tlv);
  if (table === null || info.type !== 'INTEGER') return null;
  return values.map((value) => {
    const millibels = rawToMillibels(table, info, value);
    return millibels === null ? null : millibelsToDb(millibels);
  });
}

function dbRangeOf(info: ElemInfo, tlv: Tlv | null): Element['dbRange'] {
  const table = tlv === null ? null : findDbTlv(tlv);
  if (table === null || info.type !== 'INTEGER') return null;
  const range = dbRange(table, info);
  if (range === null) return null;
  return { min: millibelsToDb(range.minMillibels), max: millibelsToDb(range.maxMillibels) };
}

function reportTlv(tlv: Tlv): TlvReport {
  switch (tlv.type) {
    case 'container':
      return { type: tlv.type, items: tlv.items.map(reportTlv) };
    case 'dbScale':
      return {
        type: tlv.type,
        minDb: tlv.minMillibels / 100,
        stepDb: tlv.stepMillibels / 100,
        mute: tlv.mute,
      };
    case 'dbLinear':
      return { type: tlv.type, minDb: millibelsToDb(tlv.minMillibels), maxDb: tlv.maxMillibels / 100 };
    case 'dbMinMax':
      return {
        type: tlv.type,
        minDb: millibelsToDb(tlv.minMillibels),
        maxDb: millibelsToDb(tlv.maxMillibels),
        mute: tlv.mute,
      };
    case 'dbRange':
      return {
        type: tlv.type,
        ranges: tlv.ranges.map(({ min, max, tlv }) => ({ min, max, tlv: reportTlv(tlv) })),
      };
    case 'chmap':
      return { type: tlv.type, kind: tlv.kind, positions: tlv.positions.map(chmapPositionText) };
    case 'unknown':
      return tlv;
  }
}
