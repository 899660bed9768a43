/** The stored state of a card: what `alsactl store` keeps, as plain data. */

import type { ConfigScalar } from './config-node.js';

/** What an element was like when it was stored; needed to make it again, and to understand its value elsewhere. */
export interface StoredTraits {
  /** Words of `read write inactive volatile locked user`. */
  readonly access: readonly string[];
  /** As in the control interface: BOOLEAN, INTEGER … */
  readonly type: string | null;
  readonly count: number | null;
  readonly range: StoredRange | null;
  /** Levels of the range in millibels. */
  readonly dbMin: number | null;
  readonly dbMax: number | null;
  /** Level of each channel in millibels, by channel. */
  readonly dbValues: ReadonlyMap<number, number>;
  /** Of an enumerated element. */
  readonly items: readonly string[];
  /** Words of TLV data that a program may set. */
  readonly tlv: readonly number[] | null;
}

export interface StoredRange {
  readonly min: bigint;
  readonly max: bigint;
  /** 0 where there is none. */
  readonly step: bigint;
}

/** One element with its value. */
export interface StoredElem {
  /** The number it had; of no meaning after a reboot. */
  readonly numid: number;
  /** Upper case: MIXER, CARD … */
  readonly iface: string;
  readonly name: string;
  readonly index: number;
  readonly device: number;
  readonly subdevice: number;
  /** One for all channels, or by channel; null where there is none. Bytes are one text of hexadecimal digits. */
  readonly value: ConfigScalar | ReadonlyMap<number, ConfigScalar> | null;
  readonly traits: StoredTraits | null;
}

export interface CardState {
  /** The card's id, or `card0` for one known by its index only. */
  readonly cardId: string;
  readonly elements: readonly StoredElem[];
}
