/** Values of elements as users write them: one a channel, parted by commas; one alone is for all channels. */

import type { ElemInfo, IntegerElemInfo } from '../../alsa/ctl/elem-info.js';
import { type ElemValue, valueCount } from '../../alsa/ctl/elem-value.js';
import type { DbTlv, Tlv } from '../../alsa/ctl/tlv.js';
import { findDbTlv } from '../../alsa/ctl/tlv-db.js';
import { similarNames } from '../../alsa/similar-names.js';
import { AlsatsError } from '../../error.js';
import { parseLevel } from '../level-text.js';
import { bytesFromText } from './bytes-text.js';
import { iec958FromText } from './iec958-text.js';
import { type LevelScale, rawLevel } from './level.js';

/** An element as far as its values go. */
export interface ValueContext {
  readonly info: ElemInfo;
  /** Asks what it is now; only what is left alone, toggled or relative needs it. */
  readonly present: () => ElemValue;
  /** Asks for its TLV data; only decibels need it. */
  readonly tlv: () => Tlv | null;
}

/**
 * Reads values for an element: for BOOLEAN `on`, `off`, `toggle`; for INTEGER and INTEGER64 levels (see level-text.ts);
 * for ENUMERATED texts or numbers of items; for BYTES hexadecimal digits or numbers; for IEC958 `field=value`. Between
 * commas, nothing leaves a channel alone.
 *
 * @throws AlsatsError of kind `invalid`, `unsupported`, or `not-found` for an item that is none
 */
export function valueFromText(text: string, context: ValueContext): ElemValue {
  const { info } = context;
  switch (info.type) {
    case 'BOOLEAN':
      return { type: info.type, values: perChannel(text, context, booleanFromText) };
    case 'INTEGER': {
      const wide = lazyScale(info, context);
      const values = perChannel<number>(text, context, (word, now) => {
        const plain = plainNumber(word);
        if (plain >= info.min && plain <= info.max) return plain;
        const wish = parseLevel(word);
        return Number(rawLevel(wish, wide(), wish.relative ? BigInt(now()) : 0n));
      });
      return { type: info.type, values };
    }
    case 'INTEGER64': {
      const scale: LevelScale = { min: info.min, max: info.max, step: info.step, db: null };
      const values = perChannel<bigint>(text, context, (word, now) => {
        const wish = parseLevel(word);
        return rawLevel(wish, scale, wish.relative ? now() : 0n);
      });
      return { type: info.type, values };
    }
    case 'ENUMERATED': {
      const { items } = info;
      // An item's own text may have commas.
      const whole = items.indexOf(unquoted(text));
      const values =
        whole >= 0
          ? new Array<number>(valueCount(info)).fill(whole)
          : perChannel<number>(text, context, (word) => itemFromText(word, items));
      return { type: info.type, values };
    }
    case 'BYTES': {
      const present = context.present();
      const bytes = present.type === 'BYTES' ? present.bytes : new Uint8Array(info.count);
      return { type: info.type, bytes: bytesFromText(text, bytes) };
    }
    case 'IEC958': {
      const present = context.present();
      if (present.type !== 'IEC958') throw new AlsatsError('failed', 'its value is of another type');
      return { type: info.type, iec958: iec958FromText(text, present.iec958) };
    }
  }
}

const MAX_PLAIN_DIGITS = 15;
const DIGIT_0 = 0x30;
const MINUS = 0x2d;

/** Most values are plain numbers, and come by the thousand; NaN for what has to be looked at more closely. */
function plainNumber(word: string): number {
  const start = word.charCodeAt(0) === MINUS ? 1 : 0;
  if (word.length === start || word.length > MAX_PLAIN_DIGITS + start) return Number.NaN;
  let value = 0;
  for (let place = start; place < word.length; place++) {
    const digit = word.charCodeAt(place) - DIGIT_0;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return start === 1 ? 0 - value : value;
}

/** The scale of an element of whole numbers, made when it is asked for. */
function lazyScale(info: IntegerElemInfo, context: ValueContext): () => LevelScale {
  let scale: LevelScale | undefined;
  return () => {
    scale ??= scaleOf(info, context);
    return scale;
  };
}

function scaleOf({ min, max, step }: IntegerElemInfo, context: ValueContext): LevelScale {
  let db: DbTlv | null | undefined;
  return {
    min: BigInt(min),
    max: BigInt(max),
    step: BigInt(step),
    get db(): DbTlv | null {
      if (db === undefined) {
        const tlv = context.tlv();
        db = tlv === null ? null : findDbTlv(tlv);
      }
      return db;
    },
  };
}

/** @param read a word, and a function that gives what the channel is now */
function perChannel<T extends boolean | number | bigint>(
  text: string,
  { info, present }: ValueContext,
  read: (word: string, now: () => T) => T,
): T[] {
  const words = splitAtCommas(text);
  const count = valueCount(info);
  if (words.length > count) {
    throw new AlsatsError('invalid', `there are ${words.length} values for an element that has ${count}`);
  }
  const now = (channel: number) => (present() as { values: readonly unknown[] }).values[channel] as T;
  const values: T[] = [];
  for (let channel = 0; channel < count; channel++) {
    // With one value for all, a toggle makes all channels equal, as one switch would.
    const word = words.length === 1 ? words[0]! : (words[channel] ?? '');
    const from = words.length === 1 && word.toLowerCase() === 'toggle' ? 0 : channel;
    values.push(word === '' && words.length > 1 ? now(channel) : read(word, () => now(from)));
  }
  return values;
}

/** Commas inside quotes belong to the text. */
export function splitAtCommas(text: string): string[] {
  if (!text.includes("'") && !text.includes('"')) return text.split(',').map((word) => word.trim());
  const words = text.match(/(?:'[^']*'|"[^"]*"|[^,])+|(?<=^|,)(?=,|$)/g) ?? [''];
  return words.map((word) => unquoted(word.trim()));
}

function unquoted(text: string): string {
  return /^(['"]).*\1$/s.test(text) && text.length > 1 ? text.slice(1, -1) : text;
}

const booleans: Readonly<Record<string, boolean>> = {
  on: true,
  true: true,
  yes: true,
  up: true,
  '1': true,
  off: false,
  false: false,
  no: false,
  down: false,
  '0': false,
};

function booleanFromText(word: string, now: () => boolean): boolean {
  const key = word.toLowerCase();
  if (key === 'toggle') return !now();
  if (Object.hasOwn(booleans, key)) return booleans[key]!;
  throw new AlsatsError('invalid', `"${word}" is neither on nor off`, { hint: 'write on, off or toggle' });
}

/** An item by its text, in any case where that is clear, or by its number. */
function itemFromText(word: string, items: readonly string[]): number {
  const exact = items.indexOf(word);
  if (exact >= 0) return exact;
  const lower = word.toLowerCase();
  const alike = items.flatMap((item, index) => (item.toLowerCase() === lower ? [index] : []));
  if (alike.length === 1) return alike[0]!;
  if (/^\d+$/.test(word)) {
    const index = Number(word);
    if (index < items.length) return index;
    throw new AlsatsError(
      'invalid',
      `there is no item ${word}: the items are numbered 0 to ${items.length - 1}`,
    );
  }
  const near = similarNames(word, items);
  const listed = items.map((item) => `'${item}'`).join(', ');
  throw new AlsatsError('not-found', `there is no item "${word}"`, {
    hint: `${near.length === 0 ? '' : `did you mean '${near[0]}'? `}the items are ${listed}`,
  });
}
