import { describe, expect, it } from 'vitest';
import { decodeTlv, encodeTlv, type Tlv } from '../../../src/alsa/ctl/tlv.js';
import {
  type DbRounding,
  dbRange,
  findDbTlv,
  MUTE_MILLIBELS,
  millibelsToRaw,
  rawToMillibels,
} from '../../../src/alsa/ctl/tlv-db.js';
import { controlApi } from '../../../src/alsa/native/api/control.js';
import { addressOfMemory, LongCell, PointerCell } from '../../../src/alsa/native/memory.js';
import { seededRandom } from '../../audio/random.js';

/** Alsa-lib's own answers for TLV data. */
class Library {
  readonly #words: Uint32Array;

  constructor(tlv: Tlv) {
    const words = encodeTlv(tlv);
    this.#words = new Uint32Array(new ArrayBuffer(words.byteLength));
    this.#words.set(words);
  }

  /** Where it finds dB data, in words from the start; null where it does not. */
  findPlace(): number | null {
    const found = new PointerCell();
    const result = controlApi.snd_tlv_parse_dB_info(this.#words, this.#words.byteLength, found.cell);
    if (result < 0) return null;
    return Number(found.value! - addressOfMemory(this.#words)) / 4;
  }

  range(min: number, max: number) {
    const [low, high] = [new LongCell(), new LongCell()];
    const result = controlApi.snd_tlv_get_dB_range(this.#words, min, max, low.cell, high.cell);
    return result < 0 ? null : { minMillibels: Number(low.value), maxMillibels: Number(high.value) };
  }

  toDb(min: number, max: number, value: number): number | null {
    const level = new LongCell();
    const result = controlApi.snd_tlv_convert_to_dB(this.#words, min, max, value, level.cell);
    return result < 0 ? null : Number(level.value);
  }

  fromDb(min: number, max: number, millibels: number, rounding: DbRounding): number | null {
    const value = new LongCell();
    const direction = { down: -1, nearest: 0, up: 1 }[rounding];
    const words = this.#words;
    const result = controlApi.snd_tlv_convert_from_dB(words, min, max, millibels, value.cell, direction);
    return result < 0 ? null : Number(value.value);
  }
}

const random = seededRandom(4);
const between = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));

function randomFlat(): Tlv {
  const min = random() < 0.1 ? MUTE_MILLIBELS : between(-12_000, 500);
  const max = between(Math.max(min, -12_000) + 1, 3000);
  switch (between(0, 3)) {
    case 0:
      return {
        type: 'dbScale',
        minMillibels: between(-12_000, 500),
        stepMillibels: between(1, 400),
        mute: random() < 0.5,
      };
    case 1:
      return { type: 'dbLinear', minMillibels: min, maxMillibels: max };
    case 2:
      return { type: 'dbMinMax', minMillibels: min, maxMillibels: max, mute: false };
    default:
      return { type: 'dbMinMax', minMillibels: min, maxMillibels: max, mute: true };
  }
}

/** As drivers have them: one part after the other, each louder than the one before. */
function randomRanges(): Tlv {
  let next = between(-3, 0);
  let level = between(-9000, -3000);
  const ranges = Array.from({ length: between(2, 4) }, () => {
    const [min, max] = [next, next + between(0, 20)];
    const stepMillibels = between(10, 300);
    const tlv: Tlv = { type: 'dbScale', minMillibels: level, stepMillibels, mute: false };
    level += stepMillibels * (max - min + 1);
    next = max + 1;
    return { min, max, tlv };
  });
  return { type: 'dbRange', ranges };
}

const roundings = ['down', 'nearest', 'up'] as const;

describe('decibels of raw values', () => {
  it('are alsa-lib’s to the last hundredth, both ways, for any flat table', () => {
    for (let round = 0; round < 300; round++) {
      const tlv = randomFlat();
      const library = new Library(tlv);
      const min = between(-40, 40);
      const raw = { min, max: min + between(1, 255) };
      const what = `${JSON.stringify(tlv)} on ${JSON.stringify(raw)}`;
      expect(dbRange(tlv, raw), what).toEqual(library.range(raw.min, raw.max));
      for (let i = 0; i < 12; i++) {
        const value = between(raw.min - 1, raw.max + 1);
        expect(rawToMillibels(tlv, raw, value), `${value} of ${what}`).toBe(
          library.toDb(raw.min, raw.max, value),
        );
        const millibels = random() < 0.1 ? MUTE_MILLIBELS : between(-13_000, 4000);
        for (const rounding of roundings) {
          expect(millibelsToRaw(tlv, raw, millibels, rounding), `${millibels} ${rounding} in ${what}`).toBe(
            library.fromDb(raw.min, raw.max, millibels, rounding),
          );
        }
      }
    }
  });

  it('are alsa-lib’s for tables of several parts', () => {
    for (let round = 0; round < 150; round++) {
      const tlv = randomRanges();
      if (tlv.type !== 'dbRange') continue;
      const library = new Library(tlv);
      // A driver may use less of the range than the table has.
      const raw = { min: tlv.ranges[0]!.min, max: tlv.ranges.at(-1)!.max - between(0, 5) };
      const what = `${JSON.stringify(tlv)} on ${JSON.stringify(raw)}`;
      expect(dbRange(tlv, raw), what).toEqual(library.range(raw.min, raw.max));
      for (let i = 0; i < 12; i++) {
        const value = between(raw.min - 1, raw.max + 2);
        expect(rawToMillibels(tlv, raw, value), what).toBe(library.toDb(raw.min, raw.max, value));
        const millibels = between(-10_000, 20_000);
        for (const rounding of roundings) {
          expect(millibelsToRaw(tlv, raw, millibels, rounding), `${millibels} ${rounding} in ${what}`).toBe(
            library.fromDb(raw.min, raw.max, millibels, rounding),
          );
        }
      }
    }
  });

  it('are found in containers where alsa-lib finds them', () => {
    const scale: Tlv = { type: 'dbScale', minMillibels: -6525, stepMillibels: 75, mute: false };
    const chmap: Tlv = { type: 'chmap', kind: 'fixed', positions: [3, 4] };
    expect(findDbTlv(scale)).toEqual(scale);
    expect(findDbTlv(chmap)).toBeNull();
    expect(new Library(chmap).findPlace()).toBeNull();
    const container: Tlv = { type: 'container', items: [scale, chmap] };
    expect(findDbTlv(container)).toEqual(scale);
    expect(new Library(container).findPlace()).toBe(2);
  });
});

describe('TLV data', () => {
  it.each<[string, Tlv, number[]]>([
    [
      'a scale',
      { type: 'dbScale', minMillibels: -6525, stepMillibels: 75, mute: false },
      [1, 8, 0xffffe683, 75],
    ],
    [
      'a scale that mutes',
      { type: 'dbScale', minMillibels: -100, stepMillibels: 50, mute: true },
      [1, 8, 0xffffff9c, 0x10032],
    ],
    ['linear', { type: 'dbLinear', minMillibels: MUTE_MILLIBELS, maxMillibels: 0 }, [2, 8, 0xff676981, 0]],
    [
      'min and max',
      { type: 'dbMinMax', minMillibels: -2837, maxMillibels: -5, mute: false },
      [4, 8, 0xfffff4eb, 0xfffffffb],
    ],
    [
      'min and max that mute',
      { type: 'dbMinMax', minMillibels: -1, maxMillibels: 1, mute: true },
      [5, 8, 0xffffffff, 1],
    ],
    ['a channel map', { type: 'chmap', kind: 'paired', positions: [3, 4, 5, 6] }, [0x103, 16, 3, 4, 5, 6]],
    ['of an unknown type', { type: 'unknown', typeNumber: 0x777, words: [1, 2] }, [0x777, 8, 1, 2]],
  ])('%s is read and written', (_what, tlv, words) => {
    expect([...encodeTlv(tlv)]).toEqual(words);
    expect(decodeTlv(Uint32Array.from(words))).toEqual(tlv);
    const nested: Tlv = {
      type: 'container',
      items: [tlv, { type: 'dbRange', ranges: [{ min: 0, max: 5, tlv }] }],
    };
    expect(decodeTlv(encodeTlv(nested))).toEqual(nested);
  });

  it.each([
    ['nothing', []],
    ['half a header', [1]],
    ['less than its length', [1, 8, 0]],
    ['a container with less than its length', [0, 12, 1, 8, 0]],
    ['a length beyond all memory', [0, 0xffffffff]],
    ['a range cut short', [3, 16, 0, 5, 1, 8]],
  ])('that is %s is malformed', (_what, words) => {
    expect(() => decodeTlv(Uint32Array.from(words))).toThrow(expect.objectContaining({ kind: 'malformed' }));
  });

  it('survives random words', () => {
    for (let round = 0; round < 5000; round++) {
      const words = Uint32Array.from({ length: between(0, 40) }, () =>
        random() < 0.7 ? between(0, 24) : Math.floor(random() * 2 ** 32),
      );
      try {
        decodeTlv(words);
      } catch (error) {
        expect(error).toMatchObject({ kind: 'malformed' });
      }
    }
  });

  it('does not follow containers in containers for ever', () => {
    const words: number[] = [];
    for (let depth = 20; depth >= 0; depth--) words.push(0, depth * 8);
    expect(() => decodeTlv(Uint32Array.from(words))).toThrow(/too deep/);
  });
});
