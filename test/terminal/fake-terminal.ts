/** A terminal screen of a few rows that understands what the status line sends, and a clock that stands still. */

import { EventEmitter } from 'node:events';
import type { Clock } from '../../src/terminal/clock.js';
import { graphemesOf, graphemeWidth } from '../../src/terminal/width.js';

// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal is driven by control characters
const controls = /(\x1b\[[0-9;?]*[A-Za-z]|[\r\n])/;

export class FakeTerminal extends EventEmitter {
  readonly isTTY = true;
  writableNeedDrain = false;
  readonly writes: string[] = [];
  readonly #rows: string[][] = [[]];
  #row = 0;
  #column = 0;

  constructor(public columns = 80) {
    super();
  }

  write(text: string): boolean {
    this.writes.push(text);
    for (const part of text.split(controls)) this.#obey(part);
    return true;
  }

  /** What is on the screen, without trailing empty rows. */
  get screen(): string[] {
    const rows = this.#rows.map((row) => row.join('').trimEnd());
    while (rows.at(-1) === '') rows.pop();
    return rows;
  }

  /** Makes the terminal narrower or wider and reflows what stands there, as xterm's kin do. */
  resize(columns: number): void {
    const reflowed: string[][] = [];
    for (const row of this.#rows) {
      if (row.length === 0) reflowed.push([]);
      for (let at = 0; at < row.length; at += columns) reflowed.push(row.slice(at, at + columns));
    }
    this.#rows.splice(0, this.#rows.length, ...reflowed);
    this.#row = this.#rows.length - 1;
    this.columns = columns;
    this.emit('resize');
  }

  #obey(part: string): void {
    if (part === '\r') this.#column = 0;
    else if (part === '\n') this.#moveTo(this.#row + 1, 0);
    else if (part === '\x1b[J') {
      this.#rows.length = this.#row + 1;
      this.#rows[this.#row]!.length = Math.min(this.#column, this.#rows[this.#row]!.length);
    } else if (part.startsWith('\x1b[') && part.endsWith('A'))
      this.#moveTo(this.#row - Number(part.slice(2, -1)), this.#column);
    else if (!part.startsWith('\x1b')) for (const grapheme of graphemesOf(part)) this.#put(grapheme);
  }

  #put(grapheme: string): void {
    if (this.#column + graphemeWidth(grapheme) > this.columns) this.#moveTo(this.#row + 1, 0);
    this.#rows[this.#row]![this.#column] = grapheme;
    for (let i = 1; i < graphemeWidth(grapheme); i++) this.#rows[this.#row]![this.#column + i] = '';
    this.#column += graphemeWidth(grapheme);
  }

  #moveTo(row: number, column: number): void {
    this.#row = Math.max(0, row);
    this.#column = column;
    while (this.#rows.length <= this.#row) this.#rows.push([]);
  }
}

export class FakeClock implements Clock {
  #nowMs = 1000;
  #timers: { atMs: number; call: () => void }[] = [];

  nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, call: () => void): () => void {
    const timer = { atMs: this.#nowMs + delayMs, call };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  get waitingTimers(): number {
    return this.#timers.length;
  }

  advance(ms: number): void {
    this.#nowMs += ms;
    const due = this.#timers.filter(({ atMs }) => atMs <= this.#nowMs);
    this.#timers = this.#timers.filter(({ atMs }) => atMs > this.#nowMs);
    for (const { call } of due) call();
  }
}
