import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { loadStyle, plainStyle, type Tone } from '../../src/terminal/style.js';
import { displayWidth } from '../../src/terminal/width.js';

describe('loadStyle', () => {
  it('is plain without colour', async () => {
    expect(await loadStyle(0)).toBe(plainStyle);
    for (const tone of Object.keys(plainStyle) as Tone[]) expect(plainStyle[tone]('x')).toBe('x');
  });

  it('colours every tone and closes each colour, whatever the environment says', async () => {
    const style = await loadStyle(1);
    expect(style.error('x')).toBe('\x1b[31m\x1b[1mx\x1b[22m\x1b[39m');
    for (const tone of Object.keys(plainStyle) as Tone[]) {
      expect(style[tone]('x')).toMatch(/\[\d+mx.\[\d+m/s);
      expect(stripVTControlCharacters(style[tone]('x'))).toBe('x');
      expect(displayWidth(style[tone]('wörd'))).toBe(4);
    }
  });
});
