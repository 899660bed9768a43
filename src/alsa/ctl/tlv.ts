/**
 * TLV data of elements: type, length in bytes, value, in 32-bit words of the machine's byte order.
 *
 * Types and layouts: <alsa/control.h> and the kernel's <sound/tlv.h>. Levels are in millibels, hundredths of a decibel,
 * as the hardware tells them.
 */

import { channelPositionFromValue } from '../../audio/channel-position.js';
import { AlsatsError } from '../../error.js';

/** A table from raw values to decibels. */
export type DbTlv =
  /** Raw value `min` is `minMillibels`, each step `stepMillibels` more. */
  | {
      readonly type: 'dbScale';
      readonly minMillibels: number;
      readonly stepMillibels: number;
      /** The lowest raw value is silence, whatever the scale says. */
      readonly mute: boolean;
    }
  /** The raw value is proportional to the amplitude. */
  | { readonly type: 'dbLinear'; readonly minMillibels: number; readonly maxMillibels: number }
  /** Decibels are proportional to the raw value. */
  | {
      readonly type: 'dbMinMax';
      readonly minMillibels: number;
      readonly maxMillibels: number;
      /** The lowest raw value is silence. */
      readonly mute: boolean;
    }
  /** Another table for each part of the raw range. */
  | { readonly type: 'dbRange'; readonly ranges: readonly DbSubrange[] };

export interface DbSubrange {
  /** First raw value the table is for. */
  readonly min: number;
  /** Last raw value the table is for. */
  readonly max: number;
  readonly tlv: Tlv;
}

/** Decoded TLV data. */
export type Tlv =
  | DbTlv
  | { readonly type: 'container'; readonly items: readonly Tlv[] }
  /**
   * Speaker positions of a PCM's channels: of which each stays where it is (`fixed`), may trade places with any other
   * (`variable`), or with its pair (`paired`). Words as in `SND_CHMAP_…`: a position, with flags above bit 16.
   */
  | { readonly type: 'chmap'; readonly kind: ChmapKind; readonly positions: readonly number[] }
  /** Of a type this library does not know. */
  | { readonly type: 'unknown'; readonly typeNumber: number; readonly words: readonly number[] };

export type ChmapKind = 'fixed' | 'variable' | 'paired';

const TYPE_CONTAINER = 0;
const TYPE_DB_SCALE = 1;
const TYPE_DB_LINEAR = 2;
const TYPE_DB_RANGE = 3;
const TYPE_DB_MINMAX = 4;
const TYPE_DB_MINMAX_MUTE = 5;
const chmapTypes: Readonly<Record<ChmapKind, number>> = { fixed: 0x101, variable: 0x102, paired: 0x103 };

const WORD_BYTES = 4;
const HEADER_WORDS = 2;
const MUTE_FLAG = 0x10000;
const STEP_MASK = 0xffff;
/** Containers in containers: no driver does that more than once, and hostile data must not exhaust the stack. */
const MAX_DEPTH = 8;

/**
 * Reads TLV data.
 *
 * @param words the whole of it; more words than its length says may follow
 * @throws AlsatsError of kind `malformed` where a length points past the end
 */
export function decodeTlv(words: Uint32Array): Tlv {
  return decodeAt(words, 0);
}

function decodeAt(words: Uint32Array, depth: number): Tlv {
  const type = words[0];
  const byteLength = words[1];
  const end = HEADER_WORDS + Math.ceil((byteLength ?? 0) / WORD_BYTES);
  if (type === undefined || byteLength === undefined || end > words.length) {
    throw new AlsatsError('malformed', 'the TLV data is cut short');
  }
  if (depth > MAX_DEPTH) throw new AlsatsError('malformed', 'the TLV data is nested too deep');
  const value = words.subarray(HEADER_WORDS, end);
  const level = (place: number) => value[place]! | 0;
  const unknown: Tlv = { type: 'unknown', typeNumber: type, words: [...value] };
  switch (type) {
    case TYPE_CONTAINER:
      return { type: 'container', items: [...decodeItems(value, depth)] };
    case TYPE_DB_RANGE:
      return { type: 'dbRange', ranges: [...decodeRanges(value, depth)] };
    case TYPE_DB_SCALE:
      if (value.length < 2) return unknown;
      return {
        type: 'dbScale',
        minMillibels: level(0),
        stepMillibels: value[1]! & STEP_MASK,
        mute: (value[1]! & MUTE_FLAG) !== 0,
      };
    case TYPE_DB_LINEAR:
      if (value.length < 2) return unknown;
      return { type: 'dbLinear', minMillibels: level(0), maxMillibels: level(1) };
    case TYPE_DB_MINMAX:
    case TYPE_DB_MINMAX_MUTE:
      if (value.length < 2) return unknown;
      return {
        type: 'dbMinMax',
        minMillibels: level(0),
        maxMillibels: level(1),
        mute: type === TYPE_DB_MINMAX_MUTE,
      };
    default:
      for (const kind of Object.keys(chmapTypes) as ChmapKind[])
        if (chmapTypes[kind] === type) return { type: 'chmap', kind, positions: [...value] };
      return unknown;
  }
}

