/** A screenful of cells: what is to be seen, before anything is sent to a terminal. */

import { graphemesOf, graphemeWidth } from '../width.js';
import { type CellStyle, DEFAULT_STYLE, isBlankStyle } from './cell-style.js';

/** A rectangle of cells; the upper left cell of the screen is 0, 0. */
export interface Area {
  readonly column: number;
  readonly row: number;
  readonly columns: number;
  readonly rows: number;
}

/** The second cell of a wide character holds this. */
export const CONTINUATION = '';

/** Cells by rows. What is put outside is cut off; text must have been escaped before. */
export class CellBuffer {
  readonly columns: number;
  readonly rows: number;
  /** One grapheme a cell; {@link CONTINUATION} where the one to the left reaches into it. */
  readonly texts: string[];
  readonly styles: CellStyle[];

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    this.texts = new Array<string>(columns * rows).fill(' ');
    this.styles = new Array<CellStyle>(columns * rows).fill(DEFAULT_STYLE);
  }

  /**
   * Writes text from a cell on, at most `room` columns of it. A wide character that would reach beyond is a space.
   *
   * @returns the columns written
   */
  put(
    column: number,
    row: number,
    text: string,
    style: CellStyle = DEFAULT_STYLE,
    room = this.columns,
  ): number {
    if (row < 0 || row >= this.rows || column < 0) return 0;
    const end = Math.min(this.columns, column + room);
    let at = column;
    for (const grapheme of graphemesOf(text)) {
      const width = graphemeWidth(grapheme);
      // A mark with nothing to stand on is left out: where it lands is up to the terminal.
      if (width === 0) continue;
      if (at >= end) break;
      const fits = at + width <= end;
      for (let cell = 0; cell < width && at + cell < end; cell++) {
        this.#set(at + cell, row, fits ? (cell === 0 ? grapheme : CONTINUATION) : ' ', style);
      }
      this.#clearBrokenTail(Math.min(at + width, end), row);
      at += width;
    }
    return Math.min(at, end) - column;
  }

  /** Fills an area with a character of one column. */
  fill({ column, row, columns, rows }: Area, character: string, style: CellStyle = DEFAULT_STYLE): void {
    const line = character.repeat(Math.max(0, columns));
    for (let at = row; at < row + rows; at++) this.put(column, at, line, style);
  }

  /** What a row shows, without the blanks at its end. */
  rowText(row: number): string {
    return this.texts
      .slice(row * this.columns, (row + 1) * this.columns)
      .join('')
      .trimEnd();
  }

  /** All rows, as text. */
  toString(): string {
    return Array.from({ length: this.rows }, (_, row) => this.rowText(row)).join('\n');
  }

  #set(column: number, row: number, text: string, style: CellStyle): void {
    const at = row * this.columns + column;
    // Writing over the second half of a wide character takes its first half away, as on a terminal.
    if (this.texts[at] === CONTINUATION && text !== CONTINUATION) this.#clearBrokenHead(column, row);
    this.texts[at] = text;
    // What cannot be told from an erased cell is one, so that it need not be written.
    this.styles[at] = text === ' ' && isBlankStyle(style) ? DEFAULT_STYLE : style;
  }

  #clearBrokenHead(column: number, row: number): void {
    for (let at = column - 1; at >= 0; at--) {
      const index = row * this.columns + at;
      const wasHead = this.texts[index] !== CONTINUATION;
      this.texts[index] = ' ';
      this.styles[index] = DEFAULT_STYLE;
      if (wasHead) return;
    }
  }

  /** Cells whose character has just been written over are blank. */
  #clearBrokenTail(column: number, row: number): void {
    for (let at = column; at < this.columns; at++) {
      const index = row * this.columns + at;
      if (this.texts[index] !== CONTINUATION) return;
      this.texts[index] = ' ';
      this.styles[index] = DEFAULT_STYLE;
    }
  }
}
