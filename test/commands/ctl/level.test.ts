import { describe, expect, it } from 'vitest';
import { type LevelScale, rawLevel } from '../../../src/commands/ctl/level.js';
import { parseLevel } from '../../../src/commands/level-text.js';

const scale = (min: number, max: number, step = 0): LevelScale => ({
  min: BigInt(min),
  max: BigInt(max),
  step: BigInt(step),
  db: null,
});
const db: LevelScale = {
  ...scale(0, 87),
  db: { type: 'dbScale', minMillibels: -6525, stepMillibels: 75, mute: false },
};
const muting: LevelScale = {
  ...scale(0, 10),
  db: { type: 'dbScale', minMillibels: -1000, stepMillibels: 100, mute: true },
};
const level = (text: string, on: LevelScale, present = 0) =>
  Number(rawLevel(parseLevel(text), on, BigInt(present)));

describe('levels', () => {
  it.each([
    ['40', scale(0, 87), 0, 40],
    ['-5', scale(-50, 100), 0, -5],
    ['0x1f', scale(0, 87), 0, 31],
    ['0%', scale(-50, 100), 7, -50],
    ['50%', scale(-50, 100), 7, 25],
    ['100%', scale(-50, 100), 7, 100],
    // As amixer: more than nothing is not nothing.
    ['1%', scale(0, 10), 0, 1],
    ['2.5%', scale(0, 200), 0, 5],
    ['5%+', scale(-10, 10), 0, 1],
    ['+5%', scale(-10, 10), 0, 1],
    ['5%-', scale(-10, 10), 0, -1],
    ['-5%', scale(-10, 10), 0, -1],
    ['50%+', scale(0, 10), 8, 10],
    ['3+', scale(0, 10), 8, 10],
    ['3-', scale(0, 10), 8, 5],
    ['+2', scale(0, 10), 3, 5],
    ['33%', scale(0, 100, 5), 0, 35],
    ['7', scale(0, 100, 5), 0, 7],
    ['-12dB', db, 0, 71],
    ['-12.00 dB', db, 0, 71],
    ['0dB', db, 0, 87],
    ['-22.5db', db, 0, 57],
    ['3dB+', db, 57, 61],
    ['+3dB', db, 57, 61],
    ['3dB-', db, 57, 53],
    // In whole steps, never less than was asked for.
    ['1dB+', db, 57, 59],
    ['1dB-', db, 57, 55],
    ['100dB+', db, 57, 87],
    ['-9.5dB', muting, 5, 1],
    ['1dB+', muting, 0, 2],
  ] as const)('%s is %#', (text, on, present, expected) => {
    expect(level(text, on, present)).toBe(expected);
  });

  it('are exact to 64 bits', () => {
    const on: LevelScale = { min: 0n, max: 2n ** 63n - 1n, step: 0n, db: null };
    expect(rawLevel(parseLevel('9223372036854775807'), on, 0n)).toBe(2n ** 63n - 1n);
    expect(rawLevel(parseLevel('1-'), on, 2n ** 62n)).toBe(2n ** 62n - 1n);
    expect(rawLevel(parseLevel('100%'), on, 0n)).toBe(2n ** 63n - 1n);
    expect(rawLevel(parseLevel('50%'), on, 0n)).toBe(2n ** 62n);
  });

  it.each([
    ['88', /88 is outside of 0 to 87/],
    ['-1', /-1 is outside/],
    ['101%', /101% is outside of 0% to 100%/],
    ['1dB', /1 dB is outside of -65\.25 dB to 0\.00 dB/],
  ])('outside of the range are refused: %s', (text, message) => {
    expect(() => level(text, db)).toThrow(message);
  });

  it.each(['', 'x', '4.5', '+-4', '+4+', '5%%', '0x1f%', 'dB', '4 0', '1e3', '٣'])(
    'that are none are refused: %s',
    (text) => {
      expect(() => parseLevel(text)).toThrow(expect.objectContaining({ kind: 'invalid' }));
    },
  );

  it('in decibels need a scale', () => {
    expect(() => level('-3dB', scale(0, 10))).toThrow(expect.objectContaining({ kind: 'unsupported' }));
  });
});
