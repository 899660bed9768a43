import { describe, expect, it } from 'vitest';
import {
  askText,
  type LevelScaleName,
  levelOf,
  parseLevelAsk,
  rawOfAsk,
} from '../../../src/commands/mixer/level-ask.js';
import { seededRandom } from '../../audio/random.js';
import { scales, scaleWith } from './scales.js';

const intel = scales['of 74 dB'];
const dummy = scales['with a negative minimum'];
const muting = scales['of 65 dB with silence'];
const plain = scales['without decibels'];

const level = (text: string, on: typeof intel, present: number, scale: LevelScaleName | null = null) =>
  rawOfAsk(parseLevelAsk(text, scale)!, on, present);

describe('a level', () => {
  it.each([
    ['40%', intel, 50, null, 52],
    ['100%', intel, 50, null, 74],
    ['0%', intel, 50, null, 0],
    // Not cut to 2 %, as amixer does.
    ['2.5%', intel, 50, null, 9],
    ['max', intel, 50, null, 74],
    ['MIN', intel, 50, null, 0],
    ['-12dB', intel, 50, null, 62],
    ['-12.4 dB', intel, 50, null, 62],
    ['+3dB', intel, 50, null, 53],
    ['3dB-', intel, 50, null, 47],
    ['0.1dB+', intel, 50, null, 51],
    ['+0.1%', intel, 50, null, 51],
    ['0.1%-', intel, 50, null, 49],
    ['0%+', intel, 50, null, 50],
    ['-100%', intel, 50, null, 0],
    ['100dB+', intel, 50, null, 74],
    ['+5%', intel, 74, null, 74],
    ['5%-', intel, 0, null, 0],
    ['50%', intel, 50, 'linear', 37],
    ['50%', intel, 50, 'raw', 37],
    // More than nothing is not nothing.
    ['0.1%', intel, 50, 'linear', 1],
    ['+5%', intel, 50, 'linear', 54],
    ['5%-', intel, 50, 'linear', 46],
    ['40', intel, 50, 'raw', 40],
    ['0x28', intel, 50, 'raw', 40],
    ['+2', intel, 50, 'raw', 52],
    ['2-', intel, 50, 'raw', 48],
    ['40', intel, 50, 'percent', 52],
    ['5-', intel, 50, 'linear', 46],
    ['-12', intel, 50, 'dB', 62],
    // Where amixer goes down, because the range begins below zero.
    ['5%+', dummy, 0, 'linear', 8],
    ['5%+', dummy, -50, 'linear', -42],
    ['-20', dummy, 0, 'raw', -20],
    ['1%+', dummy, -50, null, -46],
    // From silence on: at least the lowest that is heard.
    ['1dB+', muting, 0, null, 3],
    ['1%+', muting, 0, null, 1],
    ['3dB-', muting, 1, null, 0],
    ['3dB-', muting, 0, null, 0],
    ['50%', plain, 0, null, 44],
    ['2.5%+', plain, 0, null, 2],
  ] as const)('%s on a range, from %#', (text, on, present, scale, expected) => {
    expect(level(text, on, present, scale)).toBe(expected);
  });

  it.each([
    ['101%', intel, /101 % is outside of 0 % to 100 %/],
    ['1dB', intel, /1 dB is outside of -74\.00 dB to 0\.00 dB/],
    ['-75dB', intel, /-75 dB is outside/],
    ['1dB', muting, /1 dB is outside of mute to 0\.00 dB/],
  ] as const)('outside of the range is refused: %s', (text, on, message) => {
    expect(() => level(text, on, 0)).toThrow(message);
  });

  it('in raw steps outside of the range is refused', () => {
    expect(() => level('75', intel, 0, 'raw')).toThrow(/75 is outside of 0 to 74/);
    expect(() => level('1.5', intel, 0, 'raw')).toThrow(/"1\.5" is no level/);
  });

  it('in decibels needs a scale in decibels', () => {
    for (const text of ['-3dB', '3dB+', '3dB-']) {
      expect(() => level(text, plain, 5)).toThrow(expect.objectContaining({ kind: 'unsupported' }));
    }
  });

  it('as a bare number needs to be told of what', () => {
    for (const text of ['40', '-5', '5+', '0.5'])
      expect(() => parseLevelAsk(text, null)).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });

  it.each(['on', 'loud', 'CD Player', '', '=', 'dB', '%'])('is not %j', (text) => {
    expect(parseLevelAsk(text, null)).toBeNull();
  });

  it.each(['5%%', '+5%+', '1e3%', '5 % more', '--5%'])('is not %j, which is told', (text) => {
    expect(() => parseLevelAsk(text, null)).toThrow(/is no level/);
  });

  it.each([
    ['86%', null, '86 %'],
    ['+5%', null, '+5 %'],
    ['5%-', null, '-5 %'],
    ['-12dB', null, '-12 dB'],
    ['3dB+', null, '+3 dB'],
    ['12', 'raw', 'raw 12'],
    ['50%', 'linear', '50 % linear'],
    ['max', null, 'max'],
  ] as const)('%s is told as it was asked', (text, scale, told) => {
    expect(askText(parseLevelAsk(text, scale)!)).toBe(told);
  });

  it('is told in all scales', () => {
    expect(levelOf(intel, 62)).toEqual({ percent: 61, linearPercent: 84, raw: 62, dB: -12 });
    expect(levelOf(muting, 0)).toEqual({ percent: 0, linearPercent: 0, raw: 0, dB: null });
    expect(levelOf(plain, 57)).toEqual({ percent: 66, linearPercent: 66, raw: 57, dB: null });
  });
});

