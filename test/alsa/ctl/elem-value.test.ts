import { describe, expect, it } from 'vitest';
import {
  type ElemValue,
  ElemValueMemory,
  isSameValue,
  requireElemValue,
  type ValueShape,
} from '../../../src/alsa/ctl/elem-value.js';
import { controlApi } from '../../../src/alsa/native/api/control.js';
import { randomBytes, seededRandom } from '../../audio/random.js';

const random = seededRandom(1);
const iec958 = {
  status: randomBytes(random, 24),
  subcode: randomBytes(random, 147),
  digSubframe: randomBytes(random, 4),
};

const values: [ElemValue, number][] = [
  [{ type: 'BOOLEAN', values: [true, false, true] }, 3],
  [{ type: 'INTEGER', values: [0, -1, 2 ** 31, -(2 ** 52)] }, 4],
  [{ type: 'INTEGER', values: Array.from({ length: 128 }, (_, i) => i) }, 128],
  [{ type: 'INTEGER64', values: [0n, -(2n ** 63n), 2n ** 63n - 1n] }, 3],
  [{ type: 'ENUMERATED', values: [0, 5, 0xffffffff] }, 3],
  [{ type: 'BYTES', bytes: randomBytes(random, 511) }, 511],
  // The length alsa-lib 1.2.8's own setter would abort at.
  [{ type: 'BYTES', bytes: randomBytes(random, 512) }, 512],
  [{ type: 'IEC958', iec958 }, 1],
];

describe('values of elements', () => {
  it.each(values)('come through C as they were: %#', (value, count) => {
    const room = new ElemValueMemory();
    room.encode(requireElemValue(value, { type: value.type, count }));
    expect(room.decode({ type: value.type, count })).toEqual(value);
  });

  it('lie where alsa-lib has them', () => {
    const room = new ElemValueMemory();
    const { memory } = room;
    const getters = {
      BOOLEAN: (place: number) => controlApi.snd_ctl_elem_value_get_boolean(memory, place) !== 0,
      INTEGER: (place: number) => Number(controlApi.snd_ctl_elem_value_get_integer(memory, place)),
      INTEGER64: (place: number) => BigInt(controlApi.snd_ctl_elem_value_get_integer64(memory, place)),
      ENUMERATED: (place: number) => controlApi.snd_ctl_elem_value_get_enumerated(memory, place),
    };
    room.setId({ numid: 77, iface: 'CARD', name: 'X', index: 1, device: 2, subdevice: 3 });
    expect(controlApi.snd_ctl_elem_value_get_numid(memory)).toBe(77);
    room.setId({ numid: 0, iface: 'CARD', name: 'X', index: 1, device: 2, subdevice: 3 });
    expect(controlApi.snd_ctl_elem_value_get_numid(memory)).toBe(0);
    expect(controlApi.snd_ctl_elem_value_get_name(memory)).toBe('X');
    for (const [value] of values) {
      room.encode(value);
      if (!('values' in value)) continue;
      const get = getters[value.type];
      expect(value.values.map((_, place) => get(place))).toEqual(value.values);
    }
    room.encode({ type: 'BYTES', bytes: Uint8Array.of(7, 8, 9) });
    expect(controlApi.snd_ctl_elem_value_get_byte(memory, 1)).toBe(8);
    controlApi.snd_ctl_elem_value_set_integer(memory, 127, -5);
    const last = room.decode({ type: 'INTEGER', count: 128 });
    expect(last.type === 'INTEGER' && last.values[127]).toBe(-5);
    room.encode({ type: 'IEC958', iec958 });
    const copy = new Uint8Array(new ArrayBuffer(256));
    controlApi.snd_ctl_elem_value_get_iec958(memory, copy);
    expect([...copy.subarray(0, 24)]).toEqual([...iec958.status]);
    expect([...copy.subarray(24, 171)]).toEqual([...iec958.subcode]);
    expect([...copy.subarray(172, 176)]).toEqual([...iec958.digSubframe]);
  });

  it('beyond the room of C are not read', () => {
    const huge: ValueShape = { type: 'INTEGER', count: 100_000 };
    const value = new ElemValueMemory().decode(huge);
    expect(value.type === 'INTEGER' && value.values.length).toBe(128);
  });

  it.each([
    [undefined],
    [null],
    [{}],
    [{ type: 'toString', values: [1] }],
    [{ type: 'BOOLEAN', values: [true, true] }],
    [{ type: 'INTEGER', values: [1] }],
    [{ type: 'INTEGER', values: 7 }],
    [{ type: 'INTEGER', values: [1, 2.5] }],
    [{ type: 'INTEGER', values: [1, '2'] }],
    [{ type: 'INTEGER', values: [1, undefined] }],
    // biome-ignore lint/suspicious/noSparseArray: that is the point
    [{ type: 'INTEGER', values: [1, ,] }],
    [{ type: 'INTEGER', values: [1, 2n] }],
    [{ type: 'INTEGER', values: [1, 2 ** 63] }],
    [{ type: 'INTEGER', values: [1, Number.NaN] }],
  ])('that do not fit the element are refused: %#', (value) => {
    expect(() => requireElemValue(value as never, { type: 'INTEGER', count: 2 })).toThrow(
      expect.objectContaining({ kind: 'invalid' }),
    );
  });

  it.each([
    [
      { type: 'BYTES', count: 3 },
      { type: 'BYTES', bytes: new Uint8Array(4) },
    ],
    [
      { type: 'BYTES', count: 3 },
      { type: 'BYTES', bytes: [1, 2, 3] },
    ],
    [{ type: 'IEC958', count: 1 }, { type: 'IEC958' }],
    [
      { type: 'IEC958', count: 1 },
      { type: 'IEC958', iec958: { ...iec958, status: new Uint8Array(25) } },
    ],
    [
      { type: 'INTEGER64', count: 1 },
      { type: 'INTEGER64', values: [2n ** 63n] },
    ],
    [
      { type: 'INTEGER64', count: 1 },
      { type: 'INTEGER64', values: [1] },
    ],
    [
      { type: 'ENUMERATED', count: 1 },
      { type: 'ENUMERATED', values: [-1] },
    ],
    [
      { type: 'BOOLEAN', count: 1 },
      { type: 'BOOLEAN', values: [1] },
    ],
  ])('of the wrong length or kind are refused: %#', (shape, value) => {
    expect(() => requireElemValue(value as never, shape as ValueShape)).toThrow(
      expect.objectContaining({ kind: 'invalid' }),
    );
  });

  it('are compared by what they hold', () => {
    for (const [a] of values) for (const [b] of values) expect(isSameValue(a, b)).toBe(a === b);
    expect(isSameValue({ type: 'INTEGER', values: [1] }, { type: 'ENUMERATED', values: [1] })).toBe(false);
    expect(isSameValue({ type: 'IEC958', iec958 }, { type: 'IEC958', iec958: { ...iec958 } })).toBe(true);
  });
});
