import { describe, expect, it } from 'vitest';
import { escapeJson, escapeLines, escapeText } from '../../src/terminal/escape.js';

describe('escapeText', () => {
  it.each([
    ['Füße — 音 👩‍👩‍👧 נ C:\\x', 'Füße — 音 👩‍👩‍👧 נ C:\\x'],
    ['a\nb\r\tc', 'a\\nb\\r\\tc'],
    ['\x1b[31mred\x1b]0;title\x07', '\\x1b[31mred\\x1b]0;title\\x07'],
    ['\x7f\x80\x9b1m', '\\x7f\\x80\\x9b1m'],
    ['gpj\u202e.wav\u2066\u200f', 'gpj\\u202e.wav\\u2066\\u200f'],
    ['\ud800x\udc00', '\\ud800x\\udc00'],
    ['\u2028\u2029\0', '\\u2028\\u2029\\x00'],
  ])('%j', (text, expected) => {
    expect(escapeText(text)).toBe(expected);
  });

  it('leaves no control character of any kind', () => {
    const all = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).join(' ');
    expect(escapeText(all)).not.toMatch(/\p{Cc}|\p{Bidi_Control}|\p{Zl}|\p{Zp}|\p{Cs}/u);
  });
});

describe('escapeLines', () => {
  it('keeps lines and tab stops, and nothing else', () => {
    expect(escapeLines('a\tb\r\n12345678\tc\n\x1b[2J\r')).toBe('a       b\n12345678        c\n\\x1b[2J\\r');
  });
});

describe('escapeJson', () => {
  it('says the same in characters that move nothing', () => {
    const value = { name: 'x\x1b[2J\x9b31m\u202e\x7f', list: ['\u2028'] };
    const text = escapeJson(JSON.stringify(value, null, 2));
    expect(JSON.parse(text)).toEqual(value);
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Bidi_Control}|\p{Zl}/u);
    expect(text.split('\n')).toHaveLength(6);
  });
});
