/** Values of elements as users write them: one a channel, parted by commas; one alone is for all channels. */

import type { ElemInfo, EnumeratedElemInfo } from '../../alsa/ctl/elem-info.js';
import type { ElemValue } from '../../alsa/ctl/elem-value.js';
import type { DbTlv, Tlv } from '../../alsa/ctl/tlv.js';
import { findDbTlv } from '../../alsa/ctl/tlv-db.js';
import { similarNames } from '../../alsa/similar-names.js';
import { AlsatsError } from '../../error.js';
import { bytesFromText } from './bytes-text.js';
import { iec958FromText } from './iec958-text.js';
import { type LevelScale, rawLevel } from './level.js';
import { parseLevel } from './level-text.js';

/** An element as far as its values go. */
export interface ValueContext {
  readonly info: ElemInfo;
  /** What it is now: what is left alone stays as it is. */
  readonly present: ElemValue;
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
  const { info, present } = context;
  switch (present.type) {
    case 'BOOLEAN':
      return { type: present.type, values: perChannel(text, present.values, booleanFromText) };
    case 'INTEGER': {
      const { min, max, step } = info as Extract<ElemInfo, { type: 'INTEGER' }>;
      const scale = lazyScale({ min: BigInt(min), max: BigInt(max), step: BigInt(step) }, context);
      const values = perChannel(text, present.values, (word, now) =>
        Number(rawLevel(parseLevel(word), scale, BigInt(now))),
      );
      return { type: present.type, values };
    }
    case 'INTEGER64': {
      const { min, max, step } = info as Extract<ElemInfo, { type: 'INTEGER64' }>;
      const scale: LevelScale = { min, max, step, db: null };
      const values = perChannel(text, present.values, (word, now) => rawLevel(parseLevel(word), scale, now));
      return { type: present.type, values };
    }
    case 'ENUMERATED': {
      const { items } = info as EnumeratedElemInfo;
      // An item's own text may have commas.
      const whole = items.indexOf(unquoted(text));
      const values =
        whole >= 0
          ? present.values.map(() => whole)
          : perChannel(text, present.values, (word) => itemFromText(word, items));
      return { type: present.type, values };
    }
    case 'BYTES':
      return { type: present.type, bytes: bytesFromText(text, present.bytes) };
    case 'IEC958':
      return { type: present.type, iec958: iec958FromText(text, present.iec958) };
  }
}

function lazyScale(range: Omit<LevelScale, 'db'>, context: ValueContext): LevelScale {
  let db: DbTlv | null | undefined;
  return {
    ...range,
    get db(): DbTlv | null {
      if (db === undefined) {
        const tlv = context.tlv();
        db = tlv === null ? null : findDbTlv(tlv);
      }
      return db;
    },
  };
}

function perChannel<T>(text: string, present: readonly T[], read: (word: string, now: T) => T): T[] {
  const words = splitAtCommas(text);
  if (words.length > present.length) {
    throw new AlsatsError(
      'invalid',
      `there are ${words.length} values for an element that has ${present.length}`,
    );
  }
  // With one value for all, a toggle makes all channels equal, as one switch would.
  if (words.length === 1) {
    const word = words[0]!;
    const toggles = /^toggle$/i.test(word);
    return present.map((now) => read(word, toggles ? present[0]! : now));
  }
  return present.map((now, channel) => {
    const word = words[channel] ?? '';
    return word === '' ? now : read(word, now);
  });
}

/** Commas inside quotes belong to the text. */
export function splitAtCommas(text: string): string[] {
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

function booleanFromText(word: string, now: boolean): boolean {
  const key = word.toLowerCase();
  if (key === 'toggle') return !now;
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
