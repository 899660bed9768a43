/** What frames send, obeyed by a small terminal. */

import { describe, expect, it } from 'vitest';
import { CellBuffer } from '../../../src/terminal/screen/cell-buffer.js';
import { type CellStyle, cellStyle, sgr, withoutColor } from '../../../src/terminal/screen/cell-style.js';
import { frameText } from '../../../src/terminal/screen/frame.js';
import { seededRandom } from '../../audio/random.js';
import { TinyTerminal } from './tiny-terminal.js';

const green = cellStyle({ foreground: 'green' });
const loud = cellStyle({ foreground: 'bright-red', background: 'black', bold: true, reverse: true });
const styles: readonly CellStyle[] = [0, green, loud, cellStyle({ dim: true, underline: true })];
const texts = [
  'a',
  'Z',
  ' ',
  '   ',
  '█',
  '音量',
  'é',
  'e\u0301',
  '👩‍🚀',
  '🔊',
  'क्षि',
  '한',
  '\u0301',
  'Master',
  '▁▂▃',
];

function expectSame(terminal: TinyTerminal, buffer: CellBuffer, colored = true): void {
  expect(terminal.screen).toBe(buffer.toString());
  const look = (style: CellStyle) => sgr(colored ? style : withoutColor(style)).replace(/^..0?;?|m$/g, '');
  const wanted = Array.from({ length: buffer.rows }, (_, row) =>
    buffer.styles.slice(row * buffer.columns, (row + 1) * buffer.columns).map(look),
  );
  expect(terminal.styles).toEqual(wanted);
}

describe('styles', () => {
  it.each([
    [{}, '', ''],
    [{ bold: true }, '0;1', '0;1'],
    [{ foreground: 'black' }, '0;30', ''],
    [{ foreground: 'white', background: 'white' }, '0;37;47', ''],
    [{ foreground: 'bright-black', background: 'bright-white' }, '0;90;107', ''],
    [{ dim: true, underline: true, reverse: true, foreground: 'cyan' }, '0;2;4;7;36', '0;2;4;7'],
  ] as const)('%j is %j, and %j without colour', (look, text, withoutColors) => {
    expect(sgr(cellStyle(look))).toBe(`\x1b[${text}m`);
    expect(sgr(withoutColor(cellStyle(look)))).toBe(`\x1b[${withoutColors}m`);
  });
});

describe('cells', () => {
  it('hold what was put, cut at the edges and at the room given', () => {
    const buffer = new CellBuffer(10, 3);
    expect(buffer.put(1, 0, 'Lautstärke')).toBe(9);
    expect(buffer.put(0, 1, '音量大小', 0, 5)).toBe(5);
    expect(buffer.put(6, 1, '\u0301e\u0301\u200b!')).toBe(2);
    expect(buffer.put(9, 2, '音')).toBe(1);
    expect(buffer.put(10, 2, 'x')).toBe(0);
    expect(buffer.put(0, 3, 'x')).toBe(0);
    expect(buffer.put(-1, 0, 'x')).toBe(0);
    expect(buffer.toString()).toBe(' Lautstärk\n音量  e\u0301!\n');
  });

  it('lose both halves of a wide character that is written over', () => {
    const buffer = new CellBuffer(8, 1);
    buffer.put(0, 0, '音量大小');
    buffer.put(1, 0, 'x');
    buffer.put(4, 0, 'y');
    expect(buffer.texts).toEqual([' ', 'x', '量', '', 'y', ' ', '小', '']);
    buffer.put(3, 0, '大');
    expect(buffer.texts).toEqual([' ', 'x', ' ', '大', '', ' ', '小', '']);
  });
});

describe('a frame', () => {
  it.each([true, false])('turns what is shown into any other buffer (colours: %s)', (colored) => {
    const random = seededRandom(colored ? 1 : 2);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const terminal = new TinyTerminal(23, 5);
    let shown: CellBuffer | null = null;
    for (let round = 0; round < 400; round++) {
      const next = new CellBuffer(23, 5);
      if (shown !== null && random() < 0.9) {
        next.texts.splice(0, next.texts.length, ...shown.texts);
        next.styles.splice(0, next.styles.length, ...shown.styles);
      }
      const changes = Math.floor(random() * 8);
      for (let change = 0; change < changes; change++) {
        next.put(Math.floor(random() * 24), Math.floor(random() * 5), pick(texts), pick(styles));
      }
      const text = frameText(shown, next, colored);
      terminal.write(text);
      expectSame(terminal, next, colored);
      expect(frameText(next, next, colored)).toBe('');
      shown = next;
    }
  });

  it('holds only what changed', () => {
    const before = new CellBuffer(200, 60);
    before.fill({ column: 0, row: 0, columns: 200, rows: 60 }, '.', green);
    const after = new CellBuffer(200, 60);
    after.fill({ column: 0, row: 0, columns: 200, rows: 60 }, '.', green);
    after.put(100, 30, '#', green);
    expect(frameText(before, after)).toBe('\x1b[31;101H\x1b[0;32m#\x1b[m');
    after.put(103, 30, '#', green);
    expect(frameText(before, after)).toBe('\x1b[31;101H\x1b[0;32m#..#\x1b[m');
    after.put(150, 30, '#', green);
    expect(frameText(before, after)).toBe('\x1b[31;101H\x1b[0;32m#..#\x1b[46C#\x1b[m');
  });

  it('erases the rest of a row instead of writing blanks', () => {
    const before = new CellBuffer(80, 2);
    before.put(0, 0, 'x'.repeat(80));
    before.put(0, 1, 'x'.repeat(80));
    const after = new CellBuffer(80, 2);
    after.put(0, 0, 'xx');
    expect(frameText(before, after)).toBe('\x1b[1;3H\x1b[K\x1b[2H\x1b[K');
  });

  it('places the cursor anew after text that terminals disagree on', () => {
    const buffer = new CellBuffer(10, 1);
    buffer.put(0, 0, 'a👩‍🚀bc');
    expect(frameText(null, buffer)).toBe('\x1b[1Ha👩‍🚀\x1b[1;4Hbc');
  });

  it('starts from nothing where the size changed', () => {
    const before = new CellBuffer(4, 1);
    before.put(0, 0, 'abcd');
    const after = new CellBuffer(5, 1);
    after.put(0, 0, 'abcd');
    expect(frameText(before, after)).toBe('\x1b[1Habcd');
  });
});
