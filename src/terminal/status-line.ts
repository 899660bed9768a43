/** One line at the bottom of a terminal that is rewritten in place: progress, meters. */

import { type Clock, systemClock } from './clock.js';
import { displayWidth, truncateToWidth } from './width.js';

/** The terminal stream, usually stderr. */
export interface StatusStream {
  readonly columns?: number | undefined;
  /** True while the terminal takes nothing: frames are then left out rather than piled up. */
  readonly writableNeedDrain?: boolean | undefined;
  write(text: string): unknown;
  on(event: 'resize', listener: () => void): unknown;
  off(event: 'resize', listener: () => void): unknown;
}

export interface StatusLineOptions {
  readonly stream: StatusStream;
  /** Whether the cursor may be moved; if not, nothing is ever drawn. */
  readonly enabled: boolean;
  readonly clock?: Clock;
  /** Shortest time between two drawings; 50 by default: twenty a second are as many as an eye follows. */
  readonly minIntervalMs?: number;
}

/** What to show: a function is called only when the line is really drawn, with the columns there are. */
export type StatusText = string | ((columns: number) => string);

const eraseToEndOfScreen = '\x1b[J';
/** Also where the terminal says 0, as one does that nobody has given a size. */
const defaultColumns = 80;

/** A line rewritten in place; see {@link StatusLineOptions}. End it with `finish` or `erase`. */
export class StatusLine {
  readonly #stream: StatusStream;
  readonly #enabled: boolean;
  readonly #clock: Clock;
  readonly #minIntervalMs: number;
  #text: StatusText = '';
  #drawnColumns = 0;
  #drawnAtMs = Number.NEGATIVE_INFINITY;
  #cancelDrawing: (() => void) | null = null;
  #pauses = 0;
  #listening = false;
  readonly #onResize = (): void => this.#draw();

  constructor(options: StatusLineOptions) {
    this.#stream = options.stream;
    this.#enabled = options.enabled;
    this.#clock = options.clock ?? systemClock;
    this.#minIntervalMs = options.minIntervalMs ?? 50;
  }

  /** Whether anything is drawn at all, so that a caller may save the work of measuring. */
  get enabled(): boolean {
    return this.#enabled;
  }

  /** Shows a text, cut to the terminal's width; at once, or as soon as the last drawing is old enough. */
  update(text: StatusText): void {
    if (!this.#enabled) return;
    this.#text = text;
    if (!this.#listening) {
      this.#stream.on('resize', this.#onResize);
      this.#listening = true;
    }
    if (this.#cancelDrawing !== null || this.#pauses > 0) return;
    const waitMs = this.#drawnAtMs + this.#minIntervalMs - this.#clock.nowMs();
    if (waitMs <= 0) {
      this.#draw();
      return;
    }
    this.#cancelDrawing = this.#clock.after(waitMs, () => {
      this.#cancelDrawing = null;
      this.#draw();
    });
  }

  /** Draws anew, for instance after the shell had the terminal in between. */
  redraw(): void {
    this.#drawnColumns = 0;
    this.#draw();
  }

  /** Prints whole lines above the status line, to the same stream; works without a terminal too. */
  printAbove(text: string): void {
    this.#wipe();
    this.#stream.write(text.endsWith('\n') ? text : `${text}\n`);
    this.#draw();
  }

  /** Takes the line away while `print` writes to the terminal by other ways, and draws it again. */
  async withPause<Result>(print: () => Result | Promise<Result>): Promise<Result> {
    this.#pauses++;
    this.#wipe();
    try {
      return await print();
    } finally {
      this.#pauses--;
      this.#draw();
    }
  }

  /** Leaves the last text (`text`, if given) on the screen and ends the line. */
  finish(text: StatusText = this.#text): void {
    if (!this.#enabled) return;
    this.#text = text;
    this.#pauses = 0;
    this.#draw();
    if (this.#drawnColumns > 0) this.#stream.write('\n');
    this.#end();
  }

  /** Takes the line off the screen and ends it. */
  erase(): void {
    this.#wipe();
    this.#end();
  }

  #end(): void {
    this.#cancelDrawing?.();
    this.#cancelDrawing = null;
    this.#text = '';
    this.#drawnColumns = 0;
    this.#drawnAtMs = Number.NEGATIVE_INFINITY;
    this.#stream.off('resize', this.#onResize);
    this.#listening = false;
  }

  #draw(): void {
    if (!this.#enabled || this.#pauses > 0) return;
    if (this.#text === '') {
      this.#wipe();
      return;
    }
    if (this.#stream.writableNeedDrain === true) return;
    this.#cancelDrawing?.();
    this.#cancelDrawing = null;
    // The last column stays free: a character there makes some terminals wrap.
    const columns = Math.max(1, (this.#stream.columns || defaultColumns) - 1);
    const text = typeof this.#text === 'string' ? this.#text : this.#text(columns);
    const line = truncateToWidth(text, columns);
    const drawn = displayWidth(line);
    this.#stream.write(`${this.#toLineStart()}${line}${eraseToEndOfScreen}`);
    this.#drawnColumns = drawn;
    this.#drawnAtMs = this.#clock.nowMs();
  }

  #wipe(): void {
    if (this.#drawnColumns === 0) return;
    this.#stream.write(this.#toLineStart() + eraseToEndOfScreen);
    this.#drawnColumns = 0;
  }

  /** To the first column of what was drawn: a terminal made narrower since has broken it into several rows. */
  #toLineStart(): string {
    const columns = this.#stream.columns || defaultColumns;
    const rowsAbove = Math.max(0, Math.ceil(this.#drawnColumns / columns) - 1);
    return rowsAbove > 0 ? `\r\x1b[${rowsAbove}A` : '\r';
  }
}
