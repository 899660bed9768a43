/**
 * What to send to a terminal that shows one buffer, so that it shows another: only the cells that differ, in one text.
 *
 * Control functions of ECMA-48 alone (CUP, CUF, EL, SGR), which everything from the Linux console to a terminal in a
 * browser knows.
 */

import { CellBuffer, CONTINUATION } from './cell-buffer.js';
import { type CellStyle, DEFAULT_STYLE, isBlankStyle, sgr, withoutColor } from './cell-style.js';

/** Unchanged cells up to so many are written again rather than jumped over, which takes as many bytes. */
const SHORTEST_JUMP = 4;
/** Blanks at the end of a row from so many on are erased by one sequence. */
const SHORTEST_ERASURE = 4;

/**
 * Text whose width all terminals agree on. After other characters the cursor is placed anew, so that one that takes
 * another width than ours shifts nothing but itself.
 */
const certainWidth =
  /^[\x20-\x7e\xa0-\u02ff\u2010-\u2027\u2190-\u21ff\u2500-\u25ff\u4e00-\u9fff\uac00-\ud7a3]$/;

/**
 * @param before what the terminal shows; null for an erased screen with the cursor anywhere and the default style
 * @param colored false to leave out colour and keep the attributes
 */
export function frameText(before: CellBuffer | null, after: CellBuffer, colored = true): string {
  const known =
    before !== null && before.columns === after.columns && before.rows === after.rows
      ? before
      : new CellBuffer(after.columns, after.rows);
  const writer = new FrameWriter(after, colored);
  for (let row = 0; row < after.rows; row++) writer.writeRow(row, known);
  return writer.finish();
}

class FrameWriter {
  readonly #buffer: CellBuffer;
  readonly #colored: boolean;
  readonly #parts: string[] = [];
  /** Where the terminal's cursor is; null where that is not certain. */
  #cursor: { row: number; column: number } | null = null;
  #style: CellStyle = DEFAULT_STYLE;

  constructor(buffer: CellBuffer, colored: boolean) {
    this.#buffer = buffer;
    this.#colored = colored;
  }

  writeRow(row: number, before: CellBuffer): void {
    const { columns } = this.#buffer;
    const blankFrom = this.#blankFrom(row);
    for (let column = 0; column < columns; column++) {
      if (!this.#differs(row, column, before)) continue;
      if (column >= blankFrom && columns - column >= SHORTEST_ERASURE) {
        this.#eraseRest(row, column);
        return;
      }
      // Its head has been written with it.
      if (this.#textAt(row, column) === CONTINUATION) continue;
      this.#moveTo(row, column);
      this.#writeCell(row, column);
    }
  }

  finish(): string {
    if (this.#style !== DEFAULT_STYLE) this.#parts.push(sgr(DEFAULT_STYLE));
    return this.#parts.join('');
  }

  #textAt(row: number, column: number): string {
    return this.#buffer.texts[row * this.#buffer.columns + column] as string;
  }

  #styleAt(row: number, column: number): CellStyle {
    return this.#look(this.#buffer.styles[row * this.#buffer.columns + column] as CellStyle);
  }

  #look(style: CellStyle): CellStyle {
    return this.#colored ? style : withoutColor(style);
  }

  #differs(row: number, column: number, before: CellBuffer): boolean {
    const at = row * this.#buffer.columns + column;
    return (
      before.texts[at] !== this.#buffer.texts[at] ||
      this.#look(before.styles[at] as CellStyle) !== this.#look(this.#buffer.styles[at] as CellStyle)
    );
  }

  /** From which column on the row is nothing but what erasing leaves. */
  #blankFrom(row: number): number {
    let column = this.#buffer.columns;
    while (
      column > 0 &&
      this.#textAt(row, column - 1) === ' ' &&
      isBlankStyle(this.#styleAt(row, column - 1))
    )
      column--;
    return column;
  }

  #eraseRest(row: number, column: number): void {
    this.#moveTo(row, column);
    // Erased cells take the background that is set.
    this.#setStyle(DEFAULT_STYLE);
    this.#parts.push('\x1b[K');
  }

  #moveTo(row: number, column: number): void {
    const cursor = this.#cursor;
    if (cursor?.row === row && cursor.column <= column) {
      const gap = column - cursor.column;
      if (gap === 0) return;
      if (gap <= SHORTEST_JUMP && this.#canRewrite(row, cursor.column, column)) {
        for (let at = cursor.column; at < column; at++) this.#parts.push(this.#textAt(row, at));
      } else {
        this.#parts.push(gap === 1 ? '\x1b[C' : `\x1b[${gap}C`);
      }
    } else {
      this.#parts.push(column === 0 ? `\x1b[${row + 1}H` : `\x1b[${row + 1};${column + 1}H`);
    }
    this.#cursor = { row, column };
  }

  #canRewrite(row: number, from: number, to: number): boolean {
    for (let at = from; at < to; at++) {
      if (this.#styleAt(row, at) !== this.#style || !isOneColumn(this.#textAt(row, at))) return false;
    }
    return true;
  }

  #writeCell(row: number, column: number): void {
    this.#setStyle(this.#styleAt(row, column));
    const text = this.#textAt(row, column);
    this.#parts.push(text);
    let width = 1;
    while (column + width < this.#buffer.columns && this.#textAt(row, column + width) === CONTINUATION)
      width++;
    const next = column + width;
    // Behind the last column terminals differ in where the cursor is.
    this.#cursor = certainWidth.test(text) && next < this.#buffer.columns ? { row, column: next } : null;
  }

  #setStyle(style: CellStyle): void {
    if (style === this.#style) return;
    this.#parts.push(sgr(style));
    this.#style = style;
  }
}

function isOneColumn(text: string): boolean {
  return text >= ' ' && text <= '~';
}
