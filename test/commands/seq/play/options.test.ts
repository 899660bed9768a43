import { expect, it } from 'vitest';
import { parseChannels, parsePercent } from '../../../../src/commands/seq/play/definition.js';
import { LyricLines } from '../../../../src/commands/seq/play/lyric-lines.js';
import {
  parseFrameRate,
  parseTempo,
  parseTimeSignature,
} from '../../../../src/commands/seq/record/definition.js';

const invalid = expect.objectContaining({ kind: 'invalid' });

it('reads channels as people count them', () => {
  expect(parseChannels('1')).toEqual([0]);
  expect(parseChannels('1,10-12, 16,11')).toEqual([0, 9, 10, 11, 15]);
  for (const text of ['0', '17', '3-2', '', '1,', 'a', '-1'])
    expect(() => parseChannels(text)).toThrow(invalid);
});

it('reads a tempo in percent', () => {
  expect(parsePercent('90%')).toBe(0.9);
  expect(parsePercent('150')).toBe(1.5);
  for (const text of ['9%', '0', '1001%', '-90%', 'x', '90bpm'])
    expect(() => parsePercent(text)).toThrow(invalid);
});

it('reads what a recording counts in', () => {
  expect(parseTempo('97.5')).toBe(97.5);
  expect(parseTimeSignature('6/8')).toEqual({ numerator: 6, denominator: 8 });
  expect(parseTimeSignature('4:4')).toEqual({ numerator: 4, denominator: 4 });
  expect(['24', '25', '29.97', '29', '30'].map(parseFrameRate)).toEqual([24, 25, 29, 29, 30]);
  for (const text of ['3', '7000', '1e3', '']) expect(() => parseTempo(text)).toThrow(invalid);
  for (const text of ['4:3', '0:4', '65:4', '4', '4:4:4'])
    expect(() => parseTimeSignature(text)).toThrow(invalid);
  for (const text of ['23.976', 'toString', '']) expect(() => parseFrameRate(text)).toThrow(invalid);
});

it('puts syllables together to lines', () => {
  const lines = new LyricLines();
  const shown = ['Hap', 'py ', 'birth', 'day\r', 'to you', '\\New ', 'page', '/next\n\nlast'].flatMap(
    (text) => lines.add(text),
  );
  expect([...shown, ...lines.flush()]).toEqual(['Happy birthday', 'to you', 'New page', 'next', 'last']);
  expect(lines.flush()).toEqual([]);
});