/** Here two raw values may come to the same one, so that there is no way back to both. */
const crowded = new Set(['of a line between ends', 'of amplitudes']);

describe.each(Object.entries(scales))('steps on a volume %s', (name, on) => {
  const all = Array.from({ length: on.max - on.min + 1 }, (_, step) => on.min + step);
  const amounts = ['0.3%', '1%', '2.5%', '5%', '10%', ...(on.db === null ? [] : ['0.4dB', '1dB', '3dB'])];

  it('always move, and never the wrong way', () => {
    for (const raw of all) {
      for (const amount of amounts) {
        const up = level(`${amount}+`, on, raw);
        const down = level(`${amount}-`, on, raw);
        if (raw < on.max) expect(up, `${amount}+ from ${raw}`).toBeGreaterThan(raw);
        else expect(up).toBe(on.max);
        if (raw > on.min) expect(down, `${amount}- from ${raw}`).toBeLessThan(raw);
        else expect(down).toBe(on.min);
      }
    }
  });

  it('down and up again end where they began', () => {
    for (const raw of all) {
      for (const amount of amounts) {
        const down = level(`${amount}-`, on, raw);
        if (down === on.min) continue;
        const back = level(`${amount}+`, on, down);
        if (crowded.has(name)) expect(Math.abs(back - raw), `${amount} from ${raw}`).toBeLessThanOrEqual(1);
        else expect(back, `${amount} from ${raw}`).toBe(raw);
      }
    }
  });

  it('to and fro do not creep', () => {
    const random = seededRandom(3);
    for (const amount of amounts) {
      let raw = all[Math.floor(random() * all.length)]!;
      const seen: number[] = [];
      for (let step = 0; step < 500; step++) {
        raw = level(`${amount}-`, on, level(`${amount}+`, on, raw));
        seen.push(raw);
      }
      // The first may have to find its place; from then on it is one and the same.
      expect(new Set(seen.slice(1)).size, amount).toBe(1);
    }
  });
});

it('a range of one value stays', () => {
  const on = scaleWith(3, 3);
  for (const text of ['40%', '+5%', '5%-', 'max', 'min']) expect(level(text, on, 3)).toBe(3);
});
