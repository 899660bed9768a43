import { describe, expect, it } from 'vitest';
import {
  linearPercent,
  mappedPercent,
  mappedVolume,
  rawOfLinear,
  rawOfMapped,
} from '../../../src/alsa/mixer/volume-scale.js';
import { scales, scaleWith } from '../../commands/mixer/scales.js';

describe.each(Object.entries(scales))('a volume %s', (_name, on) => {
  const all = Array.from({ length: on.max - on.min + 1 }, (_, step) => on.min + step);

  it('is nothing at the lowest and all at the highest value, and grows between', () => {
    const shown = all.map((raw) => mappedVolume(on, raw));
    expect(shown[0]).toBeCloseTo(0, 6);
    expect(shown.at(-1)).toBeCloseTo(1, 12);
    for (const [place, value] of shown.slice(1).entries()) expect(value).toBeGreaterThan(shown[place]!);
  });

  it('finds each raw value again by what it shows', () => {
    for (const raw of all) {
      expect(rawOfMapped(on, mappedVolume(on, raw)), String(raw)).toBe(raw);
      expect(rawOfLinear(on, (raw - on.min) / (on.max - on.min)), String(raw)).toBe(raw);
    }
  });

  it('rounds down to at most and up to at least what is asked', () => {
    for (let percent = 1; percent < 100; percent++) {
      // A hundredth of a decibel is lost in between.
      expect(mappedVolume(on, rawOfMapped(on, percent / 100, 'down'))).toBeLessThan(percent / 100 + 0.002);
      expect(mappedVolume(on, rawOfMapped(on, percent / 100, 'up'))).toBeGreaterThan(percent / 100 - 0.002);
    }
  });

  it('stays within its range', () => {
    for (const place of [-1, 0, 1e-12, 1, 2, Number.POSITIVE_INFINITY]) {
      const raw = rawOfMapped(on, place);
      expect(raw).toBeGreaterThanOrEqual(on.min);
      expect(raw).toBeLessThanOrEqual(on.max);
    }
  });
});

// By hand, from the formula; the rig asks amixer -M for all values of its cards.
it.each([
  ['of 74 dB', 0, 0, 0],
  ['of 74 dB', 37, 19, 50],
  ['of 74 dB', 62, 61, 84],
  ['of 74 dB', 70, 85, 95],
  ['of 74 dB', 74, 100, 100],
  ['with a negative minimum', 0, 17, 33],
  ['without decibels', 57, 66, 66],
  ['of 12 dB', 12, 50, 50],
  ['of 65 dB with silence', 57, 42, 66],
] as const)('%s, %i is %i %%, and %i %% of the raw range', (name, raw, mapped, linear) => {
  expect(mappedPercent(scales[name], raw)).toBe(mapped);
  expect(linearPercent(scales[name], raw)).toBe(linear);
});

it('a range of one value is nothing', () => {
  const on = scaleWith(3, 3);
  expect([mappedPercent(on, 3), linearPercent(on, 3), rawOfMapped(on, 0.7)]).toEqual([0, 0, 3]);
});
