import { describe, expect, it } from 'vitest';
import { parseFormat } from '../../src/commands/format-value.js';
import {
  parseChoice,
  parseCount,
  parseDuration,
  parseGain,
  parseLatency,
  parseRate,
} from '../../src/commands/values.js';
import { AlsatsError } from '../../src/error.js';

const nonsense = [
  '',
  ' ',
  '-',
  '+',
  '.',
  'x',
  '1 2',
  '1,5',
  '0x10',
  '1e3',
  'NaN',
  'Infinity',
  '١',
  '1\n',
  '1s1',
  '--1',
];

function expectRefused(parse: (text: string) => unknown, texts: readonly string[]): void {
  for (const text of texts) {
    let thrown: unknown;
    try {
      thrown = `gave ${String(parse(text))}`;
    } catch (error) {
      thrown = error;
    }
    expect(thrown, JSON.stringify(text)).toBeInstanceOf(AlsatsError);
    expect(thrown).toMatchObject({ kind: 'invalid', hint: expect.any(String) });
  }
}

describe('a duration', () => {
  it.each([
    ['0', 0],
    ['1.5', 1.5],
    ['1.5s', 1.5],
    ['.25', 0.25],
    ['2.', 2],
    ['250ms', 0.25],
    ['800us', 0.0008],
    ['2m', 120],
    ['1h', 3600],
    ['01:02:03', 3723],
    ['2:30', 150],
    ['100:00:00.5', 360_000.5],
    ['87600h', 315_360_000],
  ])('%s is %d seconds', (text, seconds) => {
    expect(parseDuration(text)).toBeCloseTo(seconds, 9);
  });

  it('is nothing else', () => {
    expectRefused(parseDuration, [
      ...nonsense,
      '-1',
      '87600.1h',
      '9'.repeat(400),
      '1:2:3:4',
      '1:',
      ':30',
      '1d',
      '1 s',
      '5%',
    ]);
    expectRefused(parseLatency, [...nonsense, '0', '60.1', '1h']);
    expect(parseLatency('60')).toBe(60);
  });
});

describe('a rate', () => {
  it.each([
    ['8000', 8000],
    ['44100', 44_100],
    ['48k', 48_000],
    ['44.1k', 44_100],
    ['44.1kHz', 44_100],
    ['48000hz', 48_000],
    ['8', 8000],
    ['44.1', 44_100],
    ['768000', 768_000],
  ])('%s is %d Hz', (text, rate) => {
    expect(parseRate(text)).toBe(rate);
  });

  it('is nothing else', () => {
    expectRefused(parseRate, [
      ...nonsense.filter((text) => text !== ''),
      '',
      '1999',
      '768001',
      '44.1001k',
      '-8000',
      '1',
    ]);
  });
});

describe('a gain', () => {
  it.each([
    ['0', 0],
    ['-12dB', -12],
    ['+3dB', 3],
    ['2.5', 2.5],
    ['-6 dB', -6],
    ['-200', -200],
  ])('%s is %d dB', (text, gainDb) => {
    expect(parseGain(text)).toBe(gainDb);
  });

  it('is nothing else', () => {
    expectRefused(parseGain, [...nonsense, '60.1', '-201', '3%', '3dBm']);
  });
});

describe('a count', () => {
  const parse = parseCount('a count of things', -2, 10);

  it('is a whole number within its bounds', () => {
    expect(['-2', '0', '010', '10'].map(parse)).toEqual([-2, 0, 10, 10]);
    expectRefused(parse, [...nonsense, '-3', '11', '1.0', '99999999999999999999']);
  });
});

describe('a format', () => {
  it('is one of ALSA’s, in any case, or a shortcut', () => {
    expect(parseFormat('s16_le')).toEqual({ format: 'S16_LE' });
    expect(parseFormat('FLOAT64_BE')).toEqual({ format: 'FLOAT64_BE' });
    expect(parseFormat('cd')).toEqual({ format: 'S16_LE', channels: 2, framesPerSecond: 44_100 });
    expect(parseFormat('cdr')).toEqual({ format: 'S16_BE', channels: 2, framesPerSecond: 44_100 });
    expect(parseFormat('DAT')).toEqual({ format: 'S16_LE', channels: 2, framesPerSecond: 48_000 });
    expectRefused(parseFormat, [...nonsense, 'S17', 'constructor', '__proto__', 'toString']);
  });
});

describe('a choice', () => {
  it('is one of the words, in any case', () => {
    const parse = parseChoice('colour', { red: 1, blue: 2 });
    expect(parse('RED')).toBe(1);
    expectRefused(parse, [...nonsense, 'green', 'constructor', '__proto__']);
  });
});
