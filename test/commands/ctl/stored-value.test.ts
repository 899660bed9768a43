import { describe, expect, it } from 'vitest';
import type { ElemInfo } from '../../../src/alsa/ctl/elem-info.js';
import type { ElemValue } from '../../../src/alsa/ctl/elem-value.js';
import type { Tlv } from '../../../src/alsa/ctl/tlv.js';
import { captureElem } from '../../../src/commands/ctl/capture-state.js';
import { userElemOf } from '../../../src/commands/ctl/stored-user-elem.js';
import { restoredValue } from '../../../src/commands/ctl/stored-value.js';

const id = { numid: 4, iface: 'MIXER', name: 'X', index: 1, device: 0, subdevice: 0 } as const;
const access = {
  readable: true,
  writable: true,
  volatile: false,
  inactive: false,
  locked: false,
  owner: false,
  user: true,
  tlvReadable: true,
  tlvWritable: true,
  tlvCommandable: false,
};
const base = { id, access, ownerPid: null, dimensions: [] };
const integer = (min: number, max: number, count = 2): ElemInfo => ({
  ...base,
  type: 'INTEGER',
  count,
  min,
  max,
  step: 0,
});
const boolean: ElemInfo = { ...base, type: 'BOOLEAN', count: 2 };
const enumerated = (...items: string[]): ElemInfo => ({ ...base, type: 'ENUMERATED', count: 1, items });
const scale = (minMillibels: number, stepMillibels: number): Tlv => ({
  type: 'dbScale',
  minMillibels,
  stepMillibels,
  mute: false,
});
const integers = (...values: number[]): ElemValue => ({ type: 'INTEGER', values });
const nothing = () => null;

describe('a stored value', () => {
  it.each<[string, ElemInfo, ElemValue, Tlv | null]>([
    ['switch', boolean, { type: 'BOOLEAN', values: [true, false] }, null],
    ['volume', integer(0, 50), integers(3, 50), scale(-5000, 100)],
    [
      'clock',
      { ...base, type: 'INTEGER64', count: 1, min: 0n, max: 2n ** 62n, step: 0n },
      { type: 'INTEGER64', values: [2n ** 61n] },
      null,
    ],
    ['route', enumerated('a', '7', 'on'), { type: 'ENUMERATED', values: [2] }, null],
    [
      'bytes',
      { ...base, type: 'BYTES', count: 3 },
      { type: 'BYTES', bytes: Uint8Array.of(1, 0xff, 0) },
      null,
    ],
    [
      'digital',
      { ...base, type: 'IEC958', count: 1 },
      {
        type: 'IEC958',
        iec958: {
          status: new Uint8Array(24).fill(4),
          subcode: new Uint8Array(147).fill(5),
          digSubframe: Uint8Array.of(1, 2, 3, 4),
        },
      },
      null,
    ],
  ])('is restored as it was: %s', (_what, info, value, tlv) => {
    const stored = captureElem(info, value, tlv);
    expect(restoredValue(stored, info, value, () => tlv)).toEqual(value);
    const again = userElemOf(stored);
    expect(again).toMatchObject({ type: info.type, id: { name: 'X', index: 1 } });
  });

  it('keeps its level where the range is another now', () => {
    const stored = captureElem(integer(0, 50), integers(30, 40), scale(-5000, 100));
    const now = integer(0, 200);
    expect(restoredValue(stored, now, integers(0, 0), () => scale(-10_000, 50))).toEqual(integers(160, 180));
    // Without a scale now, a number is all there is.
    expect(restoredValue(stored, now, integers(0, 0), nothing)).toEqual(integers(30, 40));
    // Louder than it can be now.
    expect(restoredValue(stored, integer(0, 10), integers(0, 0), () => scale(-9000, 100))).toEqual(
      integers(10, 10),
    );
  });

  it('keeps its level where only the table is another now', () => {
    const stored = captureElem(integer(0, 50), integers(30, 40), scale(-5000, 100));
    expect(restoredValue(stored, integer(0, 50), integers(0, 0), () => scale(-10_000, 200))).toEqual(
      integers(40, 45),
    );
  });

  it('of one channel serves all, and what is not stored stays', () => {
    expect(restoredValue({ value: 7n, traits: null }, integer(0, 9), integers(1, 2), nothing)).toEqual(
      integers(7, 7),
    );
    const one = new Map([[1, 5n]]);
    expect(restoredValue({ value: one, traits: null }, integer(0, 9), integers(1, 2), nothing)).toEqual(
      integers(1, 5),
    );
  });

  it('is translated between types that count', () => {
    const stored = captureElem(boolean, { type: 'BOOLEAN', values: [true, false] }, null);
    expect(restoredValue(stored, integer(0, 9), integers(5, 5), nothing)).toEqual(integers(1, 0));
    const route = captureElem(enumerated('off', 'low', 'high'), { type: 'ENUMERATED', values: [2] }, null);
    expect(restoredValue(route, integer(0, 9, 1), integers(5), nothing)).toEqual(integers(2));
    // An item that has moved.
    expect(
      restoredValue(route, enumerated('high', 'low'), { type: 'ENUMERATED', values: [1] }, nothing),
    ).toEqual({
      type: 'ENUMERATED',
      values: [0],
    });
    expect(
      restoredValue(
        { value: 'on', traits: null },
        boolean,
        { type: 'BOOLEAN', values: [false, false] },
        nothing,
      ),
    ).toEqual({
      type: 'BOOLEAN',
      values: [true, true],
    });
  });

  it.each<[string, () => unknown, RegExp]>([
    [
      'is missing',
      () =>
        restoredValue(
          { value: null, traits: null },
          boolean,
          { type: 'BOOLEAN', values: [true, true] },
          nothing,
        ),
      /no value is stored/,
    ],
    [
      'is out of range',
      () => restoredValue({ value: 10n, traits: null }, integer(0, 9), integers(1, 1), nothing),
      /10 is outside of 0 to 9/,
    ],
    [
      'is no number',
      () => restoredValue({ value: 'loud', traits: null }, integer(0, 9), integers(1, 1), nothing),
      /"loud" is no number/,
    ],
    [
      'is an item no more',
      () =>
        restoredValue(
          { value: 'x', traits: null },
          enumerated('a'),
          { type: 'ENUMERATED', values: [0] },
          nothing,
        ),
      /no item "x" any more/,
    ],
    [
      'is of another type',
      () =>
        restoredValue(
          captureElem(boolean, { type: 'BOOLEAN', values: [true, true] }, null),
          { ...base, type: 'BYTES', count: 2 },
          { type: 'BYTES', bytes: new Uint8Array(2) },
          nothing,
        ),
      /of type BOOLEAN, the element of BYTES/,
    ],
    [
      'has too few bytes',
      () =>
        restoredValue(
          { value: 'ff', traits: null },
          { ...base, type: 'BYTES', count: 2 },
          { type: 'BYTES', bytes: new Uint8Array(2) },
          nothing,
        ),
      /not 2 bytes/,
    ],
    [
      'is neither on nor off',
      () =>
        restoredValue(
          { value: 2n, traits: null },
          boolean,
          { type: 'BOOLEAN', values: [true, true] },
          nothing,
        ),
      /neither on nor off/,
    ],
  ])('that %s is refused', (_what, act, message) => {
    expect(act).toThrow(message);
    expect(act).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });
});
