/** Control elements that a plug-in has: what they are, and how they are read and written. */

import { AlsatsError } from '../../error.js';
import { requireInteger } from '../arguments.js';
import { completeElemId, type ElemId } from '../ctl/elem-id.js';
import { type ElemType, elemTypes, maxElemValues } from '../ctl/names.js';
import { encodeTlv, type Tlv } from '../ctl/tlv.js';

/** Values of a plug-in's element: as those of {@link ElemValue}, by type. */
export interface PlugValues {
  BOOLEAN: readonly boolean[];
  INTEGER: readonly number[];
  INTEGER64: readonly bigint[];
  /** Indexes of items. */
  ENUMERATED: readonly number[];
  /** As many bytes as the element has. */
  BYTES: Uint8Array;
}

export type PlugElemType = keyof PlugValues;

/** What elements of all types have. */
export interface CommonElem<Type extends PlugElemType> {
  readonly type: Type;
  /** `iface` is MIXER, and all numbers 0, where they are left out. */
  readonly id: { readonly name: string } & Partial<Omit<ElemId, 'name' | 'numid'>>;
  /** Values it has; 1 by default. */
  readonly count?: number;
  /** It has no effect now. */
  readonly inactive?: boolean;
  /** It changes without being written. */
  readonly volatile?: boolean;
  readonly tlv?: Tlv;
  /** As many values as `count` says. */
  read(): PlugValues[Type];
  /** Takes values; whether anything changed by them. Without it the element is read-only. */
  write?(values: PlugValues[Type]): boolean;
}

export interface IntegerRange<T> {
  readonly min: T;
  readonly max: T;
  readonly step?: T;
}

/** An element of a control plug-in. */
export type PlugElem =
  | CommonElem<'BOOLEAN'>
  | (CommonElem<'INTEGER'> & IntegerRange<number>)
  | (CommonElem<'INTEGER64'> & IntegerRange<bigint>)
  | (CommonElem<'ENUMERATED'> & { readonly items: readonly string[] })
  | CommonElem<'BYTES'>;

/** An element with everything filled in that C asks for. */
export interface PreparedElem {
  readonly elem: PlugElem;
  readonly id: ElemId;
  readonly typeNumber: number;
  readonly count: number;
  readonly access: number;
  readonly tlvWords: Uint32Array | null;
}

/** SND_CTL_EXT_ACCESS_* */
const access = { read: 1, write: 2, volatile: 4, tlvRead: 0x10, inactive: 0x100, tlvCallback: 1 << 28 };
const types: readonly ElemType[] = ['BOOLEAN', 'INTEGER', 'INTEGER64', 'ENUMERATED', 'BYTES'];

/** @throws AlsatsError of kind `invalid` */
export function prepareElem(elem: PlugElem): PreparedElem {
  if (!types.includes(elem.type))
    throw new AlsatsError('invalid', `a plug-in cannot have elements of type ${String(elem.type)}`);
  const id = completeElemId({ ...elem.id, numid: 0 });
  if (elem.type === 'ENUMERATED' && elem.items.length === 0)
    throw new AlsatsError('invalid', `"${id.name}" needs items`);
  const tlvWords = elem.tlv === undefined ? null : encodeTlv(elem.tlv);
  return {
    elem,
    id,
    typeNumber: elemTypes[elem.type],
    count: requireInteger('count', elem.count ?? 1, 1, maxElemValues[elem.type]),
    access:
      access.read |
      (elem.write === undefined ? 0 : access.write) |
      (elem.volatile === true ? access.volatile : 0) |
      (elem.inactive === true ? access.inactive : 0) |
      (tlvWords === null ? 0 : access.tlvRead | access.tlvCallback),
    tlvWords,
  };
}
