import { describe, expect, it } from 'vitest';
import {
  displayWidth,
  graphemesOf,
  padToWidth,
  splitAtWidth,
  truncateToWidth,
} from '../../src/terminal/width.js';

describe('displayWidth', () => {
  it.each<[string, number]>([
    ['', 0],
    ['hello', 5],
    ['Füße', 4],
    ['e\u0301', 1],
    ['音声', 4],
    ['ｶﾅ', 2],
    ['한국', 4],
    ['\u1112\u1161\u11ab', 2],
    ['ｆｕｌｌ', 8],
    ['ที่', 1],
    ['👍', 2],
    ['👍🏽', 2],
    ['👩‍👩‍👧', 2],
    ['🇩🇪', 2],
    ['❤️', 2],
    ['❤', 1],
    ['☕⌚', 4],
    ['▶️', 2],
    ['か\u3099', 2],
    ['각\u11a8', 2],
    ['1️⃣', 2],
    ['▶ █▌‖', 5],
    ['a\u200bb', 2],
    ['\x1b[31mred\x1b[39m', 3],
    ['🎵\x1b[1m音\x1b[22m', 4],
  ])('%j takes %i', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe('graphemesOf', () => {
  it('splits simple text as the segmenter does', () => {
    const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
    for (let code = 0x20; code < 0xd800; code++) {
      const text = `a${String.fromCharCode(code)}█`;
      if (code >= 0x7f && code < 0xa0) continue;
      const expected = Array.from(segmenter.segment(text), ({ segment }) => segment);
      expect(graphemesOf(text), code.toString(16)).toEqual(expected);
    }
    expect(graphemesOf('각\u11a8か\u3099▶\ufe0f')).toEqual(['각\u11a8', 'か\u3099', '▶\ufe0f']);
  });
});

describe('truncateToWidth', () => {
  it.each<[string, number, string]>([
    ['hello', 5, 'hello'],
    ['hello', 4, 'hel…'],
    ['音声音声', 5, '音声…'],
    ['音声音声', 4, '音…'],
    ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
    ['👩‍👩‍👧👩‍👩‍👧', 3, '👩‍👩‍👧…'],
    ['hello', 1, '…'],
    ['hello', 0, ''],
    ['\x1b[31mhello\x1b[39m world', 4, '\x1b[31mhel…\x1b[39m'],
    ['ab\x1b[1mcdef\x1b[22m', 4, 'ab\x1b[1mc…\x1b[22m'],
  ])('%j to %i', (text, columns, expected) => {
    expect(truncateToWidth(text, columns)).toBe(expected);
    expect(displayWidth(truncateToWidth(text, columns))).toBeLessThanOrEqual(columns);
  });
});

describe('padToWidth and splitAtWidth', () => {
  it('pad on either side by columns', () => {
    expect(padToWidth('音', 4)).toBe('音  ');
    expect(padToWidth('e\u0301', 3, 'right')).toBe('  e\u0301');
    expect(padToWidth('long', 2)).toBe('long');
  });

  it('split between graphemes', () => {
    expect(splitAtWidth('abcdef', 4)).toEqual(['abcd', 'ef']);
    expect(splitAtWidth('音声x音', 3)).toEqual(['音', '声x', '音']);
    expect(splitAtWidth('音声', 1)).toEqual(['音', '声']);
    expect(splitAtWidth('', 1)).toEqual(['']);
  });
});