/** Words of the TLV that starts at `place`, header and all. */
function wordsAt(words: Uint32Array, place: number): number {
  const byteLength = words[place + 1];
  if (byteLength === undefined) throw new AlsatsError('malformed', 'the TLV data is cut short');
  return HEADER_WORDS + Math.ceil(byteLength / WORD_BYTES);
}

function* decodeItems(words: Uint32Array, depth: number): Generator<Tlv, void> {
  for (let place = 0; place < words.length; place += wordsAt(words, place))
    yield decodeAt(words.subarray(place), depth + 1);
}

function* decodeRanges(words: Uint32Array, depth: number): Generator<DbSubrange, void> {
  for (let place = 0; place + 4 <= words.length; place += HEADER_WORDS + wordsAt(words, place + 2)) {
    const tlv = decodeAt(words.subarray(place + 2), depth + 1);
    yield { min: words[place]! | 0, max: words[place + 1]! | 0, tlv };
  }
}

/** The words of TLV data: the reverse of {@link decodeTlv}. @throws AlsatsError of kind `invalid` */
export function encodeTlv(tlv: Tlv): Uint32Array {
  return Uint32Array.from(encodeWords(tlv, 0));
}

function encodeWords(tlv: Tlv, depth: number): number[] {
  if (depth > MAX_DEPTH) throw new AlsatsError('invalid', 'the TLV data is nested too deep');
  const record = (type: number, words: readonly number[]) => [type, words.length * WORD_BYTES, ...words];
  switch (tlv.type) {
    case 'container':
      return record(
        TYPE_CONTAINER,
        tlv.items.flatMap((item) => encodeWords(item, depth + 1)),
      );
    case 'dbScale':
      return record(TYPE_DB_SCALE, [
        tlv.minMillibels,
        (tlv.stepMillibels & STEP_MASK) | (tlv.mute ? MUTE_FLAG : 0),
      ]);
    case 'dbLinear':
      return record(TYPE_DB_LINEAR, [tlv.minMillibels, tlv.maxMillibels]);
    case 'dbMinMax':
      return record(tlv.mute ? TYPE_DB_MINMAX_MUTE : TYPE_DB_MINMAX, [tlv.minMillibels, tlv.maxMillibels]);
    case 'dbRange':
      return record(
        TYPE_DB_RANGE,
        tlv.ranges.flatMap((range) => [range.min, range.max, ...encodeWords(range.tlv, depth + 1)]),
      );
    case 'chmap':
      return record(chmapTypes[tlv.kind], tlv.positions);
    case 'unknown':
      return record(tlv.typeNumber, tlv.words);
    default:
      throw new AlsatsError('invalid', 'this is no TLV data');
  }
}

/** A word of a channel map as text, `FL` or `FL[INV]`, as alsa-lib prints it. */
export function chmapPositionText(word: number): string {
  const POSITION_MASK = 0xffff;
  const PHASE_INVERSE = 1 << 16;
  const DRIVER_SPEC = 1 << 17;
  const position = word & POSITION_MASK;
  const name = (word & DRIVER_SPEC) === 0 ? channelPositionFromValue(position) : null;
  return `${name ?? position}${(word & PHASE_INVERSE) === 0 ? '' : '[INV]'}`;
}
