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
  // Not bright black, which some palettes have as their background.
  muted: cellStyle({ dim: true }),
  empty: cellStyle({ dim: true }),
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

const unicodeGlyphs: Glyphs = {
  eighths: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  muted: '▒',
  empty: '·',
  ellipsis: '…',
  moreLeft: '◀',
  moreRight: '▶',
  cursor: '▏',
  frame: ['┌', '┐', '┘', '└', '─', '│'],
};

/** What the fonts of the Linux console hold. */
const consoleGlyphs: Glyphs = {
  ...unicodeGlyphs,
  eighths: ['', '', '▄', '▄', '▄', '▄', '█', '█'],
  moreLeft: '<',
  moreRight: '>',
  cursor: '_',
};

const asciiGlyphs: Glyphs = {
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

/** What the terminal has characters for. */
export type GlyphSet = 'unicode' | 'console' | 'ascii';

export const glyphSets: Readonly<Record<GlyphSet, Glyphs>> = {
  unicode: unicodeGlyphs,
  console: consoleGlyphs,
  ascii: asciiGlyphs,
};
