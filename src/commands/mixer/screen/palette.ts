/** How things look: styles by what they mean, and characters for terminals with and without Unicode. */

import { type CellStyle, cellStyle } from '../../../terminal/screen/cell-style.js';

export const palette = {
  title: cellStyle({ bold: true }),
  tab: cellStyle({ dim: true }),
  tabActive: cellStyle({ bold: true, reverse: true }),
  focus: cellStyle({ bold: true, reverse: true }),
  name: cellStyle({}),
  strong: cellStyle({ bold: true }),
  dim: cellStyle({ dim: true }),
  quiet: cellStyle({ foreground: 'green' }),
  loud: cellStyle({ foreground: 'yellow' }),
  over: cellStyle({ foreground: 'red' }),
  muted: cellStyle({ foreground: 'bright-black' }),
  empty: cellStyle({ foreground: 'bright-black' }),
  on: cellStyle({ foreground: 'green' }),
  mute: cellStyle({ bold: true, foreground: 'yellow' }),
  record: cellStyle({ bold: true, foreground: 'red' }),
  chosen: cellStyle({ bold: true, foreground: 'green' }),
  frame: cellStyle({ foreground: 'cyan' }),
  key: cellStyle({ bold: true, foreground: 'cyan' }),
} as const satisfies Record<string, CellStyle>;

export interface Glyphs {
  /** A bar's cells, from one eighth to all eight. */
  readonly eighths: readonly string[];
  readonly muted: string;
  readonly empty: string;
  readonly ellipsis: string;
  readonly moreLeft: string;
  readonly moreRight: string;
  readonly cursor: string;
  /** Corners from the upper left on, clockwise; then horizontal, vertical. */
  readonly frame: readonly [string, string, string, string, string, string];
}

export const unicodeGlyphs: Glyphs = {
  eighths: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  muted: '▒',
  empty: '·',
  ellipsis: '…',
  moreLeft: '◀',
  moreRight: '▶',
  cursor: '▏',
  frame: ['┌', '┐', '┘', '└', '─', '│'],
};

export const asciiGlyphs: Glyphs = {
  // Half a cell and more is one.
  eighths: ['', '', '', '#', '#', '#', '#', '#'],
  muted: ':',
  empty: '.',
  ellipsis: '~',
  moreLeft: '<',
  moreRight: '>',
  cursor: '_',
  frame: ['+', '+', '+', '+', '-', '|'],
};
