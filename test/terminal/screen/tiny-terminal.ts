/** A terminal of fixed size that understands what a screen sends, and nothing else: other sequences are errors. */

import { EventEmitter } from 'node:events';
import { graphemesOf, graphemeWidth } from '../../../src/terminal/width.js';

// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal is driven by control characters
const controls = /(\x1b\[[?0-9;]*[A-Za-z])/;

export class TinyTerminal extends EventEmitter {
  readonly isTTY = true;
  writableNeedDrain = false;
  readonly writes: string[] = [];
  /** Modes that are on: `?1049`, `?25` … */
  readonly modes = new Set<string>(['?25', '?7']);
  texts: string[][] = [];
  /** What SGR set, as its parameters without the reset. */
  styles: string[][] = [];
  #row = 0;
  #column = 0;
  #style = '';

  constructor(
    public columns: number,
    public rows: number,
  ) {
    super();
    this.#clear();
  }

  write(text: string): boolean {
    this.writes.push(text);
    for (const part of text.split(controls)) this.#obey(part);
    return true;
  }

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    this.#clear();
    this.emit('resize');
  }

  /** What is to be seen, row by row. */
  get screen(): string {
    return this.texts.map((row) => row.join('').trimEnd()).join('\n');
  }

  #clear(): void {
    this.texts = Array.from({ length: this.rows }, () => new Array<string>(this.columns).fill(' '));
    this.styles = Array.from({ length: this.rows }, () => new Array<string>(this.columns).fill(''));
  }

  #obey(part: string): void {
    if (!part.startsWith('\x1b[')) {
      for (const grapheme of graphemesOf(part)) this.#put(grapheme);
      return;
    }
    const final = part.at(-1) as string;
    const parameters = part.slice(2, -1);
    const [first = 0, second = 0] = parameters.split(';').map(Number);
    switch (final) {
      case 'H':
        this.#row = Math.max(1, first) - 1;
        this.#column = Math.max(1, second) - 1;
        if (this.#row >= this.rows || this.#column >= this.columns) throw new Error(`${part} is outside`);
        break;
      case 'C':
        this.#column += Math.max(1, first);
        if (this.#column >= this.columns) throw new Error(`${part} goes outside`);
        break;
      case 'K':
        for (let column = this.#column; column < this.columns; column++) this.#blank(this.#row, column);
        break;
      case 'J':
        if (parameters !== '2') throw new Error(`unknown ${part}`);
        this.#clear();
        break;
      case 'm':
        this.#style = parameters.replace(/^0?;?/, '');
        break;
      case 'h':
        this.modes.add(parameters);
        break;
      case 'l':
        this.modes.delete(parameters);
        break;
      default:
        throw new Error(`unknown ${JSON.stringify(part)}`);
    }
  }

  #put(grapheme: string): void {
    const width = graphemeWidth(grapheme);
    if (this.#column + width > this.columns) throw new Error(`"${grapheme}" goes outside`);
    // Half of a wide character cannot stay.
    if (this.texts[this.#row]![this.#column] === '') {
      for (let at = this.#column - 1; this.texts[this.#row]![at] === ''; at--) this.#blank(this.#row, at);
      const head = this.texts[this.#row]!.slice(0, this.#column).findLastIndex((text) => text !== ' ');
      if (head >= 0 && graphemeWidth(this.texts[this.#row]![head]!) > 1) this.#blank(this.#row, head);
    }
    for (let at = this.#column + width; this.texts[this.#row]![at] === ''; at++) this.#blank(this.#row, at);
    for (let cell = 0; cell < width; cell++) {
      this.texts[this.#row]![this.#column + cell] = cell === 0 ? grapheme : '';
      this.styles[this.#row]![this.#column + cell] = this.#style;
    }
    this.#column += width;
  }

  #blank(row: number, column: number): void {
    this.texts[row]![column] = ' ';
    this.styles[row]![column] = '';
  }
}
